import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { type ActivityDiagnostic, type Place, problem } from "../diagnostics/diagnostic.ts";
import { yamlError } from "./yaml-error.ts";

/** A YAML text and its value, with the line and column of any place in it. */
export interface YamlSource {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** The place of a value, or, with an offset, of a character of a string. The nearest enclosing value if there is none. */
  place(path: readonly (string | number)[], offset?: number): Place;
}

/** Reads one YAML document, with the place of what is wrong. Anchors are allowed, several documents are not. */
export function readYaml(file: string, text: string): YamlSource | ActivityDiagnostic {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const error = yamlError(document);
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.at);
    return problem("yaml-syntax", { file, pointer: "", line, column: col }, { problem: error.message });
  }
  const starts = new Map<Node, readonly number[]>();
  return {
    file,
    text,
    value: document.toJS(),
    place(path, offset) {
      const { node, key } = nodeAt(document, path);
      let at = (offset === undefined ? (key ?? node) : node)?.range?.[0] ?? 0;
      if (offset !== undefined && isScalar(node) && typeof node.value === "string") {
        let map = starts.get(node);
        if (map === undefined) {
          map = offsetsOf(node.value, text, node.range?.[0] ?? 0, node.range?.[1] ?? 0);
          starts.set(node, map);
        }
        at = map[Math.min(offset, map.length - 1)] ?? at;
      }
      const { line, col } = lines.linePos(at);
      const pointer = path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
      return { file, pointer, line, column: col };
    },
  };
}

/** The node that a path leads to, and that of its key. */
function nodeAt(
  document: Document,
  path: readonly (string | number)[],
): { node: Node | undefined; key: Node | undefined } {
  let node = (document.contents ?? undefined) as Node | undefined;
  let key: Node | undefined;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key: name }) => isScalar(name) && String(name.value) === String(step));
      if (pair === undefined) return { node, key };
      key = pair.key as Node;
      node = (pair.value ?? undefined) as Node | undefined;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (item === undefined) return { node, key };
      node = item as Node;
      key = undefined;
    }
  }
  return { node, key };
}

/**
 * For each character of a string the offset in the text that it came from, whatever the style of the scalar: quotes,
 * indentation and line breaks that folding removed are passed over.
 */
function offsetsOf(value: string, text: string, start: number, end: number): number[] {
  const offsets: number[] = [];
  let at = start;
  // A block scalar begins with its header; a quoted one with its quote, which is passed over like any other difference.
  if (text[at] === "|" || text[at] === ">") at = text.indexOf("\n", at) + 1;
  for (const character of value) {
    const isSpace = /\s/.test(character);
    let next = at;
    while (next < end && text[next] !== character && (isSpace ? !/\s/.test(text[next] ?? "") : true)) next++;
    // What stands for an escape is found at its backslash.
    if (next >= end) next = Math.min(at, end);
    for (let i = 0; i < character.length; i++) offsets.push(next);
    at = Math.min(next + character.length, end);
  }
  offsets.push(at);
  return offsets;
}
