import type { ContractFile } from "../../model/model.ts";
import { typeNameAt } from "../../model/names.ts";
import { child, valueAt } from "../../model/pointer.ts";
import type { References } from "../../model/references.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import { docComment } from "./doc-comment.ts";

/** A schema in the dialect that json-schema-to-typescript prints well. `tsType` is a type as text. */
export type Printable = Readonly<Record<string, unknown>>;

const UNKNOWN: Printable = { tsType: "unknown" };
const isUnknown = (schema: Printable): boolean => schema.tsType === "unknown";

/** Keywords that give a schema next to a `$ref` a type of its own. */
const STRUCTURE = [
  "type",
  "properties",
  "patternProperties",
  "additionalProperties",
  "enum",
  "const",
  "items",
] as const;
const COMBINATIONS = ["allOf", "anyOf", "oneOf"] as const;

/**
 * Rewrites the schema at `pointer` for json-schema-to-typescript, which left to itself copies what a `$ref` leads to,
 * numbers names, gives every object an index signature, drops `prefixItems`, and spells out arrays of up to N items.
 * `named` are the pointers that have a type of their own.
 */
export function normalise(
  file: ContractFile,
  pointer: string,
  named: ReadonlySet<string>,
  references: References,
): Printable {
  function visit(schema: Schema, at: string): Printable {
    if (at !== pointer && named.has(at)) {
      const comment = typeof schema === "object" ? docComment(schema) : undefined;
      return withComment({ tsType: typeNameAt({ file, pointer: at }) }, comment);
    }
    if (typeof schema === "boolean") return schema ? UNKNOWN : { tsType: "never" };
    return withComment(typeOf(schema, at), docComment(schema));
  }

  function typeOf(schema: SchemaObject, at: string): Printable {
    const parts: Printable[] = [];
    if (schema.$ref !== undefined) parts.push({ tsType: typeNameAt(references.targetOf(schema)) });
    if (STRUCTURE.some((keyword) => schema[keyword] !== undefined) || schema["x-extensible-enum"] !== undefined) {
      parts.push(ownType(schema, at));
    }
    for (const keyword of COMBINATIONS) {
      const members = schema[keyword]?.map((item, i) => visit(item, child(child(at, keyword), i)));
      if (members === undefined) continue;
      if (keyword === "allOf") parts.push(...members);
      // A union with a member of which nothing is known says nothing.
      else if (!members.some(isUnknown))
        parts.push(members.length === 1 ? (members[0] as Printable) : { anyOf: members });
    }
    const known = parts.filter((part) => !isUnknown(part));
    if (known.length === 0) return UNKNOWN;
    return known.length === 1 ? (known[0] as Printable) : { allOf: known };
  }

  function ownType(schema: SchemaObject, at: string): Printable {
    if (schema.const !== undefined) return { const: schema.const };
    if (schema.enum !== undefined) return { enum: schema.enum };
    const types = schema.type === undefined ? [] : [schema.type].flat();
    if (schema["x-extensible-enum"] !== undefined) return extensibleEnum(schema["x-extensible-enum"], types);
    if (types.length > 1) return { anyOf: types.map((type) => typed(schema, type, at)) };
    const [type = schema.properties || schema.patternProperties || schema.additionalProperties ? "object" : "array"] =
      types;
    return typed(schema, type, at);
  }

  function typed(schema: SchemaObject, type: string, at: string): Printable {
    if (type === "object") return objectType(schema, at);
    if (type === "array") return arrayType(schema, at);
    return { type: type === "integer" ? "number" : type };
  }

  function objectType(schema: SchemaObject, at: string): Printable {
    const { properties = {}, patternProperties = {}, additionalProperties } = schema;
    const inner = (map: Readonly<Record<string, Schema>>, keyword: string): Record<string, Printable> =>
      Object.fromEntries(
        Object.entries(map).map(([key, value]) => [key, visit(value, child(child(at, keyword), key))]),
      );
    const values = Object.values(inner(patternProperties, "patternProperties"));
    if (typeof additionalProperties === "object")
      values.push(visit(additionalProperties, `${at}/additionalProperties`));
    if (additionalProperties === true) values.push(UNKNOWN);
    const index = values.length > 1 ? { anyOf: values } : values[0];
    const fields = inner(properties, "properties");
    if (Object.keys(fields).length === 0 && (index === undefined || isUnknown(index))) {
      return { tsType: index === undefined ? "Record<string, never>" : "Record<string, unknown>" };
    }
    return {
      type: "object",
      properties: fields,
      required: schema.required ?? [],
      additionalProperties: index ?? false,
    };
  }

  function arrayType(schema: SchemaObject, at: string): Printable {
    const rest = schema.items === undefined ? UNKNOWN : visit(schema.items, `${at}/items`);
    if (schema.prefixItems === undefined) return { type: "array", items: rest };
    const items = schema.prefixItems.map((item, i) => visit(item, child(`${at}/prefixItems`, i)));
    return {
      type: "array",
      items: items.slice(0, schema.maxItems),
      additionalItems: schema.items === false ? false : rest,
      minItems: Math.min(schema.minItems ?? 0, items.length),
    };
  }

  return visit(valueAt(file.schema, pointer) as Schema, pointer);
}

/** An open set: editors offer the known members, the compiler takes any string. */
function extensibleEnum(members: readonly string[], types: readonly string[]): Printable {
  const literals = members.map((member) => JSON.stringify(member));
  return { tsType: [...literals, "(string & {})", ...(types.includes("null") ? ["null"] : [])].join(" | ") };
}

function withComment(schema: Printable, comment: string | undefined): Printable {
  return comment === undefined ? schema : { ...schema, description: comment };
}
