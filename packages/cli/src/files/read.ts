import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { type Diagnostic, diagnostic, type InputFile, SCHEMAS, wholeFile } from "@statehub/contract-tools";
import { UsageError } from "../usage-error.ts";

/** Files under schemas/ that are not contracts: what was released is kept as it was. */
const NOT_CONTRACTS = /^schemas\/released\//;

/** The folder that holds schemas/: the one that was named, or the nearest above the current one. */
export function findRoot(named: string | undefined): string {
  if (named !== undefined) {
    if (!existsSync(named)) throw new UsageError(`--root: ${named} does not exist`);
    return resolve(named);
  }
  let folder = process.cwd();
  while (!existsSync(join(folder, SCHEMAS))) {
    const parent = dirname(folder);
    if (parent === folder) {
      throw new UsageError(`no folder ${SCHEMAS}/ here or above: run this in the repository, or name it with --root`);
    }
    folder = parent;
  }
  return folder;
}

/** The files of a folder and of all folders in it, relative to the root, with forward slashes, sorted. */
export function listFiles(root: string, folder: string): string[] {
  const absolute = join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .split(sep)
        .join("/"),
    )
    .sort();
}

/** Reads all contract files. */
export function readContracts(root: string): { files: InputFile[]; diagnostics: Diagnostic[] } {
  const files: InputFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of listFiles(root, SCHEMAS)) {
    if (!file.endsWith(".json") || NOT_CONTRACTS.test(file)) continue;
    try {
      files.push({ file, text: readFileSync(join(root, file), "utf8") });
    } catch (error) {
      diagnostics.push(diagnostic("unreadable-file", wholeFile(file), { problem: (error as Error).message }));
    }
  }
  return { files, diagnostics };
}

/** A file's text; undefined where there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
