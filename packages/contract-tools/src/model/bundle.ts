import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";
import type { ContractFile, EventFile } from "./contract-file.ts";
import type { Model } from "./model.ts";
import { typeNameAt } from "./names.ts";
import { SCHEMA_BASE } from "./paths.ts";
import { child, fromPointer, valueAt } from "./pointer.ts";
import type { References, Target } from "./references.ts";
import type { Schema, SchemaObject } from "./schema.ts";
import { SUBJECT_PREFIX } from "./subject.ts";
import { mapSubschemas, subschemas } from "./walk.ts";

/** What every reference in a bundle begins with, but for `#`. */
export const DEFS = "#/$defs/";

/** What a file says of itself alone; its `$id` would also give what is inside another base URI. */
const NOT_EMBEDDED = ["$schema", "$id", "$defs", "$ref", "$anchor", "examples", "x-invalid-examples"];

const keyOf = ({ file, pointer }: Target): string => `${file.path}#${pointer}`;

/** Everything in the definitions of a bundle: what the file defines, and what it refers to, over any number of steps. */
function reached(file: ContractFile, references: References): Map<string, Target> {
  const found = new Map<string, Target>();
  function add(target: Target): void {
    if ((target.file === file && target.pointer === "") || found.has(keyOf(target))) return;
    found.set(keyOf(target), target);
    follow(valueAt(target.file.schema, target.pointer) as Schema);
  }
  function follow(schema: Schema): void {
    if (typeof schema === "boolean") return;
    if (schema.$ref !== undefined) add(references.targetOf(schema));
    for (const inner of subschemas(schema, "")) if (inner.keyword !== "$defs") follow(inner.schema);
  }
  follow(file.schema);
  // Definitions that nothing refers to belong to the contract all the same: they have types.
  for (const key of Object.keys(file.schema.$defs ?? {})) add({ file, pointer: child("/$defs", key) });
  return found;
}

/** Names for definitions: those of their types, with the file's path where two types of different files share one. */
function namesOf(targets: ReadonlyMap<string, Target>): Map<string, string> {
  const counts = new Map<string, number>();
  for (const target of targets.values()) counts.set(typeNameAt(target), (counts.get(typeNameAt(target)) ?? 0) + 1);
  return new Map(
    [...targets].map(([key, target]) => {
      const name = typeNameAt(target);
      return [key, counts.get(name) === 1 ? name : `${target.file.path}/${name}`.replaceAll("/", "_")];
    }),
  );
}

// Several outputs are made of each.
const bundles = new WeakMap<ContractFile, SchemaObject>();
const digests = new WeakMap<ContractFile, string>();

/**
 * A contract file as one self-contained schema: whatever it refers to stands in its `$defs`, and every `$ref` is
 * `#` or `#/$defs/<name>`.
 */
export function bundle(file: ContractFile, references: References): SchemaObject {
  const known = bundles.get(file) ?? makeBundle(file, references);
  bundles.set(file, known);
  return known;
}

function makeBundle(file: ContractFile, references: References): SchemaObject {
  const targets = reached(file, references);
  const names = namesOf(targets);

  function rewrite(schema: Schema): Schema {
    if (typeof schema === "boolean") return schema;
    const dropped = schema === file.schema ? ["$defs", "$ref", "$anchor"] : NOT_EMBEDDED;
    const kept = Object.entries(schema).filter(([keyword]) => !dropped.includes(keyword));
    const inner = mapSubschemas(Object.fromEntries(kept), rewrite);
    if (schema.$ref === undefined) return inner;
    const name = names.get(keyOf(references.targetOf(schema)));
    return { $ref: name === undefined ? "#" : DEFS + name, ...inner };
  }

  const root = rewrite(file.schema) as SchemaObject;
  if (targets.size === 0) return root;
  const defs = [...targets].map(([key, target]) => {
    const schema = rewrite(valueAt(target.file.schema, target.pointer) as Schema);
    return [names.get(key), schema] as const;
  });
  return { ...root, $defs: Object.fromEntries(defs) };
}

/** SHA-256 of a file and all that it refers to, as `sha256:<hex>`: the same whatever the order of properties or layout. */
export function digest(file: ContractFile, references: References): string {
  let known = digests.get(file);
  if (known === undefined) {
    known = digestOf(bundle(file, references));
    digests.set(file, known);
  }
  return known;
}

/** Where what stands at a pointer of a bundle was written: the file itself, or one that it refers to. */
export function originOf(file: ContractFile, references: References, pointer: string): Target {
  const [, defs, name, ...rest] = pointer.split("/");
  if (defs !== "$defs" || name === undefined) return { file, pointer };
  const targets = reached(file, references);
  const [wanted] = fromPointer(`/${name}`);
  const key = [...namesOf(targets)].find(([, one]) => one === wanted)?.[0];
  const target = targets.get(key ?? "");
  return target === undefined ? { file, pointer } : { ...target, pointer: [target.pointer, ...rest].join("/") };
}

/** SHA-256 of a value's canonical JSON, as `sha256:<hex>`. */
export function digestOf(value: unknown): string {
  return `sha256:${createHash("sha256").update(canonicalJson(value)).digest("hex")}`;
}

/** What travels as CloudEvents `dataschema`: the `$id` of the released snapshot of this version. */
export function dataschemaOf(file: EventFile): string {
  return `${SCHEMA_BASE}${snapshotPathOf(file)}`;
}

/** What travels as `dataschema` with events of a type and version. */
export function dataschemaFor(type: string, version: string): string {
  const names = type.slice(SUBJECT_PREFIX.length + 1).replace(/\.v[0-9]+$/, "");
  return `${SCHEMA_BASE}${names.replaceAll(".", "/")}/${version}`;
}

/** `repo/registered/1.0.0` for `schemas/repo/registered.v1.json`. */
export function snapshotPathOf({ event }: EventFile): string {
  return [...event.nouns, event.verb, event.version].join("/");
}

/** The self-contained schema of an event's current version, under the `$id` that travels as `dataschema`. */
export function snapshot(file: EventFile, model: Model): SchemaObject {
  // Tools of others read it: they know the standard dialect, of which a contract is a part.
  return {
    ...bundle(file, model.references),
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: dataschemaOf(file),
  };
}
