import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { type Diagnostic, diagnostic, type Place } from "../diagnostics/diagnostic.ts";
import { fromPointer } from "./pointer.ts";

/** A JSON text and its value, with the line and column of any place in it. */
export interface Source {
  /** Path relative to the repository's root, with forward slashes. */
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** The place that a pointer leads to; the nearest enclosing one where it leads nowhere. */
  place(pointer: string): Place;
}

function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - lineStart + 1 };
}

/** Finds a property's key or an item in the tree, or the nearest enclosing node. */
function nodeAt(tree: Node, pointer: string): Node {
  let node = tree;
  for (const segment of fromPointer(pointer)) {
    const next = findNodeAtLocation(node, [node.type === "array" ? Number(segment) : segment]);
    if (next === undefined) break;
    node = next;
  }
  // The line of a property is that of its name.
  return node.parent?.type === "property" ? (node.parent.children?.[0] ?? node) : node;
}

function duplicateKey(node: Node): Node | undefined {
  const seen = new Set<string>();
  for (const part of node.children ?? []) {
    if (node.type === "object") {
      const key = part.children?.[0];
      if (key !== undefined && seen.has(key.value)) return key;
      seen.add(key?.value);
    }
    const inner = duplicateKey(part);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** How many properties there are in a value; infinitely many if it is nested too deeply to be looked at. */
function countKeys(value: unknown, depth = 0): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > DEEPEST) return Number.POSITIVE_INFINITY;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, inner) => sum + countKeys(inner, depth + 1), own);
}

/** What can be walked along without a thought for the stack; people write ten levels at most. */
const DEEPEST = 100;
const KEY = /"\s*:/g;

/** Strict JSON with the place of what is wrong. */
export function readSource(file: string, text: string): Source | Diagnostic {
  let tree: Node | undefined;
  const parse = (errors?: ParseError[]): Node | undefined =>
    parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const placeOf = (offset: number, pointer = ""): Place => ({ file, pointer, ...lineAndColumn(text, offset) });

  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (text.startsWith("\uFEFF")) {
      return diagnostic("json-syntax", placeOf(0), { problem: "the file begins with a byte order mark" });
    }
    const [first] = syntaxErrors(parse);
    const problem = first === undefined ? String(error) : wordsOf(printParseErrorCode(first.error));
    return diagnostic("json-syntax", placeOf(first?.offset ?? 0), { problem });
  }
  const keys = countKeys(value);
  if (keys === Number.POSITIVE_INFINITY) return diagnostic("too-deep", placeOf(0), { most: DEEPEST });
  // JSON.parse keeps the last of two equal keys. Counting is cheap; only a difference is worth a syntax tree.
  if ((text.match(KEY)?.length ?? 0) > keys) {
    tree = parse();
    const duplicate = tree && duplicateKey(tree);
    if (duplicate) return diagnostic("json-duplicate-key", placeOf(duplicate.offset), { key: duplicate.value });
  }
  return {
    file,
    text,
    value,
    place(pointer) {
      tree ??= parse();
      return placeOf(tree === undefined ? 0 : nodeAt(tree, pointer).offset, pointer);
    },
  };
}

/** "CommaExpected" → "comma expected". */
function wordsOf(code: string): string {
  return code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}

/** What is wrong with a text that JSON.parse refuses; nothing if it is nested too deeply to tell. */
function syntaxErrors(parse: (errors: ParseError[]) => unknown): ParseError[] {
  const errors: ParseError[] = [];
  try {
    parse(errors);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return errors;
}
