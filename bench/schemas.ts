import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { eventFile, MOST_EVENTS } from "./synthetic/event.ts";
import { FRAGMENTS } from "./synthetic/fragments.ts";

const BASE = "https://schemas.statehub.org/";

/**
 * The contract files of `count` made-up events and of the fragments that they share: path from the repository's root
 * → text. About 25 fields each, with nested objects, references, unions, formats, bounds and examples; the first ten
 * events of a tree of a hundred are those of a tree of ten.
 */
export function contractTree(count: number): Map<string, string> {
  if (count > MOST_EVENTS) throw new RangeError(`got ${count} events, want at most ${MOST_EVENTS}`);
  const files = new Map<string, string>();
  const add = (path: string, schema: object): void => {
    files.set(`schemas/${path}.json`, `${JSON.stringify(schema, null, 2)}\n`);
  };
  for (const [name, fragment] of Object.entries(FRAGMENTS)) {
    const head = { $schema: `${BASE}contract/v1`, $id: `${BASE}common/${name}.json` };
    add(`common/${name}`, { ...head, ...fragment });
  }
  for (let index = 0; index < count; index++) {
    const { path, schema } = eventFile(index);
    add(path, schema);
  }
  return files;
}

/** Writes files under `root`, by their paths from there. */
export function writeTree(root: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
