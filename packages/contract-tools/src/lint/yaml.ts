import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from "yaml";
import { type Diagnostic, diagnostic, type Place } from "../diagnostics/diagnostic.ts";
import { fromPointer, toPointer } from "../model/pointer.ts";
import type { Source } from "../model/source.ts";

/** A YAML text and its value, with the line and column of any place in it. */
export interface YamlSource extends Source {
  readonly longIntegers: () => { text: string; pointer: string }[];
}

/** Reads YAML 1.2 whose values are JSON's. */
export function readYaml(file: string, text: string): YamlSource | Diagnostic {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, version: "1.2" });
  const placeOf = (offset: number, pointer = ""): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, pointer, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const [error] = document.errors;
  if (error !== undefined) {
    const problem = error.message.split("\n")[0] ?? "";
    if (error.code === "DUPLICATE_KEY") {
      const key = /^\s*["']?([^"':]+)/.exec(text.slice(error.pos[0]))?.[1] ?? "";
      return diagnostic("json-duplicate-key", placeOf(error.pos[0]), { key });
    }
    return diagnostic("json-syntax", placeOf(error.pos[0]), { problem });
  }
  let value: unknown;
  try {
    // As JSON has it: no dates, no maps, and a number where it is written.
    value = JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 1000 })) ?? "null");
  } catch (thrown) {
    return diagnostic("json-syntax", placeOf(0), { problem: (thrown as Error).message });
  }

  function offsetAt(pointer: string): number {
    let node: unknown = document.contents;
    let offset = (document.contents as Node | null)?.range?.[0] ?? 0;
    for (const segment of fromPointer(pointer)) {
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === segment);
        if (pair === undefined) break;
        offset = (pair.key as Node | null)?.range?.[0] ?? offset;
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(segment)];
        offset = (node as Node | undefined)?.range?.[0] ?? offset;
      } else break;
    }
    return offset;
  }

  return {
    file,
    text,
    value,
    place: (pointer) => placeOf(offsetAt(pointer), pointer),
    longIntegers() {
      const found: { text: string; pointer: string }[] = [];
      visit(document, {
        Scalar(key, { value: held, source }, path) {
          if (key === "key" || typeof held !== "number" || !/^[-+]?\d{16,}$/.test(source ?? "")) return;
          found.push({ text: source ?? "", pointer: toPointer(keysOf(path, key)) });
        },
      });
      return found;
    },
  };
}

/** The names and indexes on a way through a YAML document. */
function keysOf(path: readonly unknown[], last: unknown): (string | number)[] {
  const keys: (string | number)[] = [];
  for (const [i, node] of path.entries()) {
    const next = path[i + 1];
    if (isMap(node)) {
      const key = (next as { key?: unknown } | undefined)?.key;
      keys.push(String(isScalar(key) ? key.value : key));
    } else if (isSeq(node)) keys.push(next === undefined ? Number(last) : node.items.indexOf(next));
  }
  return keys;
}
