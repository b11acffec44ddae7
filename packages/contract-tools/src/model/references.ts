import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import type { ContractFile } from "./model.ts";
import { child, valueAt } from "./pointer.ts";
import { IN_PLACE, type Schema, type SchemaObject } from "./schema.ts";
import { allSchemas, subschemas } from "./walk.ts";

/** What a `$ref` leads to. */
export interface Target {
  readonly file: ContractFile;
  readonly pointer: string;
}

/** Resolves `$ref`s against the `$id`s of all files, as RFC 3986 and JSON Schema 2020-12 (8.2) say. */
export class References {
  readonly #files = new Map<string, ContractFile>();
  readonly #anchors = new Map<ContractFile, Map<string, string>>();
  readonly #targets = new Map<SchemaObject, Target>();

  constructor(files: Iterable<ContractFile>) {
    for (const file of files) this.#files.set(file.id, file);
  }

  /** Resolves every reference of a file and says which lead nowhere. */
  resolveAll(file: ContractFile): Diagnostic[] {
    const found: Diagnostic[] = [];
    for (const { schema, pointer } of allSchemas(file.schema)) {
      if (schema.$ref === undefined) continue;
      const place = file.source.place(child(pointer, "$ref"));
      const target = this.#resolve(file, schema.$ref);
      if ("problem" in target) {
        found.push(diagnostic("missing-reference", place, { ref: schema.$ref, ...target }));
      } else if (target.file.kind === "event" && target.file !== file) {
        found.push(diagnostic("reference-to-event", place, { ref: schema.$ref, other: target.file.file }));
      } else {
        this.#targets.set(schema, target);
      }
    }
    return found;
  }

  /** Where the `$ref` of this schema leads; it was resolved before. */
  targetOf(schema: SchemaObject): Target {
    const target = this.#targets.get(schema);
    if (target === undefined) throw new TypeError(`unresolved reference ${JSON.stringify(schema.$ref)}`);
    return target;
  }

  /** The schema that the `$ref` of this schema leads to. */
  schemaOf(schema: SchemaObject): Schema {
    const { file, pointer } = this.targetOf(schema);
    return valueAt(file.schema, pointer) as Schema;
  }

  /** The schema itself, or what its `$ref` leads to, over as many references as there are. */
  follow(schema: Schema): Schema {
    let current = schema;
    while (typeof current === "object" && current.$ref !== undefined) current = this.schemaOf(current);
    return current;
  }

  #resolve(file: ContractFile, ref: string): Target | { problem: string; suggestion: string | undefined } {
    if (!URL.canParse(ref, file.id)) return { problem: "it is not a URI reference", suggestion: undefined };
    const url = new URL(ref, file.id);
    const fragment = decodeURIComponent(url.hash.slice(1));
    url.hash = "";
    const target = this.#files.get(url.href);
    if (target === undefined) {
      const others = [...this.#files.values()].filter((other) => other.kind === "common").map(({ id }) => id);
      const near = didYouMean(url.href, others);
      const suggestion = near === undefined ? undefined : relativeRef(file.id, near);
      return { problem: `no file has the "$id" ${url.href}`, suggestion };
    }
    if (fragment !== "" && !fragment.startsWith("/")) {
      const anchors = this.#anchorsOf(target);
      const pointer = anchors.get(fragment);
      if (pointer !== undefined) return { file: target, pointer };
      return {
        problem: `${target.file} has no "$anchor" of this name`,
        suggestion: near("#", fragment, anchors.keys()),
      };
    }
    for (const { pointer } of allSchemas(target.schema)) if (pointer === fragment) return { file: target, pointer };
    const defs = Object.keys(target.schema.$defs ?? {}).map((name) => child("/$defs", name));
    return { problem: `${target.file} has no schema at ${fragment}`, suggestion: near("#", fragment, defs) };
  }

  #anchorsOf(file: ContractFile): Map<string, string> {
    let anchors = this.#anchors.get(file);
    if (anchors === undefined) {
      anchors = new Map();
      for (const { schema, pointer } of allSchemas(file.schema)) {
        if (schema.$anchor !== undefined) anchors.set(schema.$anchor, pointer);
      }
      this.#anchors.set(file, anchors);
    }
    return anchors;
  }
}

function near(prefix: string, word: string, candidates: Iterable<string>): string | undefined {
  const found = didYouMean(word, candidates);
  return found === undefined ? undefined : prefix + found;
}

/** `https://x/repo/registered.v1`, `https://x/common/actor.json` → `../common/actor.json`. */
function relativeRef(from: string, to: string): string {
  const fromParts = new URL(from).pathname.split("/").slice(1, -1);
  const toParts = new URL(to).pathname.split("/").slice(1);
  let shared = 0;
  while (shared < fromParts.length && fromParts[shared] === toParts[shared]) shared++;
  return [...fromParts.slice(shared).map(() => ".."), ...toParts.slice(shared)].join("/");
}

/** Finds references that lead back to themselves without a step into the data: validating them would never end. */
export function findCycles(file: ContractFile, references: References): Diagnostic[] {
  const done = new Set<SchemaObject>();
  const found: Diagnostic[] = [];

  function visit(schema: Schema, path: readonly SchemaObject[], names: readonly string[], at: string): void {
    if (typeof schema === "boolean" || done.has(schema)) return;
    if (path.includes(schema)) {
      found.push(diagnostic("cyclic-reference", file.source.place(at), { cycle: names.join(" → ") }));
      return;
    }
    const deeper = [...path, schema];
    if (schema.$ref !== undefined) {
      visit(references.schemaOf(schema), deeper, [...names, schema.$ref], at);
    }
    for (const inner of subschemas(schema, "")) {
      if (IN_PLACE.has(inner.keyword)) visit(inner.schema, deeper, names, at);
    }
    done.add(schema);
  }

  for (const { schema, pointer } of allSchemas(file.schema)) {
    if (schema.$ref !== undefined) visit(schema, [], [], child(pointer, "$ref"));
  }
  return found;
}
