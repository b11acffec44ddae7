import { Document, type Scalar } from "yaml";
import type { EventContractVersions } from "../check/contracts.ts";
import { scheduleInWords } from "./schedule.ts";
import type { Triaged } from "./triage.ts";

/** Whose crons they are. */
export interface DraftNames {
  /** Before the job's name in `replaces`: `hub` gives `cron:hub/<name>`. */
  readonly prefix: string;
  readonly owner: string;
}

/** `cron:hub/stale-tasks`: what a definition's `replaces` says of the job. */
export function replacesOf({ job }: Triaged, { prefix }: DraftNames): string {
  return `cron:${prefix}/${job.name}`;
}

/**
 * A first definition for a job, in shadow mode: on the event that takes the place of its clock, else on the same
 * schedule. It passes the check; what the task says is for a person to write. Undefined for a job that stays.
 */
export function draftOf(triaged: Triaged, names: DraftNames): string | undefined {
  const { job, triage, event, gap } = triaged;
  if (triage === "keep") return undefined;
  const cron = job.schedules.find(({ kind }) => kind === "cron");
  if (event === undefined && cron?.kind !== "cron") return undefined;
  const schedule = job.schedules.map(scheduleInWords).join("; ");
  const command = job.command.length > 300 ? `${job.command.slice(0, 297)}…` : job.command;
  const definition = {
    $schema: "https://schemas.statehub.org/activity/v1",
    id: job.name,
    version: "0.1.0",
    owner: names.owner,
    description: `Does the work of ${job.name}, which runs ${command || "in the program"} (${schedule}).`,
    replaces: replacesOf(triaged, names),
    mode: "shadow",
    triggers:
      event !== undefined
        ? [{ event: event.type }]
        : cron?.kind === "cron"
          ? [{ cron: cron.expression, timezone: cron.timezone ?? "UTC", overlap: "skip", catch_up: "last" }]
          : [],
    key: event === undefined ? "schedule.time" : keyOf(event),
    task: {
      title: `Do what ${job.name} did`,
      team: names.owner,
      // Braces of the command are no expression.
      instruction: `Write down here what ${(command || job.name).replaceAll("{{", '{{ "{{" }}')} does, and for whom.\n`,
    },
    parity: { window: "1d", lateness: "1h", min_windows: 14, max_extra: 0 },
  };
  const document = new Document(definition);
  document.commentBefore = ` Drafted from ${job.file}:${job.line}: ${triaged.reason}.${
    gap === undefined ? "" : `\n Blocked: propose ${gap.event} first; until then the schedule is the trigger.`
  }`;
  const instruction = document.getIn(["task", "instruction"], true) as Scalar;
  instruction.type = "BLOCK_LITERAL";
  return document.toString({ lineWidth: 110 });
}

/** The event's own key, as an expression. */
function keyOf({ versions }: EventContractVersions): string {
  const info = versions.at(-1)?.schema["x-event"] as { readonly key?: string } | undefined;
  const path = (info?.key ?? "").split("/").slice(1).join(".");
  return path === "" ? "event.subject" : `event.data.${path}`;
}

/** The contract of a missing event, as far as it can be guessed: for `statehub-events new`. */
export function gapCommand({ gap }: Triaged, { owner }: DraftNames): string | undefined {
  return gap === undefined ? undefined : `statehub-events new ${gap.event} --owner ${owner}`;
}
