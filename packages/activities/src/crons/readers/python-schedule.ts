import { type Call, type Expression, importOf, type Program, pathOf, resolved, textOf } from "../code/expression.ts";
import type { Schedule } from "../job.ts";
import { scheduleOf } from "../schedule.ts";
import { zoneText } from "./python-zone.ts";

const UNITS: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

const DAYS: readonly string[] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** Jobs of the library schedule: `schedule.every().day.at("10:30").do(job)` and `@repeat(every(10).minutes)`. */
export function scheduleChain(
  program: Program,
): { at: Expression; schedule: Schedule; name: string; command: string }[] {
  return program.calls.flatMap((call) => {
    const decorates = (call as { decorates?: string }).decorates;
    if (decorates !== undefined) {
      const [chain] = call.args;
      const isRepeat = importOf(call.callee, program)?.name.split(".").at(-1) === "repeat";
      const schedule = isRepeat && chain !== undefined ? scheduleOfChain(chain, program) : undefined;
      return schedule === undefined ? [] : [{ at: call, schedule, name: decorates, command: decorates }];
    }
    if (call.callee.kind !== "member" || call.callee.name !== "do") return [];
    const schedule = scheduleOfChain(call.callee.object, program);
    const [job] = call.args;
    if (schedule === undefined || job === undefined) return [];
    const command = pathOf(job) ?? textOf(program, job);
    return [{ at: call, schedule, name: command, command }];
  });
}

/** `every(n).<unit>.at("…")`; undefined where it does not begin with the library's every. */
function scheduleOfChain(chain: Expression, program: Program): Schedule | undefined {
  const steps: { name: string; call: Call | undefined }[] = [];
  let rest: Expression = chain;
  for (;;) {
    const call: Call | undefined = rest.kind === "call" ? rest : undefined;
    const callee: Expression = call?.callee ?? rest;
    if (call !== undefined && importOf(callee, program)?.name.split(".").at(-1) === "every") {
      return described(call, steps.reverse(), chain, program);
    }
    if (callee.kind !== "member") return undefined;
    steps.push({ name: callee.name, call });
    rest = callee.object;
  }
}

function described(
  every: Call,
  steps: readonly { readonly name: string; readonly call: Call | undefined }[],
  chain: Expression,
  program: Program,
): Schedule {
  const unsupported = (because: string): Schedule => ({ kind: "unsupported", text: textOf(program, chain), because });
  const given = every.args[0] ?? every.named.get("interval");
  const number = given === undefined ? 1 : literalOf(given, program);
  if (typeof number !== "number") return unsupported("it is known only to the running program");
  if (steps.some(({ name }) => name === "to")) return unsupported("to() makes it a random interval");
  const unit = steps.find(({ name }) => name.replace(/s$/, "") in UNITS || DAYS.includes(name));
  if (unit === undefined) return unsupported("it has no unit");
  const at = steps.find(({ name }) => name === "at")?.call;
  const weekday = DAYS.indexOf(unit.name);
  if (at === undefined) {
    if (weekday !== -1) return unsupported("the time of day is that at which the program started");
    return { kind: "every", ms: number * (UNITS[unit.name.replace(/s$/, "")] ?? 0) };
  }
  const [givenTime, givenZone = at.named.get("tz")] = at.args;
  const time = givenTime && literalOf(givenTime, program);
  const zone = zoneText(givenZone, program);
  if (typeof time !== "string") return unsupported("it is known only to the running program");
  if (givenZone !== undefined && zone === undefined)
    return unsupported("the time zone is known only to the running program");
  if (number !== 1) return unsupported("five fields cannot say every few days at a time");
  const [, hour = "*", minute] = /^(\d{1,2})?:(\d{2})(?::00)?$/.exec(time) ?? [];
  if (minute === undefined) return unsupported(`five fields cannot say the time "${time}"`);
  if (/^(?:second|minute)/.test(unit.name)) return unsupported("five fields cannot say seconds");
  const isHourly = unit.name.startsWith("hour");
  const day = weekday === -1 ? "*" : String(weekday);
  const expression = `${Number(minute)} ${isHourly ? "*" : Number(hour)} * * ${day}`;
  return scheduleOf(expression, { timezone: zone });
}

function literalOf(expression: Expression, program: Program): string | number | undefined {
  const value = resolved(expression, program);
  return value?.kind === "text" || value?.kind === "number" ? value.value : undefined;
}
