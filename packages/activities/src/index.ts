export { type Checked, type CheckOptions, checkDefinition, type FieldUse } from "./check/check.ts";
export {
  type Contracts,
  contractsFrom,
  contractsOf,
  type EventContractVersions,
  type EventVersion,
} from "./check/contracts.ts";
export {
  type ActivityDefinition,
  type ContextSource,
  type CronTrigger,
  cronTriggers,
  type DefinitionFile,
  type EventTrigger,
  eventTriggers,
  type Input,
  type Mode,
  type TaskTemplate,
} from "./definition/definition.ts";
export { milliseconds } from "./definition/duration.ts";
export { ACTIVITIES, readDefinitions } from "./definition/read.ts";
export type { ActivityDiagnostic } from "./diagnostics/diagnostic.ts";
export type { ActivityCode } from "./diagnostics/table.ts";
export { compile, type Expression, ExpressionError, type Scope } from "./expression/expression.ts";
export { compileTemplate, render, type Template } from "./expression/template.ts";
export { fieldsOf, type ProfileNames } from "./fields.ts";
export { type Activity, prepareActivity } from "./run/activity.ts";
export type { ContextRequest, FetchContext } from "./run/context.ts";
export {
  type ActivityEvent,
  type Evaluation,
  evaluate,
  type Intent,
  type Occurrence,
  type Surroundings,
  type Task,
} from "./run/evaluate.ts";
