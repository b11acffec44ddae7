import type { Schedule } from "../job.ts";
import { scheduleOf } from "../schedule.ts";

/** systemd.time(7), "Calendar Events": the words for common ones. */
const WORDS: Readonly<Record<string, string>> = {
  minutely: "* * * * *",
  hourly: "0 * * * *",
  daily: "0 0 * * *",
  weekly: "0 0 * * 1",
  monthly: "0 0 1 * *",
  quarterly: "0 0 1 1,4,7,10 *",
  semiannually: "0 0 1 1,7 *",
  yearly: "0 0 1 1 *",
  annually: "0 0 1 1 *",
};

const DAYS: Readonly<Record<string, number>> = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 };

/** An OnCalendar= expression, where five fields can say the same. */
export function calendarSchedule(text: string): Schedule {
  const unsupported = (because: string): Schedule => ({ kind: "unsupported", text: `OnCalendar=${text}`, because });
  const words = text.trim().split(/\s+/);
  const last = words.at(-1) ?? "";
  const hasZone = words.length > 1 && /^(?:UTC|[A-Z][A-Za-z_]+\/[A-Za-z_/+-]+)$/.test(last);
  const timezone = hasZone ? last : undefined;
  const parts = hasZone ? words.slice(0, -1) : words;
  const word = parts.length === 1 ? WORDS[(parts[0] as string).toLowerCase()] : undefined;
  if (word !== undefined) return scheduleOf(word, { timezone });

  const day = parts[0] !== undefined && /^[A-Za-z]/.test(parts[0]) ? parts.shift() : undefined;
  const date = parts[0]?.includes("-") || parts[0]?.includes("~") ? parts.shift() : undefined;
  const time = parts.shift() ?? "00:00:00";
  if (parts.length > 0) return unsupported(`"${parts.join(" ")}" is not understood`);
  if (date?.includes("~")) return unsupported("~ (days before the end of the month) is more than five fields can say");

  const dateFields = (date ?? "*-*").split("-");
  const [year, month, dayOfMonth] = dateFields.length === 3 ? dateFields : ["*", ...dateFields];
  if (date !== undefined && year !== "*") return unsupported("five fields cannot say a year");
  const clock = time.split(":");
  if (clock.length < 2 || clock.length > 3) return unsupported(`the time "${time}" is not understood`);
  const [hour, minute, second = "00"] = clock;
  if (!/^0+(?:\.0+)?$/.test(second)) return unsupported("five fields cannot say seconds");
  const isAnyDay = date === undefined || dayOfMonth === "*";
  const dow = day === undefined ? "*" : dayField(day);
  if (dow === undefined) return unsupported(`the day "${day}" is not understood`);
  const fields = [
    field(minute, 0),
    field(hour, 0),
    isAnyDay ? "*" : field(dayOfMonth, 1),
    date === undefined ? "*" : field(month, 1),
    dow,
  ];
  const schedule = scheduleOf(fields.join(" "), { timezone, needsBothDays: true });
  return schedule.kind === "unsupported" ? unsupported(schedule.because) : schedule;
}

/** `Mon..Fri` or `Sat,Sun` → `1-5`, `6,7`. */
function dayField(text: string): string | undefined {
  const numbers = text.split(",").map((part) => {
    const ends = part.split("..").map((name) => DAYS[name.slice(0, 3).toLowerCase()]);
    return ends.some((end) => end === undefined) ? undefined : ends.join("-");
  });
  return numbers.some((one) => one === undefined) ? undefined : numbers.join(",");
}

/** `00/15`, `9..17`, `*` → `0-…/15`, `9-17`, `*`: a step begins at its number and goes on to the end. */
function field(text: string | undefined, index: 0 | 1): string {
  return (text ?? "*")
    .split(",")
    .map((part) => {
      const [range = "*", step] = part.split("/");
      const span = range.replace("..", "-").replaceAll(/\b0+(\d)/g, "$1");
      if (step === undefined) return span;
      return span === "*" || Number(span) === index
        ? `*/${step}`
        : span.includes("-")
          ? `${span}/${step}`
          : `${span}-59/${step}`;
    })
    .join(",");
}
