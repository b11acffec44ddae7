import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Diagnostic, diagnostic, type OutputFile, wholeFile } from "@statehub/contract-tools";

/**
 * Writes all files or none: each to a temporary file beside it first, and only when all of these are there are they
 * renamed. Returns what went wrong, if anything did.
 */
export function writeAll(root: string, files: readonly OutputFile[]): Diagnostic[] {
  const written: { temporary: string; target: string }[] = [];
  let current = "";
  try {
    for (const { path, text } of files) {
      current = path;
      const target = join(root, path);
      const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
      mkdirSync(dirname(target), { recursive: true });
      written.push({ temporary, target });
      writeFileSync(temporary, text);
    }
    for (const { temporary, target } of written) renameSync(temporary, target);
    return [];
  } catch (error) {
    for (const { temporary } of written) rmSync(temporary, { force: true });
    return [diagnostic("unwritable-file", wholeFile(current), { problem: (error as Error).message })];
  }
}
