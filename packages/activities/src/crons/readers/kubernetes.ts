import type { InputFile } from "@statehub/contract-tools";
import { isMap, LineCounter, type Node, parseAllDocuments } from "yaml";
import { yamlError } from "../../definition/yaml-error.ts";
import { type CronJob, type CronProblem, nameOf, type ReadJobs } from "../job.ts";
import { scheduleOf } from "../schedule.ts";

export function mayBeManifest({ file, text }: InputFile): boolean {
  return /\.ya?ml$/.test(file) && /^\s*(?:-\s+)?kind:\s*["']?CronJob/m.test(text);
}

/** CronJobs of batch/v1, also several in a file and those in a List. */
export function readManifests({ file, text }: InputFile): ReadJobs {
  const lines = new LineCounter();
  const jobs: CronJob[] = [];
  const problems: CronProblem[] = [];
  for (const document of parseAllDocuments(text, { lineCounter: lines, prettyErrors: false })) {
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
      const value = node.toJS(document) as Manifest;
      if (typeof value.spec?.schedule !== "string") {
        problems.push({ file, line, got: "a CronJob without spec.schedule", want: "a cron expression" });
        continue;
      }
      jobs.push(jobOf(file, line, value, value.spec.schedule));
    }
  }
  return { jobs, problems };
}

interface Manifest {
  readonly metadata?: { readonly name?: string };
  readonly spec?: {
    readonly schedule?: unknown;
    readonly timeZone?: string;
    readonly suspend?: boolean;
    readonly jobTemplate?: {
      readonly spec?: { readonly template?: { readonly spec?: { readonly containers?: readonly Container[] } } };
    };
  };
}

interface Container {
  readonly image?: string;
  readonly command?: readonly unknown[];
  readonly args?: readonly unknown[];
}

function jobOf(file: string, line: number, { metadata, spec }: Manifest, schedule: string): CronJob {
  const { image = "", command = [], args = [] } = spec?.jobTemplate?.spec?.template?.spec?.containers?.[0] ?? {};
  return {
    name: nameOf(metadata?.name ?? "cronjob"),
    format: "kubernetes",
    file,
    line,
    schedules: [scheduleOf(schedule, { timezone: spec?.timeZone })],
    command: [...command, ...args].join(" ") || image,
    isSuspended: spec?.suspend === true,
  };
}
