import type { InputFile } from "@statehub/contract-tools";
import { type CronJob, nameOf, type ReadJobs, type Schedule } from "../job.ts";
import { calendarSchedule } from "./systemd-calendar.ts";

export function isTimer(file: string): boolean {
  return file.endsWith(".timer");
}

interface Setting {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

/** systemd.timer(5), with the command of the service beside it. */
export function readTimer({ file, text }: InputFile, others: readonly InputFile[]): ReadJobs {
  const settings = settingsOf(text);
  const timer = settings.filter(({ section }) => section === "Timer");
  const schedules = timer.flatMap((setting, i): { line: number; schedule: Schedule }[] => {
    // An empty assignment takes back what was said before.
    if (timer.slice(i).some(({ key, value }) => key === setting.key && value === "")) return [];
    const schedule = scheduleOfSetting(setting);
    return schedule === undefined ? [] : [{ line: setting.line, schedule }];
  });
  const [first] = schedules;
  if (first === undefined) {
    return {
      jobs: [],
      problems: [{ file, line: 1, got: "a timer without a schedule", want: "OnCalendar= or another On…=" }],
    };
  }
  const base = file.replace(/\.timer$/, "");
  const unit = timer.find(({ key }) => key === "Unit")?.value;
  const servicePath = unit === undefined ? `${base}.service` : `${file.slice(0, file.lastIndexOf("/") + 1)}${unit}`;
  const service = others.find((other) => other.file === servicePath);
  const command = settingsOf(service?.text ?? "").findLast(
    ({ section, key }) => section === "Service" && key === "ExecStart",
  );
  const job: CronJob = {
    name: nameOf(base.split("/").at(-1) ?? base),
    format: "systemd",
    file,
    line: first.line,
    schedules: schedules.map(({ schedule }) => schedule),
    command: command?.value.replace(/^[-@:+!]+/, "") ?? (servicePath.split("/").at(-1) as string),
    isSuspended: false,
  };
  return { jobs: [job], problems: [] };
}

/** The settings of a unit file; a backslash at the end of a line goes on in the next. */
function settingsOf(text: string): Setting[] {
  const settings: Setting[] = [];
  let section = "";
  let pending: { text: string; line: number } | undefined;
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    if (/^\s*[#;]/.test(raw)) continue;
    const joined = pending === undefined ? raw.trim() : `${pending.text} ${raw.trim()}`;
    const line: number = pending?.line ?? i + 1;
    if (raw.endsWith("\\")) {
      pending = { text: joined.slice(0, -1).trim(), line };
      continue;
    }
    pending = undefined;
    const header = /^\[(.+)\]$/.exec(joined);
    const setting = /^([A-Za-z]\w*)\s*=\s*(.*)$/.exec(joined);
    if (header !== null) section = header[1] as string;
    else if (setting !== null)
      settings.push({ section, key: setting[1] as string, value: (setting[2] as string).trim(), line });
  }
  return settings;
}

function scheduleOfSetting({ key, value }: Setting): Schedule | undefined {
  switch (key) {
    case "OnCalendar":
      return calendarSchedule(value);
    case "OnUnitActiveSec":
    case "OnUnitInactiveSec": {
      const ms = timeSpan(value);
      return ms === undefined
        ? { kind: "unsupported", text: `${key}=${value}`, because: "it is no time span" }
        : { kind: "every", ms };
    }
    case "OnBootSec":
    case "OnStartupSec":
    case "OnActiveSec":
      return { kind: "boot" };
    default:
      return undefined;
  }
}

const SPANS: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|msec)$/, 1],
  [/^(?:s|sec|second|seconds|)$/, 1_000],
  [/^(?:m|min|minute|minutes)$/, 60_000],
  [/^(?:h|hr|hour|hours)$/, 3_600_000],
  [/^(?:d|day|days)$/, 86_400_000],
  [/^(?:w|week|weeks)$/, 604_800_000],
];

/** `1h 30min` of systemd.time(7), in milliseconds. */
function timeSpan(text: string): number | undefined {
  let sum = 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)/gi)];
  if (
    parts
      .map(([all]) => all)
      .join("")
      .replaceAll(/\s/g, "") !== text.replaceAll(/\s/g, "")
  )
    return undefined;
  for (const [, number, unit = ""] of parts) {
    const factor = SPANS.find(([pattern]) => pattern.test(unit.toLowerCase()))?.[1];
    if (factor === undefined) return undefined;
    sum += Number(number) * factor;
  }
  return sum > 0 ? sum : undefined;
}
