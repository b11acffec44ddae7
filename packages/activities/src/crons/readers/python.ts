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

/** Keyword arguments as texts and numbers; undefined where one of them is known only to the running program. */
function fieldsOf(named: ReadonlyMap<string, Expression>, program: Program): Fields | undefined {
  const fields: Record<string, string> = {};
  for (const [name, expression] of named) {
    const value = resolved(expression, program);
    if (value?.kind === "text" || value?.kind === "number") fields[name] = String(value.value);
    else if (["hour", "minute", "day", "day_of_week", "month", "day_of_month", "month_of_year"].includes(name))
      return undefined;
  }
  return fields;
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
  const zone = made?.kind === "call" ? resolved(made.named.get("timezone"), program) : undefined;
  return zone?.kind === "text" ? zone.value : undefined;
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
    const zone = resolved(trigger.named.get("timezone"), program);
    if (text?.kind === "text" && /\d/.test(text.value.trim().split(/\s+/)[4] ?? "")) {
      const because = "whether 0 is Sunday or Monday depends on the version of APScheduler: name the days";
      return { kind: "unsupported", text: text.value, because };
    }
    return text?.kind === "text"
      ? scheduleOf(text.value, { timezone: zone?.kind === "text" ? zone.value : undefined })
      : unknown(trigger);
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
  return Object.entries(fields).reduce((sum, [name, value]) => sum + (UNITS[name] ?? 0) * Number(value), 0);
}

function celery(program: Program): Found[] {
  const timezone = program.assignments.find(({ path }) =>
    /(?:^|\.)(?:conf\.timezone|timezone|CELERY_TIMEZONE)$/.test(path),
  )?.value;
  const zone = timezone?.kind === "text" ? timezone.value : undefined;
  const tables = [
    ...program.assignments
      .filter(({ path }) => /(?:^|[._])beat_schedule$|^CELERY_?BEAT_SCHEDULE$/i.test(path))
      .map(({ value }) => value),
    ...program.calls.flatMap(({ callee, named }) =>
      callee.kind === "member" && callee.name === "update" ? (named.get("beat_schedule") ?? []) : [],
    ),
  ];
  const listed = tables.flatMap((table): Found[] => {
    if (table.kind !== "record") return [];
    return [...table.entries].flatMap(([name, entry]): Found[] => {
      if (entry.kind !== "record") return [];
      const when = entry.entries.get("schedule");
      const task = entry.entries.get("task");
      if (when === undefined) return [];
      return [
        {
          at: entry,
          name,
          command: task?.kind === "text" ? task.value : name,
          schedule: celerySchedule(when, zone, program),
        },
      ];
    });
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
  const fields = fieldsOf(value.named, program);
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
