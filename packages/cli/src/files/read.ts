import { type Dirent, existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import {
  BUILT,
  type Diagnostic,
  diagnostic,
  type InputFile,
  RELEASED,
  SCHEMAS,
  WAIVERS,
  wholeFile,
} from "@statehub/contract-tools";
import { UsageError } from "../usage-error.ts";

/** The folder that holds schemas/: the one that was named, or the nearest above the current one. */
export function findRoot(named: string | undefined): string {
  if (named !== undefined) {
    if (!existsSync(named)) throw new UsageError(`--root: ${named} does not exist`);
    if (!isFolder(named)) throw new UsageError(`--root: ${named} is a file, want the repository's folder`);
    return resolve(named);
  }
  let folder = process.cwd();
  while (!existsSync(join(folder, SCHEMAS)) || isBuilt(join(folder, SCHEMAS))) {
    const parent = dirname(folder);
    if (parent === folder) {
      throw new UsageError(`no folder ${SCHEMAS}/ here or above: run this in the repository, or name it with --root`);
    }
    folder = parent;
  }
  return folder;
}

/** Copies of contracts that this command makes, in a folder of the same name: not the repository's schemas/. */
function isBuilt(folder: string): boolean {
  return BUILT.some((built) => folder.endsWith(`${sep}${built.split("/").join(sep)}`));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The files of a folder and of all folders in it, relative to the root, with forward slashes, sorted. No links. */
export function listFiles(root: string, folder: string): string[] {
  const absolute = join(root, folder);
  if (!existsSync(absolute) || !isFolder(absolute)) return [];
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

/** Reads all contract files, also those that symbolic links lead to. */
export function readContracts(root: string): { files: InputFile[]; diagnostics: Diagnostic[] } {
  const files: InputFile[] = [];
  const diagnostics: Diagnostic[] = [];

  function attempt(path: string, read: () => void): void {
    try {
      read();
    } catch (error) {
      diagnostics.push(diagnostic("unreadable-file", wholeFile(path), { problem: (error as Error).message }));
    }
  }

  /** `above` are the real paths of the folders around: a link to one of them would never end. */
  function readFolder(folder: string, above: readonly string[]): void {
    const real = realpathSync(join(root, folder));
    if (above.includes(real)) throw new TypeError("the link leads back to a folder that it is in");
    const entries = readdirSync(real, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (path === RELEASED || path === WAIVERS) continue;
      if (leadsToFolder(root, path, entry)) attempt(path, () => readFolder(path, [...above, real]));
      else if (path.endsWith(".json")) {
        attempt(path, () => files.push({ file: path, text: readFileSync(join(root, path), "utf8") }));
      }
    }
  }

  if (existsSync(join(root, SCHEMAS))) attempt(SCHEMAS, () => readFolder(SCHEMAS, []));
  return { files, diagnostics };
}

/** Reads the files of a folder and of all folders in it that end in `extension`. */
export function readText(root: string, folder: string, extension = ""): InputFile[] {
  return listFiles(root, folder)
    .filter((file) => file.endsWith(extension))
    .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
}

/** The file of the waivers; undefined where there is none. */
export function readWaivers(root: string): InputFile | undefined {
  const text = readIfThere(join(root, WAIVERS));
  return text === undefined ? undefined : { file: WAIVERS, text };
}

function leadsToFolder(root: string, path: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  try {
    return isFolder(join(root, path));
  } catch {
    // A link into a circle: reading it says so.
    return false;
  }
}

/** A file's text; undefined where there is no file. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (NO_FILE.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** Nothing, a file on the way, a folder: writing there will say what is wrong. */
const NO_FILE: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "EISDIR"]);
