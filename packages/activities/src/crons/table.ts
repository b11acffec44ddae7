import { cronTriggers, type DefinitionFile, eventTriggers } from "../definition/definition.ts";
import { type DraftNames, gapCommand, replacesOf } from "./draft.ts";
import { nextRuns, scheduleInWords } from "./schedule.ts";
import type { Triage, Triaged } from "./triage.ts";

/** What is known of a definition's parity, by its id: `open`, `shut: …`. */
export type ParityStates = Readonly<Record<string, string>>;

const WORDS: Readonly<Record<Triage, string>> = {
  replace: "replace",
  "replace-and-sweep": "replace, keep a slow sweeper",
  "move-the-clock": "move the clock to the hub",
  keep: "keep",
};

/** The migration as a Markdown table: each cron, what takes its place, and what is in the way. */
export function migrationTable(
  triaged: readonly Triaged[],
  definitions: readonly DefinitionFile[],
  names: DraftNames,
  parity: ParityStates = {},
): string {
  const head = [
    "Cron",
    "Runs",
    "Triage",
    "Equivalent trigger",
    "Rule or instruction",
    "Context",
    "Blockers",
    "Mode",
    "Parity",
  ];
  const rows = triaged.map((one) => rowOf(one, definitions, names, parity));
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function rowOf(
  one: Triaged,
  definitions: readonly DefinitionFile[],
  names: DraftNames,
  parity: ParityStates,
): string[] {
  const { job, triage, reason, gap } = one;
  const file = definitions.find(({ definition }) => definition.replaces === replacesOf(one, names));
  const cron = `\`${job.name}\` (${job.format}, [${job.file}:${job.line}](../${job.file}))`;
  const runs = job.schedules.map(scheduleInWords).join("; ");
  const blockers = [
    ...(gap === undefined ? [] : [`no event yet: \`${gapCommand(one, names)}\``]),
    ...(job.isSuspended ? ["the cron is suspended"] : []),
    ...(file === undefined && triage !== "keep" && gap === undefined ? ["no definition yet"] : []),
  ];
  if (file === undefined) {
    return [
      cron,
      runs,
      WORDS[triage],
      one.event?.type ?? "–",
      cell(reason),
      "–",
      cell(blockers.join("; ") || "–"),
      "–",
      "–",
    ].map(String);
  }
  const { definition } = file;
  const triggers = [
    ...eventTriggers(definition).map(
      ({ event, versions }) => `\`${event}${versions === undefined ? "" : ` ${versions}`}\``,
    ),
    ...cronTriggers(definition).map(({ cron: when, timezone }) => `\`${when}\` (${timezone})`),
  ];
  const rule = definition.when === undefined ? "always" : `\`${definition.when.replaceAll(/\s+/g, " ").trim()}\``;
  const context = Object.entries(definition.context ?? {}).map(
    ([name, { source, path }]) => `${name}: ${source} \`${path}\``,
  );
  return [
    cron,
    runs,
    WORDS[triage],
    triggers.join(", "),
    cell(`${rule} → [${definition.id}](../${file.file}): ${definition.task.title}`),
    cell(context.join("; ") || "–"),
    cell(blockers.join("; ") || "–"),
    definition.mode,
    parity[definition.id] ?? (definition.parity === undefined ? "no gate" : "not measured"),
  ];
}

/** A pipe would end the cell. */
const cell = (text: string): string => text.replaceAll("|", "\\|");

/** The inventory as lines of text: each job with its schedule in words and its next runs. */
export function inventoryText(triaged: readonly Triaged[], after: Date, next: number): string {
  const lines = triaged.flatMap(({ job, triage, reason, event, gap }) => [
    `${job.file}:${job.line} ${job.name} (${job.format}${job.isSuspended ? ", suspended" : ""})`,
    ...job.schedules.flatMap((schedule) => [
      `  runs:   ${scheduleInWords(schedule)}`,
      ...(next === 0 || schedule.kind !== "cron"
        ? []
        : [
            `  next:   ${
              nextRuns(schedule, after, next)
                .map((date) => date.toISOString())
                .join(", ") || "never"
            }`,
          ]),
    ]),
    `  does:   ${job.command || "-"}`,
    `  triage: ${WORDS[triage]}: ${reason}`,
    ...(event === undefined ? [] : [`  event:  ${event.type}`]),
    ...(gap === undefined ? [] : [`  gap:    ${gap.event} is to be proposed`]),
    "",
  ]);
  return lines.map((line) => `${line}\n`).join("");
}
