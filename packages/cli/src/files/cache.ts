import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "@statehub/contract-tools";
import { listFiles, readIfThere } from "./read.ts";
import { writeWhole } from "./write.ts";

/** Where the record of the last run is kept; deleting it costs one slow run. */
export const CACHE = "node_modules/.cache/statehub-events";
const RECORD = `${CACHE}/generate.json`;

/** Output path → the digest of what it was made from, and of its text; and the file as it was then. */
export type CacheRecord = Record<string, CacheEntry>;

export interface CacheEntry {
  readonly input: string;
  readonly output: string;
  /** Size and time of change of the file (see `stampOf`): while they are the same, it need not be read. */
  readonly stamp?: string | undefined;
}

/** Size and time of change of a file; undefined where there is none. */
export function stampOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? `${stats.size} ${stats.mtimeMs}` : undefined;
}

/** Whether a file is what the record says: by its stamp, else by its text. */
export function isAsRecorded(path: string, { stamp, output }: CacheEntry): boolean {
  if (stamp !== undefined && stampOf(path) === stamp) return true;
  const text = readIfThere(path);
  return text !== undefined && digestOfText(text) === output;
}

/** The record of the last run; empty where there is none or it cannot be read. */
export function readCache(root: string): CacheRecord {
  try {
    return JSON.parse(readIfThere(join(root, RECORD)) ?? "{}") as CacheRecord;
  } catch {
    return {};
  }
}

export function writeCache(root: string, record: CacheRecord): void {
  writeWhole(join(root, RECORD), JSON.stringify(record));
}

export function digestOfText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Digest of the generator's own code and of the versions that it runs with: another one trusts nothing in the record. */
export function digestOfTool(): string {
  const require = createRequire(import.meta.url);
  const files = ["@statehub/contract-tools", "@statehub/events-runtime/validation"].flatMap((name) => {
    const folder = dirname(fileURLToPath(import.meta.resolve(name)));
    return listFiles(folder, "").map((file) => join(folder, file));
  });
  const tools = require.resolve("@statehub/contract-tools/package.json");
  // Dependencies of the tools, which they find and this package need not.
  const libraries = ["ajv", "json-schema-to-typescript"].map((name) =>
    createRequire(tools).resolve(`${name}/package.json`),
  );
  return sha256(...[...files, tools, ...libraries].map((file) => readFileSync(file, "utf8")));
}
