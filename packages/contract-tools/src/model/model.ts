import { type Diagnostic, diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { checkClaims, checkPrefixes, checkReplacements, checkTypeNames } from "./claims.ts";
import type { ContractFile, EventFile } from "./contract-file.ts";
import { checkKey } from "./key.ts";
import { checkNames } from "./names.ts";
import { SCHEMAS } from "./paths.ts";
import { placeOf, readFile } from "./read-file.ts";
import { findCycles, References } from "./references.ts";
import { readSource, type Source } from "./source.ts";

/** All contract files, sorted by path, and how they refer to each other. */
export interface Model {
  readonly files: readonly ContractFile[];
  readonly events: readonly EventFile[];
  readonly references: References;
}

/** A file's path from the repository's root, with forward slashes, and its text. */
export interface InputFile {
  readonly file: string;
  readonly text: string;
}

/**
 * Reads contract files into a model. The model may be used only if there are no diagnostics.
 * No event among the files is an error: nothing read is never fine.
 */
export function readModel(inputs: readonly InputFile[]): { model: Model; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const sources: Source[] = [];
  const files: ContractFile[] = [];
  const unread = new Set<string>();
  for (const { file, text } of [...inputs].sort((a, b) => (a.file < b.file ? -1 : 1))) {
    const source = readSource(file, text);
    const read = "value" in source ? readFile(source) : [source];
    if ("value" in source) sources.push(source);
    if (!Array.isArray(read)) files.push(read);
    else {
      diagnostics.push(...read);
      const id = placeOf(file)?.id;
      if (id !== undefined) unread.add(id);
    }
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  if (diagnostics.length === 0 && !files.some(({ kind }) => kind === "event")) {
    diagnostics.push(diagnostic("no-contracts", wholeFile(SCHEMAS), { folder: SCHEMAS }));
  }
  diagnostics.push(...checkClaims(sources), ...checkTypeNames(files), ...checkPrefixes(files));
  const references = new References(files, unread);
  const unresolved = files.flatMap((file) => references.resolveAll(file));
  diagnostics.push(...unresolved);
  // What follows walks along references, so each of them must lead somewhere, and not in circles.
  if (unresolved.length === 0 && unread.size === 0) {
    const cycles = findCycles(files, references);
    diagnostics.push(...cycles, ...checkReplacements(files));
    if (cycles.length === 0) {
      diagnostics.push(...files.flatMap((file) => [...checkNames(file, references), ...checkKey(file, references)]));
    }
  }
  const events = files.filter((file): file is EventFile => file.event !== undefined);
  return { model: { files, events, references }, diagnostics };
}
