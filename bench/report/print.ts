import type { Machine } from "./machine.ts";
import type { Aim, SuiteResult, Table } from "./result.ts";

/** A number with about three significant digits: 0.42, 3.1, 57, 1,234. */
export function figure(value: number): string {
  if (value < 1) return value.toFixed(2);
  if (value < 10) return value.toFixed(1);
  return Math.round(value).toLocaleString("en-GB");
}

const HEAD = ["", "median", "× ours", "rounds"];

function cells({ unit, rows }: Table): string[][] {
  return rows.map(({ name, median, rounds, timesOurs }) => [
    name,
    `${figure(median)} ${unit}`,
    figure(timesOurs),
    String(rounds),
  ]);
}

const aimCells = ({ what, want, got, unit, isMet }: Aim): string[] => [
  what,
  want,
  `${figure(got)}${unit}`,
  isMet ? "met" : "missed",
];

/** Cells as lines of text: the first column flush left, the others flush right. */
function columns(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  return lines
    .map((line) =>
      line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
    )
    .join("\n");
}

/** A suite's result for a terminal. */
export function resultAsText({ suite, tables, counts = [], aims }: SuiteResult): string {
  const parts = tables.map((table) => columns([[table.title, ...HEAD.slice(1)], ...cells(table)]));
  parts.push(...counts.map(({ title, head, lines }) => columns([[title, ...head], ...lines])));
  if (aims.length > 0) parts.push(columns([["aim", "want", "got", ""], ...aims.map(aimCells)]));
  return `== ${suite} ==\n\n${parts.join("\n\n")}\n`;
}

function markdownTable(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cellsOfLine: readonly string[]): string => `| ${cellsOfLine.join(" | ")} |`;
  const rule = head.map((_, i) => (i === 0 ? "---" : "---:"));
  return [line(head), line(rule), ...lines.map(line)].join("\n");
}

/** All results as the page that is kept beside the bench. */
export function resultsAsMarkdown(machine: Machine, results: readonly SuiteResult[]): string {
  const aims = results.flatMap(({ suite, aims: own }) => own.map((aim) => [suite, ...aimCells(aim)]));
  const sections = results.map(({ suite, tables, counts = [], charts = [] }) =>
    [
      `## ${suite}`,
      ...charts.map(({ file, title }) => `![${title}](charts/${file}.svg)`),
      ...tables.map((table) => `### ${table.title}\n\n${markdownTable(HEAD, cells(table))}`),
      ...counts.map(({ title, head, lines }) => `### ${title}\n\n${markdownTable(["", ...head], lines)}`),
    ].join("\n\n"),
  );
  return `${[
    "# Results",
    "Written by `npm run bench -- --write`; [README.md](README.md) says what is measured and how to read it.",
    `Node ${machine.node} on ${machine.platform}, ${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB.`,
    "## Aims",
    markdownTable(["suite", "aim", "want", "got", ""], aims),
    ...sections,
  ].join("\n\n")}\n`;
}
