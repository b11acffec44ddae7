import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { text } from "node:stream/consumers";
import { type CronSource, mayHoldSchedules } from "@statehub/activities";
import { UsageError } from "../usage-error.ts";

const LEFT_OUT: ReadonlySet<string> = new Set([
  "node_modules",
  ".git",
  "dist",
  "build",
  "vendor",
  ".venv",
  "__pycache__",
]);

/** More than a person writes: generated or bundled. */
const LARGEST = 1_000_000;

/**
 * Reads what may hold schedules: the files of folders, single files, files at URLs, and standard input. What is named by
 * itself is a crontab unless its name says otherwise. Paths are relative to `root`.
 */
export async function readSources(root: string, named: readonly string[]): Promise<CronSource[]> {
  const files: CronSource[] = [];
  const single = (file: string, text: string): CronSource => ({ file, text, isCrontab: !mayHoldSchedules(file) });
  for (const name of named) {
    if (/^https?:\/\//.test(name)) {
      files.push(single(new URL(name).pathname.replace(/^\/+/, "") || name, await fetched(name)));
      continue;
    }
    if (name === "-") {
      files.push(single(name, await text(process.stdin)));
      continue;
    }
    const path = resolve(name);
    if (!existsSync(path)) throw new UsageError(`${name} does not exist, want a folder, a file or a URL`);
    const shown = (one: string): string => relative(root, one).split(sep).join("/");
    if (!statSync(path).isDirectory()) files.push(single(shown(path), readFileSync(path, "utf8")));
    else for (const one of walk(path)) files.push({ file: shown(one), text: readFileSync(one, "utf8") });
  }
  return files;
}

async function fetched(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) }).catch((error: Error) => {
    throw new UsageError(`${url} cannot be fetched: ${(error.cause as Error | undefined)?.message ?? error.message}`);
  });
  if (!response.ok) throw new UsageError(`${url} cannot be fetched: the server answered ${response.status}`);
  return response.text();
}

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !LEFT_OUT.has(entry.name)) yield* walk(path);
    else if (entry.isFile() && mayHoldSchedules(path.split(sep).join("/")) && statSync(path).size <= LARGEST)
      yield path;
  }
}
