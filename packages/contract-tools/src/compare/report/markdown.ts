import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { FieldReader } from "../../model/field-readers.ts";
import type { EventVerdict, ReportedBreak, ReportedChange } from "../event-verdict.ts";
import type { GateReport } from "../gate.ts";
import type { Note } from "./sarif.ts";
import { effectWords, isShown, standing, versionWords } from "./verdict-words.ts";

/** By this a comment is found again, to be replaced by the next. */
export const MARK = "<!-- statehub-events report -->";

/** A comment on GitHub may have 65,536 characters. */
const MOST = 60_000;

/** The whole verdict for a pull request: the summary first, the details folded. */
export function markdownReport(
  report: GateReport | undefined,
  diagnostics: readonly Diagnostic[],
  notes: readonly Note[],
): string {
  const events = (report?.events ?? []).filter(isShown);
  const others = diagnostics.filter(({ code }) => code !== "breaking-change" && code !== "not-proved");
  const head = [
    MARK,
    `## Event contracts: ${headline(events, diagnostics)}`,
    ...notes.map((note) => `> ${escaped(note.message)}`),
    ...(others.length > 0 ? [fitting(others.map(problemLine), "problem")] : []),
    ...(events.length > 0 ? [table(events)] : []),
    ...(report === undefined ? [] : [countLine(report)]),
  ];
  const text = `${head.join("\n\n")}\n`;
  const sections = [...events].sort((a, b) => weight(b) - weight(a)).map((event) => `\n${details(event)}\n`);
  return text + fitting(sections, "event", MOST - text.length, "");
}

/** As many of the parts as there is room for, and how many are left out. One that is too long leaves room for others. */
function fitting(parts: readonly string[], what: string, room: number = MOST / 3, between = "\n"): string {
  let left = room;
  const told = parts.filter((part) => {
    const isTold = part.length <= left;
    if (isTold) left -= part.length + between.length;
    return isTold;
  });
  const text = told.join(between);
  const more = parts.length - told.length;
  return more === 0
    ? text
    : `${text}\n\n${more} more ${what}${more === 1 ? " is" : "s are"} left out here: \`statehub-events report --json\` has them all.\n`;
}

const weight = ({ breaks, diagnostics }: EventVerdict): number => diagnostics.length * 1000 + breaks.length;

function headline(events: readonly EventVerdict[], diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  if (errors > 0) {
    const breaking = events.filter(({ bump }) => bump === "major").length;
    const problems = `${errors} problem${errors === 1 ? "" : "s"}`;
    return breaking === 0 ? problems : `${breaking} of ${events.length} changed events would break (${problems})`;
  }
  return events.length === 0 ? "nothing changes" : "everything fits";
}

function countLine({ base, events, versions, comparisons }: GateReport): string {
  const compared = base === undefined ? "" : ` Changes are counted from \`${base}\`.`;
  return `${events.length} events with ${versions} released versions, ${comparisons} comparisons.${compared}`;
}

function table(events: readonly EventVerdict[]): string {
  const rows = events.map((event) => {
    const readers = [...event.breaks, ...event.changes].flatMap((one) => one.readers);
    const cells = [code(event.type), `**${standing(event)}**`, versionWords(event) ?? "", readersCell(event, readers)];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return ["| event | verdict | version | who reads what changes |", "|---|---|---|---|", fitting(rows, "event")].join(
    "\n",
  );
}

function readersCell({ consumers }: EventVerdict, readers: readonly FieldReader[]): string {
  const named = [...new Set(readers.map(({ consumer }) => consumer))];
  if (named.length > 0) return named.map(code).join(", ");
  return consumers.length === 0 ? "no consumer has a profile for it" : "nobody";
}

function problemLine({ severity, code: name, file, line, message, fix }: Diagnostic): string {
  return `- **${severity}** ${code(`${file}:${line}`)} ${escaped(message)} (${name}). To do: ${escaped(fix)}`;
}

function details(event: EventVerdict): string {
  const parts = [
    `<details><summary><code>${html(event.type)}</code>: ${standing(event)}${event.against === undefined ? "" : `, since ${html(event.against)}`}</summary>`,
    `${code(event.file)}, owned by ${escaped(event.owner)}, ${event.lifecycle}.`,
  ];
  if (event.changes.length > 0) parts.push(`**What changes**\n\n${event.changes.map(changeLine).join("\n")}`);
  for (const one of event.breaks) parts.push(breakText(one));
  if (event.breaks.length > 0 && event.exempt !== undefined) parts.push(`This does not count: ${event.exempt}.`);
  if (event.comparedWith.length > 0) parts.push(`Compared with ${event.comparedWith.map(escaped).join(", ")}.`);
  return `${parts.join("\n\n")}\n\n</details>`;
}

function changeLine(change: ReportedChange): string {
  const { location, sentence, readers, new: place, old } = change;
  const where = place ?? old;
  const effects = effectWords(change);
  const at = location === undefined ? "" : `${code(location || "/")}: `;
  const says = effects.length === 0 ? "" : ` — **${effects.join(", ")}**`;
  const read = readers.length === 0 ? "" : `; read by ${readersWords(readers)}`;
  return `- ${at}${escaped(sentence)}${says}${read}${where === undefined ? "" : ` (${code(`${where.file}:${where.line}`)})`}`;
}

function breakText({ isProved, refusal, hurt, place, readers, witness, ways }: ReportedBreak): string {
  const head = isProved ? "**What breaks**" : "**Not proved, and so treated as breaking**";
  const lines = [
    `${head} at ${code(`${place.file}:${place.line}`)}: ${escaped(refusal)}.`,
    `Who is hurt: ${escaped(hurt)}. ${readers.length === 0 ? "No profile reads the field" : `Read by ${readersWords(readers)}`}.`,
    ...(witness === undefined ? [] : [`An event that shows it:\n\n${fenced(JSON.stringify(witness, null, 2))}`]),
    `What to do instead:\n\n${ways.map((way) => `- ${escaped(way)}`).join("\n")}`,
  ];
  return lines.join("\n\n");
}

function readersWords(readers: readonly FieldReader[]): string {
  const byConsumer = new Map<string, Set<string>>();
  for (const { consumer, file, line } of readers) {
    byConsumer.set(consumer, (byConsumer.get(consumer) ?? new Set()).add(`${file}:${line}`));
  }
  return [...byConsumer].map(([name, places]) => `${code(name)} at ${[...places].map(code).join(", ")}`).join(" and ");
}

// What people wrote into a contract is shown as text: never as markup, a mention or an issue.

function html(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Text outside of code; what stands between backticks already is code and stays so. */
function escaped(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : html(part)
            .replaceAll(/[\\*_[\]#~|!@`]/g, "\\$&")
            .replaceAll(/\s*\n\s*/g, " "),
    )
    .join("");
}

function code(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, " ");
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}json\n${text}\n${fence}`;
}
