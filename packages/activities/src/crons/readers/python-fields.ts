import type { Schedule } from "../job.ts";
import { scheduleOf } from "../schedule.ts";

/** Keyword arguments of a trigger. */
export type Fields = Readonly<Record<string, string>>;

const APSCHEDULER = ["year", "month", "day", "week", "day_of_week", "hour", "minute", "second"] as const;

/** APScheduler's cron trigger: fields less significant than the first that is given have their least value. */
export function apschedulerCron(fields: Fields, text: string): Schedule {
  const unsupported = (because: string): Schedule => ({ kind: "unsupported", text, because });
  for (const name of ["year", "week"]) {
    if ((fields[name] ?? "*") !== "*") return unsupported(`five fields cannot say a ${name}`);
  }
  const firstGiven = APSCHEDULER.findLastIndex((name) => fields[name] !== undefined);
  const value = (name: (typeof APSCHEDULER)[number], least: string): string =>
    fields[name] ?? (APSCHEDULER.indexOf(name) > firstGiven ? least : "*");
  if (!/^0?$/.test(value("second", "0"))) return unsupported("five fields cannot say seconds");
  const [day, weekday] = [value("day", "1"), value("day_of_week", "*")];
  if (/last|st |nd |rd |th /.test(day)) return unsupported("five fields cannot say the last or the n-th day");
  const expression = [value("minute", "0"), value("hour", "0"), day, value("month", "1"), shifted(weekday)].join(" ");
  const schedule = scheduleOf(expression, { timezone: fields.timezone, needsBothDays: true });
  return schedule.kind === "unsupported" ? unsupported(schedule.because) : schedule;
}

/** APScheduler's week begins with Monday as 0, that of cron with Sunday. */
function shifted(weekday: string): string {
  return weekday.replaceAll(/(?<![\d/])\d+/g, (number) => String(Number(number) + 1));
}

/** Celery's crontab: what is not given is any. */
export function celeryCrontab(fields: Fields, timezone: string | undefined, text: string): Schedule {
  const of = (name: string): string => (fields[name] ?? "*").replaceAll(/\s/g, "");
  const names = ["minute", "hour", "day_of_month", "month_of_year", "day_of_week"];
  const weekdays = of("day_of_week").replaceAll(/(sun|mon|tue|wed|thu|fri|sat)[a-z]*/gi, "$1");
  const expression = [...names.slice(0, 4).map(of), weekdays].join(" ");
  const schedule = scheduleOf(expression, { timezone, needsBothDays: true });
  return schedule.kind === "unsupported" ? { kind: "unsupported", text, because: schedule.because } : schedule;
}
