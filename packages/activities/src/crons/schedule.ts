import { Cron } from "croner";
import cronstrue from "cronstrue";
import { inWords } from "../parity/text.ts";
import type { Schedule } from "./job.ts";

/** crontab(5): the shorthands that are not `@reboot`. */
const SHORTHANDS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

const MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
const DAYS = "sun|mon|tue|wed|thu|fri|sat";

const LIMITS: readonly {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** How many different ones there are. */
  readonly values: number;
  readonly names: string;
}[] = [
  { name: "minute", least: 0, most: 59, values: 60, names: "" },
  { name: "hour", least: 0, most: 23, values: 24, names: "" },
  { name: "day of the month", least: 1, most: 31, values: 31, names: "" },
  { name: "month", least: 1, most: 12, values: 12, names: MONTHS },
  // Sunday is 0, and 7 too.
  { name: "day of the week", least: 0, most: 7, values: 7, names: DAYS },
];

/** What other crons know and crontab(5) does not, by the letters that say it. */
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/\d*L\b|\bL\b|L-\d/i, "L (the last) is not in crontab(5)"],
  [/#/, "# (the n-th weekday) is not in crontab(5)"],
  [/\d+W|\bLW\b/i, "W (the nearest working day) is not in crontab(5)"],
  [/\?/, "? is not in crontab(5)"],
  [/~/, "~ (a random value) is different on each machine"],
  [/\bH\b|H\(/, "H (a value from a hash) is known to Jenkins only"],
];

/** Five fields mean either of two days; some schedulers, whose fields look the same, mean both. */
const BOTH_DAYS = "both the day of the week and that of the month have to fit, and in five fields either is enough";

export interface ScheduleOptions {
  readonly timezone?: string | undefined;
  /** A sixth field in front is the seconds: 0 says nothing, others are more than five fields can say. */
  readonly hasSeconds?: boolean;
  /** Where both days are given, both have to fit: for five fields either is enough. */
  readonly needsBothDays?: boolean;
}

/** Reads a cron expression, a shorthand, or `@every 1h`. */
export function scheduleOf(text: string, options: ScheduleOptions = {}): Schedule {
  const expression = text.trim().replaceAll(/\s+/g, " ");
  const prefixed = /^(?:CRON_TZ|TZ)=(\S+) (.+)$/.exec(expression);
  if (prefixed !== null) return scheduleOf(prefixed[2] as string, { ...options, timezone: prefixed[1] });
  const unsupported = (because: string): Schedule => ({ kind: "unsupported", text: expression, because });
  const { timezone } = options;
  if (timezone !== undefined && !isTimezone(timezone)) return unsupported(`${timezone} is not a time zone`);
  if (expression.startsWith("@")) {
    const lower = expression.toLowerCase();
    if (lower === "@reboot") return { kind: "boot" };
    const shorthand = SHORTHANDS[lower];
    if (shorthand !== undefined) return { kind: "cron", expression: shorthand, timezone };
    const every = /^@every (.+)$/.exec(lower);
    const ms = every === null ? undefined : goDuration(every[1] as string);
    return ms === undefined ? unsupported("it is no shorthand of crontab(5)") : { kind: "every", ms };
  }
  const fields = expression.split(" ");
  if (fields.length === 6 && options.hasSeconds === true) {
    const [seconds, ...rest] = fields;
    if (!/^0+$/.test(seconds as string)) return unsupported("five fields cannot say seconds");
    return scheduleOf(rest.join(" "), { ...options, hasSeconds: false });
  }
  if (fields.length !== 5) return unsupported(`got ${expression === "" ? "nothing" : fields.length}, want five fields`);
  for (const [i, field] of fields.entries()) {
    const problem = problemOf(field, i);
    if (problem !== undefined) return unsupported(problem);
  }
  const days = [fields[2], fields[4]].filter((field) => field !== "*");
  if (days.length === 2 && options.needsBothDays === true) return unsupported(BOTH_DAYS);
  if (days.length === 2 && days.some((field) => field?.includes("*")))
    return unsupported("beside a step over all days, some crons want both days to fit and others either");
  return { kind: "cron", expression, timezone };
}

function problemOf(field: string, index: number): string | undefined {
  const limits = LIMITS[index] as (typeof LIMITS)[number];
  for (const [pattern, because] of FOREIGN) {
    // JUL has an L, WED a W and THU an H.
    if (pattern.test(field.replaceAll(new RegExp(`${MONTHS}|${DAYS}`, "gi"), "0"))) return because;
  }
  for (const part of field.split(",")) {
    const name = limits.names === "" ? "" : `|${limits.names}`;
    const match = new RegExp(`^(?:\\*|(\\d+${name})(?:-(\\d+${name}))?)(?:/(\\d+))?$`, "i").exec(part);
    if (match === null) return `${limits.name}: got "${part}", want *, a number, a range or a step`;
    const [, from, to, step] = match;
    const value = (word: string | undefined): number | undefined => {
      if (word === undefined) return undefined;
      if (/^\d+$/.test(word)) return Number(word);
      return limits.names.split("|").indexOf(word.toLowerCase()) + limits.least;
    };
    const [a, b] = [value(from), value(to)];
    const isOutside = [a, b].some((one) => one !== undefined && (one < limits.least || one > limits.most));
    if (isOutside) return `${limits.name}: got "${part}", want ${limits.least} to ${limits.most}`;
    if (a !== undefined && b !== undefined && a > b)
      return `${limits.name}: got "${part}", which ends before it begins`;
    if (step === "0") return `${limits.name}: got a step of 0`;
    if (Number(step) > limits.values) return `${limits.name}: got a step of ${step}, want ${limits.values} at most`;
  }
  return undefined;
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** `1h30m` of Go's time.ParseDuration, in milliseconds. */
function goDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:h|ms|m|s))+$/.test(text)) return undefined;
  const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
  let sum = 0;
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g))
    sum += Number(number) * (units[unit ?? ""] ?? 0);
  return sum > 0 ? sum : undefined;
}

/** A schedule as people say it: `At 03:30, Monday through Friday (Europe/Berlin)`. */
export function scheduleInWords(schedule: Schedule): string {
  switch (schedule.kind) {
    case "boot":
      return "When the machine starts";
    case "every":
      return `Every ${inWords(schedule.ms)}`;
    case "unsupported":
      return `${schedule.text} (not supported: ${schedule.because})`;
    case "cron": {
      const said = cronstrue.toString(schedule.expression, { use24HourTimeFormat: true, verbose: false });
      // With both days given either is enough, which the library does not say.
      const [, , day, , weekday] = schedule.expression.split(/\s+/);
      const isEither = day !== "*" && weekday !== "*";
      const words = isEither ? said.replace(/of the month, (?:and on |only on )?/, "of the month, or on ") : said;
      return schedule.timezone === undefined ? words : `${words} (${schedule.timezone})`;
    }
  }
}

/** The next times of a schedule after a moment; none where the clock alone does not tell. Without a time zone: UTC. */
export function nextRuns(schedule: Schedule, after: Date, count: number): Date[] {
  if (schedule.kind !== "cron") return [];
  const cron = new Cron(schedule.expression, { timezone: schedule.timezone ?? "UTC", paused: true });
  return cron.nextRuns(count, after);
}

/** How often it runs, roughly, in milliseconds between two runs; undefined where that is not known. */
export function periodOf(schedule: Schedule): number | undefined {
  if (schedule.kind === "every") return schedule.ms;
  const runs = nextRuns(schedule, new Date("2026-01-05T00:00:00Z"), 50);
  const [first, last] = [runs[0], runs.at(-1)];
  return first === undefined || last === undefined || runs.length < 2
    ? undefined
    : (last.getTime() - first.getTime()) / (runs.length - 1);
}
