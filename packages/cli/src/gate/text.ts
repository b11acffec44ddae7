import { styleText } from "node:util";
import type { FieldReader } from "@statehub/contract-tools";
import {
  type EventVerdict,
  effectWords,
  type GateReport,
  isShown,
  type ReportedBreak,
  type ReportedChange,
  standing,
  versionWords,
} from "@statehub/contract-tools/compare";

type Style = Parameters<typeof styleText>[0];

/** What comparing found, for a terminal: one paragraph per event that changed, and a line that counts them. */
export function formatGate(report: GateReport, stream: NodeJS.WriteStream): string {
  const paint = (style: Style, text: string): string => styleText(style, text, { stream });
  const shown = report.events.filter(isShown);
  return shown.map((event) => `${formatEvent(event, paint).join("\n")}\n`).join("\n");
}

function formatEvent(event: EventVerdict, paint: (style: Style, text: string) => string): string[] {
  const since = event.against === undefined ? "" : ` since ${event.against}`;
  const stands = paint(colourOf(event), standing(event));
  const state = standing(event) === event.state ? `${stands}${since}` : `${event.state}${since}, ${stands}`;
  const lines = [`${paint("bold", event.type)} ${event.version}: ${state}`];
  lines.push(...event.changes.map((change) => `  ${formatChange(change)}`));
  for (const one of event.breaks) lines.push(...formatBreak(one, paint).map((line) => `  ${line}`));
  if (event.exempt !== undefined && event.breaks.length > 0) lines.push(`  does not count: ${event.exempt}`);
  if (event.comparedWith.length > 0) lines.push(`  compared with ${event.comparedWith.join(", ")}`);
  const version = versionWords(event);
  if (version !== undefined) lines.push(`  version: ${version}`);
  return lines;
}

function colourOf({ breaks, exempt, diagnostics }: EventVerdict): Style {
  if (exempt !== undefined) return breaks.length > 0 ? "yellow" : "green";
  return diagnostics.some(({ severity }) => severity === "error") ? "red" : "green";
}

function formatChange(change: ReportedChange): string {
  const { location, sentence, readers, new: place, old } = change;
  const where = place ?? old;
  const effect = effectWords(change);
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
export function readersText(readers: readonly FieldReader[]): string {
  const byConsumer = new Map<string, string[]>();
  for (const { consumer, file, line } of readers) {
    byConsumer.set(consumer, [...(byConsumer.get(consumer) ?? []), `${file}:${line}`]);
  }
  return [...byConsumer].map(([consumer, places]) => `${consumer} (${[...new Set(places)].join(", ")})`).join(" and ");
}
