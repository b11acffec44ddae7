import { linkSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Diagnostic, diagnostic, type OutputFile, wholeFile } from "@statehub/contract-tools";
import { listFiles } from "./read.ts";

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
      // The one thing that a rename stumbles over and a write beside it does not.
      if (statSync(target, { throwIfNoEntry: false })?.isDirectory())
        throw new TypeError("a folder of this name exists");
      const temporary = temporaryOf(target);
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

/**
 * Writes all files or none, none of them over one that is there. Returns what went wrong, if anything did. A file is
 * linked to its name, which fails where a rename would overwrite.
 */
export function writeNew(root: string, files: readonly OutputFile[]): Diagnostic[] {
  const linked: string[] = [];
  let current = "";
  try {
    for (const { path, text } of files) {
      current = path;
      const target = join(root, path);
      const temporary = temporaryOf(target);
      mkdirSync(dirname(target), { recursive: true });
      try {
        writeFileSync(temporary, text);
        linkSync(temporary, target);
        linked.push(target);
      } finally {
        rmSync(temporary, { force: true });
      }
    }
    return [];
  } catch (error) {
    for (const target of linked) rmSync(target, { force: true });
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
    if (isThere) return [diagnostic("file-exists", wholeFile(current), { path: current })];
    return [diagnostic("unwritable-file", wholeFile(current), { problem: (error as Error).message })];
  }
}

/** Writes one file whole or not at all. */
export function writeWhole(target: string, text: string): void {
  const temporary = temporaryOf(target);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(temporary, text);
  renameSync(temporary, target);
}

const TEMPORARY = /\/\.[^/]+\.(\d+)\.tmp$/;
const temporaryOf = (target: string): string => join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);

/** Whether a path, with forward slashes, is that of a temporary file, of this process or another. */
export function isTemporary(path: string): boolean {
  return TEMPORARY.test(path);
}

/** Removes the temporary files of processes that are gone: they were killed before they could do it themselves. */
export function removeTemporaries(root: string, folders: readonly string[]): void {
  for (const path of folders.flatMap((folder) => listFiles(root, folder))) {
    const pid = TEMPORARY.exec(path)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(root, path), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It runs, but is another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
