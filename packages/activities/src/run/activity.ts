import { checkDefinition } from "../check/check.ts";
import type { CheckOptions } from "../check/check-events.ts";
import type { FieldUse } from "../check/check-spot.ts";
import type { Contracts } from "../check/contracts.ts";
import type { ActivityDefinition, DefinitionFile } from "../definition/definition.ts";
import type { ActivityDiagnostic } from "../diagnostics/diagnostic.ts";
import { compile, type Expression } from "../expression/expression.ts";
import { compileTemplate, type Template } from "../expression/template.ts";
import { contextSources, type SourceReader } from "./context.ts";

/** A definition that was checked, ready to be run. */
export interface Activity {
  readonly definition: ActivityDefinition;
  readonly file: string;
  readonly when: Expression | undefined;
  readonly key: Expression;
  /** What dedupe compares; the key by default. */
  readonly dedupeBy: Expression;
  readonly repo: Expression | undefined;
  readonly title: Template;
  readonly team: Template;
  readonly instruction: Template;
  readonly labels: readonly Template[];
  readonly parameters: ReadonlyMap<string, Expression>;
  /** Sources that `when` needs, and those that are fetched once it was true. */
  readonly before: readonly SourceReader[];
  readonly after: readonly SourceReader[];
  /** What it reads of an event's data, for the audit record. */
  readonly reads: readonly FieldUse[];
}

/**
 * Checks a definition and makes it ready. There is no activity where the check found an error: what is wrong does not
 * run.
 */
export function prepareActivity(
  file: DefinitionFile,
  contracts: Contracts,
  options: CheckOptions,
): { activity: Activity | undefined; diagnostics: readonly ActivityDiagnostic[] } {
  const { diagnostics, reads, beforeWhen } = checkDefinition(file, contracts, options);
  if (diagnostics.some(({ severity }) => severity === "error")) return { activity: undefined, diagnostics };
  const { definition } = file;
  const { task, window, scope, when: condition } = definition;
  const when = condition === undefined ? undefined : compile(condition);
  const key = compile(definition.key);
  const sources = contextSources(definition);
  const isEarly = ({ name }: SourceReader): boolean => beforeWhen.has(name);
  const activity: Activity = {
    definition,
    file: file.file,
    when,
    key,
    dedupeBy: window?.dedupe?.by === undefined ? key : compile(window.dedupe.by),
    repo: scope?.repo === undefined ? undefined : compile(scope.repo),
    title: compileTemplate(task.title),
    team: compileTemplate(task.team),
    instruction: compileTemplate(task.instruction),
    labels: (task.labels ?? []).map(compileTemplate),
    parameters: new Map(Object.entries(task.parameters ?? {}).map(([name, text]) => [name, compile(text)])),
    before: sources.filter(isEarly),
    after: sources.filter((source) => !isEarly(source)),
    reads,
  };
  return { activity, diagnostics };
}
