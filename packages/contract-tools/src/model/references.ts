import { type Diagnostic, diagnostic, type Place } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import type { ContractFile } from "./contract-file.ts";
import { child, valueAt } from "./pointer.ts";
import { IN_PLACE, type Schema, type SchemaObject } from "./schema.ts";
import { allSchemas, subschemas } from "./walk.ts";

/** What a `$ref` leads to. */
export interface Target {
  readonly file: ContractFile;
  readonly pointer: string;
}

/** Where a reference leads to nothing: why, and what may have been meant. */
interface Unresolved {
  readonly problem: string;
  readonly suggestion: string | undefined;
}

/** What in a file can be referred to. */
interface Index {
  readonly anchors: Map<string, string>;
  readonly pointers: Set<string>;
}

/** Resolves `$ref`s against the `$id`s of all files, as RFC 3986 and JSON Schema 2020-12 (8.2) say. */
export class References {
  readonly #files = new Map<string, ContractFile>();
  readonly #unread: ReadonlySet<string>;
  readonly #indexes = new Map<ContractFile, Index>();
  readonly #targets = new Map<SchemaObject, Target>();

  /** `unread` are the `$id`s of files in which something is wrong: a reference to them is not what is wrong. */
  constructor(files: Iterable<ContractFile>, unread: ReadonlySet<string> = new Set()) {
    for (const file of files) this.#files.set(file.id, file);
    this.#unread = unread;
  }

  /** Resolves every reference of a file and says which lead nowhere. */
  resolveAll(file: ContractFile): Diagnostic[] {
    const found: Diagnostic[] = [];
    for (const { schema, pointer } of allSchemas(file.schema)) {
      if (schema.$ref === undefined) continue;
      const place = (): Place => file.source.place(child(pointer, "$ref"));
      const target = this.#resolve(file, schema.$ref);
      if (target === undefined) continue;
      if ("problem" in target) {
        found.push(diagnostic("missing-reference", place(), { ref: schema.$ref, ...target }));
      } else if (target.file.kind === "event" && target.file !== file) {
        found.push(diagnostic("reference-to-event", place(), { ref: schema.$ref, other: target.file.file }));
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

  #resolve(file: ContractFile, ref: string): Target | Unresolved | undefined {
    const url = URL.canParse(ref, file.id) ? new URL(ref, file.id) : undefined;
    const fragment = decoded(url?.hash.slice(1));
    if (url === undefined || fragment === undefined) {
      return { problem: "it is not a URI reference", suggestion: undefined };
    }
    url.hash = "";
    if (this.#unread.has(url.href)) return undefined;
    const target = this.#files.get(url.href);
    if (target === undefined) {
      const others = [...this.#files.values()].filter((other) => other.kind === "common").map(({ id }) => id);
      const near = didYouMean(url.href, others);
      const suggestion = near === undefined ? undefined : relativeRef(file.id, near);
      return { problem: `no file has the "$id" ${url.href}`, suggestion };
    }
    const { anchors, pointers } = this.#indexOf(target);
    if (fragment !== "" && !fragment.startsWith("/")) {
      const pointer = anchors.get(fragment);
      if (pointer !== undefined) return { file: target, pointer };
      const problem = `${target.file} has no "$anchor" of this name`;
      return { problem, suggestion: near("#", fragment, anchors.keys()) };
    }
    if (pointers.has(fragment)) return { file: target, pointer: fragment };
    const defs = Object.keys(target.schema.$defs ?? {}).map((name) => child("/$defs", name));
    return { problem: `${target.file} has no schema at ${fragment}`, suggestion: near("#", fragment, defs) };
  }

  #indexOf(file: ContractFile): Index {
    let index = this.#indexes.get(file);
    if (index === undefined) {
      index = { anchors: new Map(), pointers: new Set() };
      for (const { schema, pointer } of allSchemas(file.schema)) {
        index.pointers.add(pointer);
        if (schema.$anchor !== undefined) index.anchors.set(schema.$anchor, pointer);
      }
      this.#indexes.set(file, index);
    }
    return index;
  }
}

/** A fragment without its escapes; undefined where they are not UTF-8. */
function decoded(fragment: string | undefined): string | undefined {
  try {
    return fragment === undefined ? undefined : decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}

function near(prefix: string, word: string, candidates: Iterable<string>): string | undefined {
  const found = didYouMean(word, candidates);
  return found === undefined ? undefined : prefix + found;
}

/** `https://x/repo/registered.v1`, `https://x/common/actor.json` → `../common/actor.json`. */
export function relativeRef(from: string, to: string): string {
  const fromParts = new URL(from).pathname.split("/").slice(1, -1);
  const toParts = new URL(to).pathname.split("/").slice(1);
  let shared = 0;
  while (shared < fromParts.length && fromParts[shared] === toParts[shared]) shared++;
  return [...fromParts.slice(shared).map(() => ".."), ...toParts.slice(shared)].join("/");
}

/** Finds references that lead back to themselves without a step into the data: validating them would never end. */
export function findCycles(files: readonly ContractFile[], references: References): Diagnostic[] {
  const reported = new Set<SchemaObject>();
  return files.flatMap((file) =>
    allSchemas(file.schema).flatMap(({ schema, pointer }) => {
      if (schema.$ref === undefined || reported.has(schema)) return [];
      const way = wayBack(schema, references);
      if (way === undefined) return [];
      for (const one of way) reported.add(one);
      const cycle = way.flatMap(({ $ref }) => $ref ?? []).join(" → ");
      return [diagnostic("cyclic-reference", file.source.place(child(pointer, "$ref")), { cycle })];
    }),
  );
}

/** The schemas on the way from a schema to itself, by references and at one place in the data; undefined without one. */
function wayBack(start: SchemaObject, references: References): SchemaObject[] | undefined {
  const seen = new Set<SchemaObject>();
  return from(start);

  function from(schema: SchemaObject): SchemaObject[] | undefined {
    const inPlace = [...subschemas(schema, "")].filter(({ keyword }) => IN_PLACE.has(keyword));
    const next = inPlace.map((inner) => inner.schema);
    if (schema.$ref !== undefined) next.push(references.schemaOf(schema));
    for (const one of next) {
      if (one === start) return [schema];
      if (typeof one === "boolean" || seen.has(one)) continue;
      seen.add(one);
      const way = from(one);
      if (way !== undefined) return [schema, ...way];
    }
    return undefined;
  }
}
