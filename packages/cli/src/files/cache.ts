import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { sha256 } from "@statehub/contract-tools";
import { listFiles, readIfThere } from "./read.ts";

/** Where the record of the last run is kept; deleting it costs one slow run. */
const RECORD = "node_modules/.cache/statehub-events/generate.json";

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
  const path = join(root, RECORD);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}.tmp`, JSON.stringify(record));
  renameSync(`${path}.${process.pid}.tmp`, path);
}

export function digestOfText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Digest of the generator's own code and of the versions that it runs with: another one trusts nothing in the record. */
export function digestOfTool(): string {
  const require = createRequire(import.meta.url);
  const files = ["@statehub/contract-tools", "@statehub/events-runtime/validation"].flatMap((name) => {
    const folder = dirname(new URL(import.meta.resolve(name)).pathname);
    return listFiles(folder, "").map((file) => join(folder, file));
  });
  const packages = [
    "@statehub/contract-tools/package.json",
    "ajv/package.json",
    "json-schema-to-typescript/package.json",
  ];
  return sha256(
    ...[...files, ...packages.map((name) => require.resolve(name))].map((file) => readFileSync(file, "utf8")),
  );
}
