import { readFile } from "node:fs/promises";

const BASE = "https://schemas.statehub.org/";
/** A path of a snapshot: `repo/registered/1.0.0`. Nothing else is looked up, in particular no way out of the folder. */
const SNAPSHOT = /^(?:[a-z][a-z0-9_]*\/)+\d+\.\d+\.\d+$/;

/**
 * The JSON Schema that an event's `dataschema` names, from this package and without a network: self-contained, draft
 * 2020-12. Resolves to `undefined` for a version that this package does not carry.
 */
export async function readSchema(dataschema: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const path = dataschema.startsWith(BASE) ? dataschema.slice(BASE.length) : "";
  if (!SNAPSHOT.test(path)) return undefined;
  try {
    return JSON.parse(await readFile(new URL(`../schemas/${path}.json`, import.meta.url), "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
