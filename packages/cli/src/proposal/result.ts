import { join } from "node:path";
import type { Diagnostic, OutputFile } from "@statehub/contract-tools";
import { readIfThere } from "../files/read.ts";
import { formatDiagnostics } from "../report.ts";

/** What `new` did. */
export interface Result {
  readonly written: readonly string[];
  /** What a person is still to write in them. */
  readonly unwritten: readonly Diagnostic[];
  /** What else lint says of them: names that are nearly those of others, fields without a classification … */
  readonly findings: readonly Diagnostic[];
  /** What to do next, in the order of doing it. */
  readonly next: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Nothing was written. */
export const failed = (diagnostics: readonly Diagnostic[]): Result => ({
  written: [],
  unwritten: [],
  findings: [],
  next: [],
  diagnostics,
});

/** What is to be done about files that were begun, in the order of doing it. */
export function nextSteps(root: string, files: readonly OutputFile[]): string[] {
  const [contract] = files.filter(({ path }) => path.endsWith(".json"));
  const upcaster = files.find(({ path }) => path.endsWith(".ts"));
  const isMajorAlone = upcaster === undefined && /\.v(?!1\.)\d+\.json$/.test(contract?.path ?? "");
  return [
    ...(contract === undefined ? [] : [`edit ${contract.path}`]),
    ...(isMajorAlone ? ["run the same command again: it begins the upcaster from what you changed"] : []),
    ...(upcaster === undefined ? [] : [`complete ${upcaster.path}: check each guess, replace each TODO`]),
    ...(contract === undefined ? [] : ownersStep(root, contract.path)),
    "npm run generate",
  ];
}

/** As text, on standard output and error. */
export function print({ written, unwritten, findings, next, diagnostics }: Result): void {
  process.stderr.write(formatDiagnostics([...diagnostics, ...findings], process.stderr));
  if (written.length === 0) return void process.stdout.write("nothing written\n");
  const lines = [
    ...written.map((path) => `written: ${path}`),
    ...(unwritten.length === 0 ? [] : ["", "to be written by you:"]),
    ...unwritten.map(({ file, line, column, pointer }) => `  ${file}:${line}:${column} ${pointer}`),
    "",
    "next:",
    ...next.map((step, i) => `  ${i + 1}. ${step}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Where people are asked by folder, a new folder is to be somebody's. */
function ownersStep(root: string, path: string): string[] {
  const folder = `/${path.split("/").slice(0, 2).join("/")}/`;
  const owners = readIfThere(join(root, OWNERS));
  return owners === undefined || owners.includes(folder) ? [] : [`add ${folder} and its team to ${OWNERS}`];
}

const OWNERS = ".github/CODEOWNERS";
