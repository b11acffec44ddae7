import type { InputFile } from "@statehub/contract-tools";
import type { CronJob, CronProblem, ReadJobs } from "./job.ts";
import { isCrontab, readCrontab } from "./readers/crontab.ts";
import { isWorkflow, readWorkflow } from "./readers/github-actions.ts";
import { mayScheduleInJavaScript, readJavaScript } from "./readers/javascript.ts";
import { mayBeManifest, readManifests } from "./readers/kubernetes.ts";
import { mayScheduleInPython, readPython } from "./readers/python.ts";
import { isTimer, readTimer } from "./readers/systemd.ts";

/** Whether a file may hold a schedule, by its name alone: others need not be read. Services are read for their commands. */
export function mayHoldSchedules(file: string): boolean {
  return isCrontab(file) || /\.(?:timer|service|ya?ml|[mc]?[jt]sx?|py)$/.test(file);
}

/** A file to look for schedules in. */
export interface CronSource extends InputFile {
  /** Whatever it is called. */
  readonly isCrontab?: boolean;
}

/** Finds every job that runs by the clock, with its schedule, sorted by file and line; each name once. */
export function scanCrons(files: readonly CronSource[]): { jobs: CronJob[]; problems: CronProblem[] } {
  const found = files.map((file) => readFile(file, files));
  const jobs = found
    .flatMap((one) => one.jobs)
    .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  const taken = new Set<string>();
  const named = jobs.map((job): CronJob => {
    let { name } = job;
    for (let i = 2; taken.has(name); i++) name = `${job.name}-${i}`;
    taken.add(name);
    return { ...job, name };
  });
  return { jobs: named, problems: found.flatMap((one) => one.problems) };
}

function readFile(input: CronSource, others: readonly InputFile[]): ReadJobs {
  const { file } = input;
  if (input.isCrontab === true || isCrontab(file)) return readCrontab(input);
  if (isTimer(file)) return readTimer(input, others);
  if (isWorkflow(file)) return readWorkflow(input);
  if (mayBeManifest(input)) return readManifests(input);
  if (mayScheduleInJavaScript(input)) return readJavaScript(input);
  return mayScheduleInPython(input) ? readPython(input) : { jobs: [], problems: [] };
}
