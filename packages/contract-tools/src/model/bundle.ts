import { createHash } from "node:crypto";
import type { ContractFile, EventFile, Model } from "./model.ts";
import { SCHEMA_BASE } from "./model.ts";
import { typeNameAt } from "./names.ts";
import { child, valueAt } from "./pointer.ts";
import type { References, Target } from "./references.ts";
import type { Schema, SchemaObject } from "./schema.ts";
import { mapSubschemas } from "./walk.ts";

/** What a file says of itself alone; its `$id` would also give what is inside another base URI. */
const NOT_EMBEDDED = ["$schema", "$id", "$defs", "$ref", "$anchor", "examples", "x-invalid-examples"];

/**
 * A contract file as one self-contained schema: whatever it refers to stands in its `$defs`, and every `$ref` is
 * `#` or `#/$defs/<name>`.
 */
export function bundle(file: ContractFile, references: References): SchemaObject {
  const names = new Map<string, string>();
  const used = new Set<string>();
  const defs: Record<string, Schema> = {};

  function nameOf(target: Target): string {
    const key = `${target.file.path}#${target.pointer}`;
    let name = names.get(key);
    if (name === undefined) {
      name = typeNameAt(target);
      // Types of files that were reached through another file may share a name: they are told apart by their path.
      if (used.has(name)) name = `${target.file.path}/${name}`.replaceAll("/", "_");
      names.set(key, name);
      used.add(name);
      defs[name] = {}; // keeps its place: definitions stand in the order in which they are reached
      defs[name] = rewrite(valueAt(target.file.schema, target.pointer) as Schema);
    }
    return name;
  }

  function rewrite(schema: Schema): Schema {
    if (typeof schema === "boolean") return schema;
    const dropped = schema === file.schema ? ["$defs", "$ref", "$anchor"] : NOT_EMBEDDED;
    const kept = Object.entries(schema).filter(([keyword]) => !dropped.includes(keyword));
    const { $ref } = schema;
    const inner = mapSubschemas(Object.fromEntries(kept), rewrite);
    if ($ref === undefined) return inner;
    const target = references.targetOf(schema);
    const isRoot = target.file === file && target.pointer === "";
    return { $ref: isRoot ? "#" : `#/$defs/${nameOf(target)}`, ...inner };
  }

  const root = rewrite(file.schema) as SchemaObject;
  // Definitions that nothing refers to belong to the contract all the same: they have types.
  for (const key of Object.keys(file.schema.$defs ?? {})) nameOf({ file, pointer: child("/$defs", key) });
  return used.size === 0 ? root : { ...root, $defs: defs };
}

/** JSON text whose properties are sorted, so that equal contents have equal texts (as RFC 8785 does). */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** SHA-256 of a file and all that it refers to, as `sha256:<hex>`: the same whatever the order of properties or layout. */
export function digest(file: ContractFile, references: References): string {
  return `sha256:${createHash("sha256")
    .update(canonicalJson(bundle(file, references)))
    .digest("hex")}`;
}

/** What travels as CloudEvents `dataschema`: the `$id` of the released snapshot of this version. */
export function dataschemaOf(file: EventFile): string {
  return `${SCHEMA_BASE}${snapshotPathOf(file)}`;
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
