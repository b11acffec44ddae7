import type { InputFile } from "@statehub/contract-tools";
import {
  type Call,
  type Expression,
  importOf,
  lineOf,
  type Program,
  pathOf,
  resolved,
  textOf,
} from "../code/expression.ts";
import { parsePython } from "../code/python.ts";
import { type CronJob, type Format, nameOf, type ReadJobs, type Schedule } from "../job.ts";
import { scheduleOf } from "../schedule.ts";
import { apschedulerCron, celeryCrontab, type Fields } from "./python-fields.ts";
import { scheduleChain } from "./python-schedule.ts";
import { zoneText } from "./python-zone.ts";

export function mayScheduleInPython({ file, text }: InputFile): boolean {
  return file.endsWith(".py") && /\b(?:apscheduler|celery|schedule)\b/.test(text);
}

interface Found {
  readonly at: Expression;
  readonly schedule: Schedule;
  readonly name: string;
  readonly command: string;
}

/** Jobs of APScheduler, schedule and Celery beat, told by what the file imports. */
export function readPython({ file, text }: InputFile): ReadJobs {
  const program = parsePython(text);
  const uses = (module: string): boolean =>
    [...program.imports.values()].some((one) => one.module === module || one.module.startsWith(`${module}.`));
  const jobs: CronJob[] = [];
  const add = (format: Format, found: readonly Found[]): void => {
    for (const { at, schedule, name, command } of found) {
      jobs.push({
        name: nameOf(name),
        format,
        file,
        line: lineOf(program, at),
        schedules: [schedule],
        command,
        isSuspended: false,
      });
    }
  };
  if (uses("apscheduler")) add("apscheduler", apscheduler(program));
  if (uses("schedule")) add("schedule", scheduleChain(program));
  if (uses("celery")) add("celery", celery(program));
  return { jobs: jobs.sort((a, b) => a.line - b.line), problems: [] };
}

/** The arguments that say when a job runs; `**` are those that only the running program knows. */
const TIMES: ReadonlySet<string> = new Set(
  "year month day week day_of_week hour minute second weeks days hours minutes seconds day_of_month month_of_year **".split(
    " ",
  ),
);

/** Keyword arguments as texts and numbers; undefined where one of them is known only to the running program. */
function fieldsOf(named: ReadonlyMap<string, Expression>, program: Program): Fields | undefined {
  const fields: Record<string, string> = {};
  for (const [name, expression] of named) {
    const value = resolved(expression, program);
    const zone = name === "timezone" ? zoneIn(expression, program) : undefined;
    if (zone !== undefined) fields[name] = zone;
    if (!TIMES.has(name)) continue;
    if (value?.kind !== "text" && value?.kind !== "number") return undefined;
    fields[name] = String(value.value);
  }
  return fields;
}

/** A time zone's name. Of what is known only to the running program it is the code, which is no zone. */
function zoneIn(expression: Expression | undefined, program: Program): string | undefined {
  const value = resolved(expression, program);
  if (value === undefined) return undefined;
  const isUtc = /(?:^|\.)utc$/i.test(pathOf(value) ?? "");
  return zoneText(value, program) ?? (isUtc ? "UTC" : `(${textOf(program, value)})`);
}

const AT_RUN_TIME = "it is known only to the running program";

function apscheduler(program: Program): Found[] {
  return program.calls.flatMap((call): Found[] => {
    if (call.callee.kind !== "member" || !["add_job", "scheduled_job"].includes(call.callee.name)) return [];
    const isDecorator = call.callee.name === "scheduled_job";
    const [job, trigger] = isDecorator ? [undefined, call.args[0]] : call.args;
    const given = call.named.get("trigger") ?? trigger;
    const found = apschedulerTrigger(given, call, program);
    if (found === undefined) return [];
    const schedule = inZone(found, zoneOf(call.callee.object, program));
    const command =
      (call as { decorates?: string }).decorates ?? nameOfFunction(call.named.get("func") ?? job, program);
    const id = resolved(call.named.get("id") ?? call.named.get("name"), program);
    return [{ at: call, schedule, command, name: id?.kind === "text" ? id.value : command }];
  });
}

/** The time zone of a scheduler is that of its jobs, where they have none of their own. */
function inZone(schedule: Schedule, timezone: string | undefined): Schedule {
  if (schedule.kind !== "cron" || schedule.timezone !== undefined || timezone === undefined) return schedule;
  return scheduleOf(schedule.expression, { timezone });
}

function zoneOf(scheduler: Expression, program: Program): string | undefined {
  const made = resolved(scheduler, program);
  return made?.kind === "call" ? zoneIn(made.named.get("timezone"), program) : undefined;
}

function apschedulerTrigger(given: Expression | undefined, call: Call, program: Program): Schedule | undefined {
  const trigger = resolved(given, program);
  const unknown = (expression: Expression): Schedule => ({
    kind: "unsupported",
    text: textOf(program, expression),
    because: AT_RUN_TIME,
  });
  if (trigger === undefined) return undefined;
  if (trigger.kind === "text") return fromFields(trigger.value, call.named, call, program);
  if (trigger.kind !== "call") return unknown(trigger);
  const imported = importOf(trigger.callee, program)?.name ?? pathOf(trigger.callee) ?? "";
  if (imported.endsWith("CronTrigger.from_crontab")) {
    const text = resolved(trigger.args[0], program);
    const timezone = zoneIn(trigger.named.get("timezone") ?? trigger.args[1], program);
    if (text?.kind === "text" && /\d/.test(text.value.trim().split(/\s+/)[4] ?? "")) {
      const because = "whether 0 is Sunday or Monday depends on the version of APScheduler: name the days";
      return { kind: "unsupported", text: text.value, because };
    }
    return text?.kind === "text" ? scheduleOf(text.value, { timezone, needsBothDays: true }) : unknown(trigger);
  }
  if (imported.endsWith("CronTrigger")) return fromFields("cron", trigger.named, trigger, program);
  if (imported.endsWith("IntervalTrigger")) return fromFields("interval", trigger.named, trigger, program);
  return imported.endsWith("DateTrigger") ? undefined : unknown(trigger);
}

function fromFields(
  kind: string,
  named: ReadonlyMap<string, Expression>,
  at: Expression,
  program: Program,
): Schedule | undefined {
  if (kind === "date") return undefined;
  const fields = fieldsOf(named, program);
  const text = textOf(program, at);
  if (fields === undefined) return { kind: "unsupported", text, because: AT_RUN_TIME };
  if (kind === "cron") return apschedulerCron(fields, text);
  const ms = spanOf(fields);
  return kind === "interval" && ms > 0
    ? { kind: "every", ms }
    : { kind: "unsupported", text, because: "the trigger is not understood" };
}

const UNITS: Readonly<Record<string, number>> = {
  weeks: 604_800_000,
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
};

function spanOf(fields: Fields): number {
  const parts = Object.entries(UNITS).map(([name, ms]) => ms * Number(fields[name] ?? 0));
  return parts.reduce((sum, part) => sum + part, 0);
}

const BEAT_SCHEDULE = /(?:^|[._])beat_schedule$|^CELERY_?BEAT_SCHEDULE$/i;

const entriesOf = (table: Expression | undefined): (readonly [string, Expression])[] =>
  table?.kind === "record" ? [...table.entries] : [];

function celery(program: Program): Found[] {
  const updates = program.calls.filter(({ callee }) => callee.kind === "member" && callee.name === "update");
  const timezone =
    program.assignments.find(({ path }) => /(?:^|\.)(?:conf\.timezone|timezone|CELERY_TIMEZONE)$/.test(path))?.value ??
    updates.find(({ named }) => named.has("timezone"))?.named.get("timezone");
  const zone = zoneIn(timezone, program);
  const entries = [
    ...program.assignments.flatMap(({ path, value }): (readonly [string, Expression])[] => {
      const [, single] = /beat_schedule\[["'](.+)["']\]$/i.exec(path) ?? [];
      if (single !== undefined) return [[single, value]];
      return BEAT_SCHEDULE.test(path) ? entriesOf(value) : [];
    }),
    ...updates.flatMap(({ callee, args: [given], named }) => {
      const isOfTable = callee.kind === "member" && BEAT_SCHEDULE.test(pathOf(callee.object) ?? "");
      return [...entriesOf(isOfTable ? given : undefined), ...entriesOf(named.get("beat_schedule"))];
    }),
  ];
  const listed = entries.flatMap(([name, entry]): Found[] => {
    if (entry.kind !== "record") return [];
    const when = entry.entries.get("schedule");
    const task = entry.entries.get("task");
    if (when === undefined) return [];
    const command = task?.kind === "text" ? task.value : name;
    return [{ at: entry, name, command, schedule: celerySchedule(when, zone, program) }];
  });
  const added = program.calls.flatMap((call): Found[] => {
    if (call.callee.kind !== "member" || call.callee.name !== "add_periodic_task") return [];
    const [when, task] = call.args;
    if (when === undefined) return [];
    const name = call.named.get("name");
    const command = nameOfFunction(task, program);
    return [
      {
        at: call,
        name: name?.kind === "text" ? name.value : command,
        command,
        schedule: celerySchedule(when, zone, program),
      },
    ];
  });
  return [...listed, ...added];
}

function celerySchedule(when: Expression, timezone: string | undefined, program: Program): Schedule {
  const value = resolved(when, program) ?? when;
  const text = textOf(program, value);
  if (value.kind === "number") return { kind: "every", ms: value.value * 1_000 };
  const called = value.kind === "call" ? (importOf(value.callee, program)?.name ?? pathOf(value.callee) ?? "") : "";
  const name = called.split(".").at(-1);
  if (value.kind !== "call" || (name !== "crontab" && name !== "timedelta")) {
    const because = name === "solar" ? "the sun's times are not in five fields" : AT_RUN_TIME;
    return { kind: "unsupported", text, because };
  }
  // By place the minute and the hour come first; what follows differs between versions of Celery.
  const [minute, hour, ...rest] = name === "crontab" ? value.args : [];
  if (rest.length > 0) {
    const because = "which fields come after minute and hour depends on the version of Celery: name them";
    return { kind: "unsupported", text, because };
  }
  const placed = new Map([
    ...(minute ? [["minute", minute] as const] : []),
    ...(hour ? [["hour", hour] as const] : []),
  ]);
  const fields = fieldsOf(new Map([...placed, ...value.named]), program);
  if (fields === undefined) return { kind: "unsupported", text, because: AT_RUN_TIME };
  if (name === "crontab") return celeryCrontab(fields, timezone, text);
  const ms = spanOf(fields);
  return ms > 0 ? { kind: "every", ms } : { kind: "unsupported", text, because: "it is no time span" };
}

/** The name of what is called: of a function, or of `task.s(…)` the task. */
function nameOfFunction(expression: Expression | undefined, program: Program): string {
  if (expression === undefined) return "";
  if (expression.kind === "call") return nameOfFunction(expression.callee, program);
  if (expression.kind === "member" && ["s", "si", "signature"].includes(expression.name))
    return nameOfFunction(expression.object, program);
  return pathOf(expression) ?? (expression.kind === "text" ? expression.value : textOf(program, expression));
}
