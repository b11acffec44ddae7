import type { InputFile } from "@statehub/contract-tools";
import { isMap, LineCounter, type Node, parseAllDocuments } from "yaml";
import { yamlError } from "../../definition/yaml-error.ts";
import { type CronJob, type CronProblem, nameOf, type ReadJobs } from "../job.ts";
import { scheduleOf } from "../schedule.ts";
import { listOf, recordOf, textOf } from "./loose.ts";

export function mayBeManifest({ file, text }: InputFile): boolean {
  return /\.ya?ml$/.test(file) && /^\s*(?:-\s+)?kind:\s*["']?CronJob/m.test(text);
}

/** CronJobs of batch/v1, also several in a file and those in a List. */
export function readManifests({ file, text }: InputFile): ReadJobs {
  const lines = new LineCounter();
  const jobs: CronJob[] = [];
  const problems: CronProblem[] = [];
  for (const document of parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" })) {
    if (!("errors" in document)) continue;
    const error = yamlError(document);
    if (error !== undefined) {
      const { line } = lines.linePos(error.at);
      problems.push({
        file,
        line,
        got: `YAML that cannot be read: ${error.message}`,
        want: "a manifest; render templates first",
      });
      continue;
    }
    const items = document.get("kind") === "List" ? document.get("items", true) : undefined;
    const nodes = items === undefined ? [document.contents] : (items as { items?: unknown[] }).items;
    for (const node of nodes ?? []) {
      if (!isMap(node) || node.get("kind") !== "CronJob") continue;
      const spec = node.get("spec");
      const schedule = isMap(spec) ? spec.get("schedule", true) : undefined;
      const at = (schedule as Node | undefined)?.range?.[0] ?? node.range?.[0] ?? 0;
      const line = lines.linePos(at).line;
      const value = recordOf(node.toJS(document));
      const expression = textOf(recordOf(value.spec).schedule);
      if (expression === undefined) {
        problems.push({ file, line, got: "a CronJob without spec.schedule", want: "a cron expression" });
        continue;
      }
      jobs.push(jobOf(file, line, value, expression));
    }
  }
  return { jobs, problems };
}

function jobOf(file: string, line: number, manifest: Readonly<Record<string, unknown>>, schedule: string): CronJob {
  const spec = recordOf(manifest.spec);
  const template = recordOf(recordOf(recordOf(spec.jobTemplate).spec).template);
  const { image, command, args } = recordOf(listOf(recordOf(template.spec).containers)[0]);
  return {
    name: nameOf(textOf(recordOf(manifest.metadata).name) ?? "cronjob"),
    format: "kubernetes",
    file,
    line,
    schedules: [scheduleOf(schedule, { timezone: textOf(spec.timeZone) })],
    command: [...listOf(command), ...listOf(args)].join(" ") || (textOf(image) ?? ""),
    isSuspended: spec.suspend === true,
  };
}
