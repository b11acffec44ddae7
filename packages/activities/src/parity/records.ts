/** What a definition in shadow mode wanted: one line of its intents. */
export interface ShadowIntent {
  /** When the definition had it. */
  readonly at: string;
  /** When what it is about happened, if that is known: earlier than `at` where the event waited. */
  readonly happenedAt?: string;
  readonly activity: string;
  readonly key: string;
  readonly cause?: string;
}

/** One run of a cron, and the keys that it acted on; without any, the run still says that it looked. */
export interface CronRun {
  readonly at: string;
  /** `cron:<name>`, as the definition's `replaces` has it. */
  readonly job: string;
  readonly keys: readonly string[];
}

/** That a key's condition no longer held. */
export interface Undone {
  readonly at: string;
  readonly key: string;
}

/** A line that is no record. */
export interface BadLine {
  readonly file: string;
  readonly line: number;
  readonly got: string;
  readonly want: string;
}

/** Reads JSON lines, empty lines left out. */
export function readLines<T>(
  file: string,
  text: string,
  want: string,
  is: (value: unknown) => value is T,
): { records: T[]; bad: BadLine[] } {
  const records: T[] = [];
  const bad: BadLine[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const value = parse(line);
    if (is(value)) records.push(value);
    else bad.push({ file, line: i + 1, got: line.length > 80 ? `${line.slice(0, 77)}…` : line, want });
  }
  return { records, bad };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const isTime = (value: unknown): value is string => typeof value === "string" && !Number.isNaN(Date.parse(value));

export function isShadowIntent(value: unknown): value is ShadowIntent {
  const { at, activity, key } = (value ?? {}) as Partial<ShadowIntent>;
  return isTime(at) && typeof activity === "string" && typeof key === "string";
}

export function isCronRun(value: unknown): value is CronRun {
  const { at, job, keys } = (value ?? {}) as Partial<CronRun>;
  return isTime(at) && typeof job === "string" && Array.isArray(keys) && keys.every((key) => typeof key === "string");
}

export const SHADOW_INTENT = '{"at": "<time>", "activity": "<id>", "key": "<key>"}';
export const CRON_RUN = '{"at": "<time>", "job": "cron:<name>", "keys": ["<key>", …]}';
