import { type Dialect, dialectOf, type Json } from "@statehub/schema-compat";
import { type Node, parseTree } from "jsonc-parser";
import type { ContractFile } from "../model/contract-file.ts";
import { toPointer } from "../model/pointer.ts";
import type { Source } from "../model/source.ts";
import type { LintFile } from "./rule.ts";
import { isObject, nodesOf } from "./schema/nodes.ts";
import type { YamlSource } from "./yaml.ts";

/** A contract as rules look at it. */
export function contractLintFile(contract: ContractFile): LintFile {
  const { file, source, id } = contract;
  return lintFile(file, source, id, "2020-12", contract);
}

/** A schema of anybody's as rules look at it; `fallback` is the draft of one that names none that is known. */
export function schemaLintFile(source: Source | YamlSource, fallback: Dialect): LintFile {
  const { value, file } = source;
  const named = isObject(value) && typeof value.$schema === "string" ? dialectOf(value.$schema) : undefined;
  const dialect = named ?? fallback;
  const id = isObject(value) ? value[dialect === "draft-04" ? "id" : "$id"] : undefined;
  const base = new URL(encodeURI(file), "file:///").href;
  const uri = typeof id === "string" && URL.canParse(id, base) ? new URL(id, base) : new URL(base);
  uri.hash = "";
  return lintFile(file, source, uri.href, dialect, undefined);
}

function lintFile(
  file: string,
  source: Source | YamlSource,
  uri: string,
  dialect: Dialect,
  contract: ContractFile | undefined,
): LintFile {
  const value = source.value as Json;
  return {
    file,
    source,
    value,
    uri,
    dialect,
    nodes: nodesOf(value, dialect),
    longIntegers: "longIntegers" in source ? source.longIntegers : () => longIntegers(source.text),
    contract,
  };
}

/** The numbers of a JSON text that may be integers beyond 2^53, or beyond all numbers, as they are written. */
function longIntegers(text: string): { text: string; pointer: string }[] {
  // Few files have any: only those are parsed again.
  if (!/\d{16}|\d[eE]\+?\d{2}/.test(text)) return [];
  const found: { text: string; pointer: string }[] = [];
  function visit(node: Node, path: readonly (string | number)[]): void {
    if (node.type === "number") {
      const written = text.slice(node.offset, node.offset + node.length);
      if (/^-?\d{16,}(?:\.0+)?$/.test(written) || !Number.isFinite(Number(written)))
        found.push({ text: written, pointer: toPointer(path) });
    }
    for (const [i, inner] of (node.children ?? []).entries()) {
      if (node.type === "property") {
        if (i === 1) visit(inner, [...path, String(node.children?.[0]?.value)]);
      } else visit(inner, node.type === "array" ? [...path, i] : path);
    }
  }
  const tree = parseTree(text);
  if (tree !== undefined) visit(tree, []);
  return found;
}
