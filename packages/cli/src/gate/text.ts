import { styleText } from "node:util";
import type { EventVerdict, GateReport, Reader, ReportedBreak, ReportedChange } from "@statehub/contract-tools/compare";

type Style = Parameters<typeof styleText>[0];

/** What comparing found, for a terminal: one paragraph per event that changed, and a line that counts them. */
export function formatGate(report: GateReport, stream: NodeJS.WriteStream): string {
  const paint = (style: Style, text: string): string => styleText(style, text, { stream });
  const shown = report.events.filter(isShown);
  return shown.map((event) => `${formatEvent(event, paint).join("\n")}\n`).join("\n");
}

/** Whether there is anything to say of an event. */
export function isShown({ state, changes, breaks, diagnostics }: EventVerdict): boolean {
  return state !== "unchanged" || changes.length + breaks.length + diagnostics.length > 0;
}

function formatEvent(event: EventVerdict, paint: (style: Style, text: string) => string): string[] {
  const counted = event.exempt === undefined;
  const verdict =
    event.breaks.length > 0 || event.diagnostics.length > 0
      ? counted
        ? paint("red", event.bump === "major" ? "breaking" : "not in order")
        : paint("yellow", "breaking, but exempt")
      : paint("green", event.state === "new" ? "new" : "compatible");
  const since = event.against === undefined ? "" : ` since ${event.against}`;
  const lines = [`${paint("bold", event.type)} ${event.version}: ${event.state}${since}, ${verdict}`];
  lines.push(...event.changes.map((change) => `  ${formatChange(change)}`));
  for (const one of event.breaks) lines.push(...formatBreak(one, paint).map((line) => `  ${line}`));
  if (event.exempt !== undefined && event.breaks.length > 0) lines.push(`  does not count: ${event.exempt}`);
  if (event.comparedWith.length > 0) lines.push(`  compared with ${event.comparedWith.join(", ")}`);
  const version = versionLine(event);
  if (version !== undefined) lines.push(`  ${version}`);
  return lines;
}

/** What follows for the version. */
export function versionLine({ bump, latest, version, wanted, state }: EventVerdict): string | undefined {
  if (state === "removed") return undefined;
  if (bump === "major") return "version: none fits; only a new major would do";
  if (latest === undefined) return `version: ${version}, the first to be released`;
  if (bump === "none" && version === latest) return undefined;
  return `version: ${bump}, so ${wanted} after ${latest}${version === wanted ? "" : ` (got ${version})`}`;
}

function formatChange({ location, sentence, backward, forward, readers, new: place, old }: ReportedChange): string {
  const where = place ?? old;
  const effect = [
    ...(backward === "breaking" ? ["new readers refuse old events"] : []),
    ...(forward === "breaking" ? ["old readers refuse new events"] : []),
    ...(backward === "unknown" || forward === "unknown" ? ["not proved"] : []),
  ];
  const at = location === undefined ? "" : `${location || "/"}: `;
  const read = readers.length === 0 ? "" : `; read by ${readersText(readers)}`;
  const says = effect.length === 0 ? "" : ` — ${effect.join(", ")}`;
  return `${where?.file}:${where?.line} ${at}${sentence}${says}${read}`;
}

function formatBreak(one: ReportedBreak, paint: (style: Style, text: string) => string): string[] {
  const head = paint("red", one.isProved ? "breaks" : "not proved");
  const readers = one.readers.length === 0 ? "no profile reads it" : `read by ${readersText(one.readers)}`;
  return [
    `${head} ${one.place.file}:${one.place.line} ${one.refusal}`,
    `    hurt: ${one.hurt}; ${readers}`,
    ...(one.witness === undefined ? [] : [`    event: ${JSON.stringify(one.witness)}`]),
    ...one.ways.map((way, i) => `    ${i === 0 ? "way out:" : "or:"} ${way}`),
  ];
}

/** `activity-core (src/a.ts:3, src/b.ts:5)`. */
export function readersText(readers: readonly Reader[]): string {
  const byConsumer = new Map<string, string[]>();
  for (const { consumer, file, line } of readers) {
    byConsumer.set(consumer, [...(byConsumer.get(consumer) ?? []), `${file}:${line}`]);
  }
  return [...byConsumer].map(([consumer, places]) => `${consumer} (${[...new Set(places)].join(", ")})`).join(" and ");
}
