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
import { parseJavaScript } from "../code/javascript.ts";
import { type CronJob, type Format, nameOf, type ReadJobs, type Schedule } from "../job.ts";
import { type ScheduleOptions, scheduleOf } from "../schedule.ts";
import { recurrenceFields } from "./recurrence.ts";

const MODULES: Readonly<Record<string, Format>> = {
  "node-cron": "node-cron",
  croner: "croner",
  cron: "cron",
  "node-schedule": "node-schedule",
  "toad-scheduler": "toad-scheduler",
};

export function mayScheduleInJavaScript({ file, text }: InputFile): boolean {
  return /\.[mc]?[jt]sx?$/.test(file) && /["'](?:node-cron|croner|cron|node-schedule|toad-scheduler)["']/.test(text);
}

/** Calls of well-known schedulers, told by what the file imports. */
export function readJavaScript({ file, text }: InputFile): ReadJobs {
  const program = parseJavaScript(file, text);
  const jobs = program.calls.flatMap((call): CronJob[] => {
    const imported = importOf(call.callee, program);
    const format = imported && MODULES[imported.module];
    const found = format === undefined ? undefined : READERS[format]?.(call, imported?.name ?? "", program);
    if (format === undefined || found === undefined) return [];
    const { schedule, task, name } = found;
    const command = task === undefined ? "" : commandOf(task, program);
    const called = name?.kind === "text" ? name.value : command;
    return [
      {
        name: nameOf(called),
        format,
        file,
        line: lineOf(program, call),
        schedules: [schedule],
        command,
        isSuspended: false,
      },
    ];
  });
  return { jobs, problems: [] };
}

interface Found {
  readonly schedule: Schedule;
  readonly task: Expression | undefined;
  readonly name?: Expression | undefined;
}

type Reader = (call: Call, name: string, program: Program) => Found | undefined;

const entry = (record: Expression | undefined, name: string): Expression | undefined =>
  record?.kind === "record" ? record.entries.get(name) : undefined;

const AT_RUN_TIME = "it is known only to the running program";

/** A schedule from an argument, which may be a constant of the file. */
function schedule(
  expression: Expression | undefined,
  timezone: Expression | undefined,
  program: Program,
  options: ScheduleOptions = {},
): Schedule {
  const value = resolved(expression, program);
  const zone = resolved(timezone, program);
  if (zone !== undefined && zone.kind !== "text") {
    return {
      kind: "unsupported",
      text: textOf(program, zone),
      because: "the time zone is known only to the running program",
    };
  }
  const all = { ...options, hasSeconds: true, timezone: zone?.value };
  if (value?.kind === "text") return scheduleOf(value.value, all);
  if (value?.kind === "record") {
    const fields = recurrenceFields(value, program);
    const text = textOf(program, value);
    if (typeof fields === "string") return { kind: "unsupported", text, because: fields };
    const found = scheduleOf(fields.join(" "), all);
    return found.kind === "unsupported" ? { ...found, text } : found;
  }
  return { kind: "unsupported", text: value === undefined ? "nothing" : textOf(program, value), because: AT_RUN_TIME };
}

const READERS: Partial<Record<Format, Reader>> = {
  "node-cron": ({ args: [when, task, given] }, name, program) => {
    if (name !== "schedule" && name !== "createTask") return undefined;
    const options = resolved(given, program);
    const found = schedule(when, entry(options, "timezone"), program, { needsBothDays: true });
    return { schedule: found, task, name: entry(options, "name") };
  },

  croner: ({ args: [when, ...rest] }, name, program) => {
    if (name !== "Cron" && name !== "default") return undefined;
    const options = rest.map((one) => resolved(one, program)).find((one) => one?.kind === "record");
    const task = rest.find((one) => resolved(one, program)?.kind !== "record");
    return { schedule: schedule(when, entry(options, "timezone"), program), task, name: entry(options, "name") };
  },

  cron: ({ args }, name, program) => {
    const [when, task, , , timezone] = args;
    const params = resolved(when, program);
    // Before its version 3 the constructor took the parameters of `from` too.
    if (name === "CronJob.from" || (name === "CronJob" && params?.kind === "record")) {
      const task = entry(params, "onTick");
      return {
        schedule: monthsNamed(schedule(entry(params, "cronTime"), entry(params, "timeZone"), program)),
        task,
        name: entry(params, "name"),
      };
    }
    const hasZone = timezone !== undefined && !/^(?:null|undefined)$/.test(textOf(program, timezone));
    return name === "CronJob"
      ? { schedule: monthsNamed(schedule(when, hasZone ? timezone : undefined, program)), task }
      : undefined;
  },

  "node-schedule": ({ args }, name, program) => {
    if (name !== "scheduleJob") return undefined;
    const isNamed = args.length > 2;
    const [when, task] = isNamed ? args.slice(1) : args;
    const rule = resolved(when, program);
    const found = schedule(entry(rule, "rule") ?? rule, entry(rule, "tz"), program, {
      needsBothDays: rule?.kind === "record" && entry(rule, "rule") === undefined,
    });
    return { schedule: found, task, name: isNamed ? args[0] : undefined };
  },

  "toad-scheduler": ({ args: [when, task] }, name, program) => {
    if (name === "CronJob") {
      return {
        schedule: schedule(entry(when, "cronExpression"), entry(when, "timezone"), program),
        task: taskOf(task, program),
      };
    }
    if (name !== "SimpleIntervalJob" && name !== "LongIntervalJob") return undefined;
    return { schedule: interval(resolved(when, program), program), task: taskOf(task, program) };
  },
};

/** Months of the library cron began with 0 before its version 3. */
function monthsNamed(found: Schedule): Schedule {
  if (found.kind !== "cron" || !/(?<!\/)\d/.test(found.expression.split(" ")[3] ?? "")) return found;
  const because = "whether months begin with 0 or 1 depends on the version of cron: name them";
  return { kind: "unsupported", text: found.expression, because };
}

const UNITS: Readonly<Record<string, number>> = {
  milliseconds: 1,
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

function interval(when: Expression | undefined, program: Program): Schedule {
  const entries = when?.kind === "record" ? [...when.entries] : [];
  const parts = entries
    .filter(([name]) => name in UNITS)
    .map(([name, value]) => [name, resolved(value, program)] as const);
  const ms = parts.reduce(
    (sum, [name, value]) => sum + (value?.kind === "number" ? value.value : Number.NaN) * (UNITS[name] ?? 0),
    0,
  );
  if (ms > 0) return { kind: "every", ms };
  return {
    kind: "unsupported",
    text: when === undefined ? "" : textOf(program, when),
    because: AT_RUN_TIME,
  };
}

/** `new Task("sweep", run)`, also by way of a constant. */
function taskOf(task: Expression | undefined, program: Program): Expression | undefined {
  const value = resolved(task, program);
  return value?.kind === "call" && value.args[0]?.kind === "text" ? value.args[0] : task;
}

/** What runs: a function's name, or what an inline one calls. */
function commandOf(task: Expression, program: Program): string {
  const path = pathOf(task);
  if (path !== undefined) return path;
  if (task.kind === "text") return task.value;
  const inner = program.calls.filter(({ at }) => at.from > task.at.from && at.to <= task.at.to);
  const paths = inner.flatMap(({ callee }) => pathOf(callee) ?? []);
  return paths.find((one) => !/^(?:console|log|logger)\b/.test(one)) ?? textOf(program, task);
}
