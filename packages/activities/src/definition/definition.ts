import type { YamlSource } from "./source.ts";

/** What activity-core does when an event arrives or a schedule is due; `meta/activity.v1.json` describes each key. */
export interface ActivityDefinition {
  readonly id: string;
  readonly version: string;
  readonly owner: string;
  readonly description: string;
  readonly replaces?: string;
  readonly mode: Mode;
  readonly inputs?: Readonly<Record<string, Input>>;
  readonly triggers: readonly EventTrigger[] | readonly CronTrigger[];
  /** CEL, a boolean. */
  readonly when?: string;
  /** CEL, a text or number. */
  readonly key: string;
  readonly window?: Window;
  readonly concurrency?: number;
  readonly scope?: { readonly repo?: string };
  readonly context?: Readonly<Record<string, ContextSource>>;
  readonly task: TaskTemplate;
  readonly on_failure?: FailurePolicy;
  readonly parity?: ParityGate;
}

export type Mode = "shadow" | "active" | "disabled";

export interface Input {
  readonly type: "string" | "integer" | "number" | "boolean";
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default: string | number | boolean;
  readonly description: string;
}

export interface EventTrigger {
  readonly event: string;
  /** A range of versions; all of the event's major by default. */
  readonly versions?: string;
}

export interface CronTrigger {
  readonly cron: string;
  readonly timezone: string;
  readonly overlap?: "skip" | "queue";
  readonly catch_up?: "none" | "last" | "all";
}

export interface Window {
  readonly debounce?: string;
  readonly dedupe?: { readonly by?: string; readonly for: string };
  readonly rate?: { readonly limit: number; readonly per: string };
}

export interface ContextSource {
  readonly source: "hub";
  readonly path: string;
  /** JSON Schema of the answer. */
  readonly result: Readonly<Record<string, unknown>>;
  readonly timeout: string;
  readonly on_failure: "fail" | "null";
}

export interface TaskTemplate {
  readonly title: string;
  readonly team: string;
  readonly priority?: "low" | "normal" | "high" | "urgent";
  readonly labels?: readonly string[];
  readonly instruction: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface FailurePolicy {
  readonly attempts?: number;
  readonly backoff?: string;
  readonly then?: "quarantine" | "drop";
}

export interface ParityGate {
  readonly window: string;
  readonly lateness?: string;
  readonly min_windows?: number;
  readonly max_extra?: number;
  readonly undone_by?: readonly { readonly event: string; readonly key: string }[];
}

/** A definition and the file it came from. */
export interface DefinitionFile {
  readonly file: string;
  readonly definition: ActivityDefinition;
  readonly source: YamlSource;
}

/** Its triggers, if they are events. */
export function eventTriggers({ triggers }: ActivityDefinition): readonly EventTrigger[] {
  return triggers.filter((trigger): trigger is EventTrigger => "event" in trigger);
}

/** Its triggers, if they are schedules. */
export function cronTriggers({ triggers }: ActivityDefinition): readonly CronTrigger[] {
  return triggers.filter((trigger): trigger is CronTrigger => "cron" in trigger);
}
