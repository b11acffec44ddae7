import { satisfies } from "semver";
import { eventTriggers } from "../definition/definition.ts";
import { ExpressionError, type Scope } from "../expression/expression.ts";
import { render } from "../expression/template.ts";
import type { Activity } from "./activity.ts";
import type { FetchContext, SourceReader } from "./context.ts";

/** An event as far as activities look at it: the EventEnvelope. */
export interface ActivityEvent {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly dataschema: string;
  readonly data: unknown;
}

/** What sets an activity off. */
export type Occurrence = { readonly event: ActivityEvent } | { readonly schedule: { readonly time: string } };

/** The task that an activity wants. */
export interface Intent {
  readonly activity: string;
  readonly version: string;
  /** What names the occurrence, within the activity. */
  readonly key: string;
  /** `<activity>/<key>`: at most one task is created for it. */
  readonly idempotencyKey: string;
  /** What dedupe compares. */
  readonly dedupeBy: string;
  readonly task: Task;
}

export interface Task {
  readonly title: string;
  readonly team: string;
  readonly priority: "low" | "normal" | "high" | "urgent";
  readonly labels: readonly string[];
  readonly instruction: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly repo?: string;
}

/** What an evaluation came to. */
export type Evaluation =
  /** It is about another event type, a version outside the range, or a disabled definition. */
  | { readonly outcome: "not-concerned" }
  | { readonly outcome: "not-matched" }
  | { readonly outcome: "intent"; readonly intent: Intent }
  /** An expression or a context source failed: never the same as not matched. */
  | { readonly outcome: "failed"; readonly at: string; readonly message: string };

export interface Surroundings {
  readonly now: Date;
  readonly fetch: FetchContext;
  /** Values for the definition's inputs, instead of their defaults. */
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** Evaluates an activity for one occurrence. Never throws. */
export async function evaluate(activity: Activity, occurrence: Occurrence, where: Surroundings): Promise<Evaluation> {
  const step: Step = { at: "triggers" };
  try {
    if (activity.definition.mode === "disabled" || !isConcerned(activity, occurrence))
      return { outcome: "not-concerned" };
    return await run(activity, occurrence, where, step);
  } catch (error) {
    return { outcome: "failed", at: step.at, message: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  if (error instanceof ExpressionError) return `${error.message} in \`${error.text.trim()}\``;
  return error instanceof Error ? `${error.name}: ${error.message}` : "something that is no error was thrown";
}

/** Where in the definition the evaluation is. */
interface Step {
  at: string;
}

function isConcerned({ definition }: Activity, occurrence: Occurrence): boolean {
  if (!("event" in occurrence)) return true;
  const { type, dataschema } = occurrence.event;
  const version = dataschema.slice(dataschema.lastIndexOf("/") + 1);
  return eventTriggers(definition).some(
    ({ event, versions }) => event === type && (versions === undefined || satisfies(version, versions)),
  );
}

async function run(activity: Activity, occurrence: Occurrence, where: Surroundings, step: Step): Promise<Evaluation> {
  const { definition, when } = activity;
  const defaults = Object.entries(definition.inputs ?? {}).map(([name, input]) => [name, input.default]);
  const inputs = { ...Object.fromEntries(defaults), ...where.inputs };
  let scope: Scope = { ...occurrence, inputs, now: where.now, context: {} };
  scope = await withContext(scope, activity.before, where.fetch, step);
  if (when !== undefined) {
    step.at = "when";
    const outcome = when.evaluate(scope);
    if (typeof outcome !== "boolean")
      throw new ExpressionError(when.text, 0, `got ${typeof outcome}, want true or false`);
    if (!outcome) return { outcome: "not-matched" };
  }
  scope = await withContext(scope, activity.after, where.fetch, step);
  return { outcome: "intent", intent: intentOf(activity, scope, step) };
}

async function withContext(
  scope: Scope,
  sources: readonly SourceReader[],
  fetch: FetchContext,
  step: Step,
): Promise<Scope> {
  if (sources.length === 0) return scope;
  const context: Record<string, unknown> = { ...(scope.context as object) };
  for (const source of sources) {
    step.at = `context.${source.name}`;
    context[source.name] = await source.read(scope, fetch);
  }
  return { ...scope, context };
}

function intentOf(activity: Activity, scope: Scope, step: Step): Intent {
  const { definition, title, team, instruction, labels, parameters, repo } = activity;
  const at = <T>(path: string, make: () => T): T => {
    step.at = path;
    return make();
  };
  const key = at("key", () => keyText(activity.key.text, activity.key.evaluate(scope)));
  const dedupeBy = at("window.dedupe.by", () => keyText(activity.dedupeBy.text, activity.dedupeBy.evaluate(scope)));
  return {
    activity: definition.id,
    version: definition.version,
    key,
    idempotencyKey: `${definition.id}/${key}`,
    dedupeBy,
    task: {
      title: at("task.title", () => render(title, scope)),
      team: at("task.team", () => render(team, scope)),
      priority: definition.task.priority ?? "normal",
      labels: at("task.labels", () => labels.map((label) => render(label, scope))),
      instruction: at("task.instruction", () => render(instruction, scope)),
      parameters: at("task.parameters", () =>
        Object.fromEntries([...parameters].map(([name, expression]) => [name, expression.evaluate(scope)])),
      ),
      ...(repo !== undefined && { repo: at("scope.repo", () => keyText(repo.text, repo.evaluate(scope))) }),
    },
  };
}

function keyText(text: string, value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "number") return String(value);
  const got = value === "" ? "an empty text" : value === null ? "null" : typeof value;
  throw new ExpressionError(text, 0, `got ${got}, want a text or number`);
}
