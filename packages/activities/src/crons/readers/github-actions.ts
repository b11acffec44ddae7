import type { InputFile } from "@statehub/contract-tools";
import { isMap, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { yamlError } from "../../definition/yaml-error.ts";
import { type CronProblem, nameOf, type ReadJobs, type Schedule } from "../job.ts";
import { scheduleOf } from "../schedule.ts";
import { listOf, recordOf, textOf } from "./loose.ts";

export function isWorkflow(file: string): boolean {
  return /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/.test(file);
}

/** Workflows with `on: schedule`; their clock is UTC, unless a schedule names a time zone. */
export function readWorkflow({ file, text }: InputFile): ReadJobs {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const error = yamlError(document);
  if (error !== undefined) {
    const { line } = lines.linePos(error.at);
    return {
      jobs: [],
      problems: [{ file, line, got: `YAML that cannot be read: ${error.message}`, want: "a workflow" }],
    };
  }
  const on = isMap(document.contents) ? document.get("on", true) : undefined;
  const list = isMap(on) ? on.get("schedule", true) : undefined;
  if (!isSeq(list)) return { jobs: [], problems: [] };
  const schedules: Schedule[] = [];
  const problems: CronProblem[] = [];
  let line: number | undefined;
  for (const item of list.items) {
    const at = lines.linePos((item as Node).range?.[0] ?? 0).line;
    const cron = isMap(item) ? item.get("cron") : undefined;
    if (!isMap(item) || typeof cron !== "string") {
      problems.push({ file, line: at, got: "a schedule without a cron expression", want: "cron: and five fields" });
      continue;
    }
    line ??= at;
    schedules.push(scheduleOf(cron, { timezone: String(item.get("timezone") ?? "UTC") }));
  }
  if (line === undefined) return { jobs: [], problems };
  const value = recordOf(document.toJS());
  const own = recordOf(value.jobs);
  const steps = Object.values(own).flatMap((job) => listOf(recordOf(job).steps));
  const runs = steps.flatMap((step) => textOf(recordOf(step).run)?.trim().split("\n") ?? []);
  const name = textOf(value.name) ?? (file.split("/").at(-1) as string).replace(/\.ya?ml$/, "");
  const command = runs.join("; ") || Object.keys(own).join(", ");
  return {
    jobs: [{ name: nameOf(name), format: "github-actions", file, line, schedules, command, isSuspended: false }],
    problems,
  };
}
