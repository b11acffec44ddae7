export { type Checked, checkDefinition } from "./check/check.ts";
export type { CheckOptions } from "./check/check-events.ts";
export type { FieldUse } from "./check/check-spot.ts";
export {
  type Contracts,
  contractsFrom,
  contractsOf,
  type EventContractVersions,
  type EventVersion,
} from "./check/contracts.ts";
export { type DraftNames, draftOf, gapCommand, replacesOf } from "./crons/draft.ts";
export type { CronJob, CronProblem, Format, Schedule } from "./crons/job.ts";
export { type CronSource, mayHoldSchedules, scanCrons } from "./crons/scan.ts";
export { nextRuns, periodOf, scheduleInWords, scheduleOf } from "./crons/schedule.ts";
export { inventoryText, migrationTable, type ParityStates } from "./crons/table.ts";
export { type Gap, type Triage, type Triaged, triageOf } from "./crons/triage.ts";
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
export { ACTIVITIES, inputProblem, readDefinitions } from "./definition/read.ts";
export type { ActivityDiagnostic } from "./diagnostics/diagnostic.ts";
export type { ActivityCode } from "./diagnostics/table.ts";
export { compile, type Expression, ExpressionError, type Scope } from "./expression/expression.ts";
export { compileTemplate, render, type Template } from "./expression/template.ts";
export { fieldsOf, type ProfileNames } from "./fields.ts";
export {
  type Compared,
  comparePairs,
  type Duplicate,
  type Extra,
  type ExtraReason,
  type Match,
  type Missed,
  type Sides,
} from "./parity/compare.ts";
export {
  type BadLine,
  CRON_RUN,
  type CronRun,
  isCronRun,
  isShadowIntent,
  readLines,
  SHADOW_INTENT,
  type ShadowIntent,
  type Undone,
} from "./parity/records.ts";
export { paritySvg } from "./parity/svg.ts";
export { inWords, parityText } from "./parity/text.ts";
export { undoneBy } from "./parity/undone.ts";
export {
  type Gate,
  gateOf,
  type LatencyGained,
  type ParityReport,
  parityOf,
  type WindowParity,
} from "./parity/verdict.ts";
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
export { IntentWindow, type Passed, type WindowState } from "./run/window.ts";
export {
  type SimulatedFailure,
  type SimulatedIntent,
  type SimulateOptions,
  type Simulation,
  simulate,
  type Tally,
} from "./simulate/simulate.ts";
