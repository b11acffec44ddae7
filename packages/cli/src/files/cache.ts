import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "@statehub/contract-tools";
import { listFiles, readIfThere } from "./read.ts";
import { writeWhole } from "./write.ts";

/** Where the record of the last run is kept; deleting it costs one slow run. */
export const CACHE = "node_modules/.cache/statehub-events";
const RECORD = `${CACHE}/generate.json`;

/** Output path → the digest of what it was made from, and of its text. */
export type CacheRecord = Record<string, { readonly input: string; readonly output: string }>;

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
