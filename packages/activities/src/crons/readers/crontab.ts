import type { InputFile } from "@statehub/contract-tools";
import { type CronJob, type CronProblem, nameOfCommand, type ReadJobs } from "../job.ts";
import { scheduleOf } from "../schedule.ts";

/** System crontabs name a user before the command. */
export function hasUserField(file: string): boolean {
  return /(?:^|\/)cron\.d\//.test(file) || /(?:^|\/)etc\/crontab$/.test(file);
}

export function isCrontab(file: string): boolean {
  const base = file.split("/").at(-1) ?? "";
  if (/(?:^|\/)cron\.d\/[^/.]+$/.test(file)) return true;
  return /^crontab(?:\..*)?$/.test(base) || /\.(?:crontab|cron)$/.test(base) || /(?:^|\/)spool\/cron\//.test(file);
}

const ENVIRONMENT = /^\s*(?:"([^"]+)"|'([^']+)'|([A-Za-z_]\w*))\s*=\s*(.*)$/;

/** crontab(5), and the CRON_TZ of cronie. */
export function readCrontab({ file, text }: InputFile): ReadJobs {
  const jobs: CronJob[] = [];
  const problems: CronProblem[] = [];
  const hasUser = hasUserField(file);
  let timezone: string | undefined;
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const assignment = ENVIRONMENT.exec(line);
    if (assignment !== null) {
      const name = assignment[1] ?? assignment[2] ?? assignment[3];
      const value = (assignment[4] ?? "").trim().replace(/^(["'])(.*)\1$/, "$2");
      // TZ is of the command alone.
      if (name === "CRON_TZ") timezone = value === "" ? undefined : value;
      continue;
    }
    const shorthand = /^(@every\s+\S+|@\w+)\s+(.*)$/.exec(line);
    const fields = /^-?((?:\S+\s+){4}\S+)\s+(.*)$/.exec(line);
    const [, when, rest] = shorthand ?? fields ?? [];
    const [, user, command] = hasUser ? (/^(\S+)\s+(.+)$/.exec(rest ?? "") ?? []) : [undefined, "", rest];
    if (when === undefined || user === undefined || command === undefined || command === "") {
      const want = `five fields or a shorthand,${hasUser ? " a user," : ""} and a command`;
      problems.push({ file, line: i + 1, got: line, want });
      continue;
    }
    // What follows an unescaped % is the command's input.
    const run =
      command
        .split(/(?<!\\)%/)[0]
        ?.replaceAll("\\%", "%")
        .trim() ?? command;
    jobs.push({
      name: nameOfCommand(run),
      format: "crontab",
      file,
      line: i + 1,
      schedules: [scheduleOf(when, { timezone })],
      command: run,
      isSuspended: false,
    });
  }
  return { jobs, problems };
}
