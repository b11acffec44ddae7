import type { ContractFile } from "../../model/contract-file.ts";
import { typeNameAt } from "../../model/names.ts";
import { child, valueAt } from "../../model/pointer.ts";
import type { References } from "../../model/references.ts";
import type { Schema, SchemaMap, SchemaObject } from "../../model/schema.ts";
import { docComment } from "./doc-comment.ts";
import { encodeComment, encodeName } from "./type-text.ts";

/** A schema in the dialect that json-schema-to-typescript prints well. `tsType` is a type as text. */
export type Printable = Readonly<Record<string, unknown>>;

const UNKNOWN: Printable = { tsType: "unknown" };
const isUnknown = (schema: Printable): boolean => schema.tsType === "unknown";

/** Keywords that say what properties or items there are, or name the values. */
const STRUCTURE = [
  "properties",
  "patternProperties",
  "additionalProperties",
  "enum",
  "const",
  "x-extensible-enum",
  "prefixItems",
  "items",
] as const;
const COMBINATIONS = ["allOf", "anyOf", "oneOf"] as const;

/**
 * Rewrites the schema at `pointer` for json-schema-to-typescript, which left to itself copies what a `$ref` leads to,
 * numbers names, gives every object an index signature, drops `prefixItems`, spells out arrays of up to N items, and
 * stumbles over properties such as `hasOwnProperty`. `named` are the pointers that have a type of their own.
 */
export function normalise(
  file: ContractFile,
  pointer: string,
  named: ReadonlySet<string>,
  references: References,
): Printable {
  function visit(schema: Schema, at: string): Printable {
    const comment = typeof schema === "object" ? docComment(schema) : undefined;
    const type = at !== pointer && named.has(at) ? { tsType: typeNameAt({ file, pointer: at }) } : typeOf(schema, at);
    return comment === undefined ? type : { ...type, description: encodeComment(comment) };
  }

  function typeOf(schema: Schema, at: string): Printable {
    if (typeof schema === "boolean") return schema ? UNKNOWN : { tsType: "never" };
    const parts: Printable[] = [];
    if (schema.$ref !== undefined) parts.push({ tsType: typeNameAt(references.targetOf(schema)) });
    for (const keyword of COMBINATIONS) {
      const members = schema[keyword]?.map((item, i) => visit(item, child(child(at, keyword), i))) ?? [];
      if (keyword === "allOf") parts.push(...members);
      // A union with a member of which nothing is known says nothing.
      else if (members.length > 0 && !members.some(isUnknown)) parts.push({ anyOf: members });
    }
    const known = parts.filter((part) => !isUnknown(part));
    // A bare `type` beside a reference or a combination repeats what that says.
    const saysMore = STRUCTURE.some((keyword) => schema[keyword] !== undefined);
    if (saysMore || (schema.type !== undefined && known.length === 0)) known.unshift(ownType(schema, at));
    const [first = UNKNOWN, ...more] = known.filter((part) => !isUnknown(part));
    return more.length === 0 ? first : { allOf: [first, ...more] };
  }

  function ownType(schema: SchemaObject, at: string): Printable {
    if (schema.const !== undefined) return valueType(schema.const);
    if (schema.enum !== undefined) return { anyOf: schema.enum.map(valueType) };
    const types = schema.type === undefined ? [] : [schema.type].flat();
    if (schema["x-extensible-enum"] !== undefined) return extensibleEnum(schema["x-extensible-enum"], types);
    if (types.length > 1) return { anyOf: types.map((type) => typed(schema, type, at)) };
    const isArray = schema.items !== undefined || schema.prefixItems !== undefined;
    return typed(schema, types[0] ?? (isArray ? "array" : "object"), at);
  }

  function typed(schema: SchemaObject, type: string, at: string): Printable {
    if (type === "object") return objectType(schema, at);
    if (type === "array") return arrayType(schema, at);
    return { type: type === "integer" ? "number" : type };
  }

  function objectType(schema: SchemaObject, at: string): Printable {
    const { properties, patternProperties, additionalProperties } = schema;
    const inner = (map: SchemaMap | undefined, keyword: string): (readonly [string, Printable])[] =>
      Object.entries(map ?? {}).map(([key, value]) => [key, visit(value, child(child(at, keyword), key))]);
    const values = inner(patternProperties, "patternProperties").map(([, value]) => value);
    if (additionalProperties !== undefined) values.push(visit(additionalProperties, `${at}/additionalProperties`));
    const index = values.length > 1 ? { anyOf: values } : values[0];
    const fields = inner(properties, "properties").map(([name, value]) => [encodeName(name), value] as const);
    if (fields.length === 0 && (index === undefined || isUnknown(index))) {
      return { tsType: index === undefined ? "Record<string, never>" : "Record<string, unknown>" };
    }
    return {
      type: "object",
      properties: Object.fromEntries(fields),
      required: (schema.required ?? []).map(encodeName),
      additionalProperties: index ?? false,
    };
  }

  function arrayType(schema: SchemaObject, at: string): Printable {
    const { prefixItems, items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
    const rest = items === undefined ? UNKNOWN : visit(items, `${at}/items`);
    if (prefixItems === undefined) return { type: "array", items: rest };
    const first = prefixItems.slice(0, maxItems).map((item, i) => visit(item, child(`${at}/prefixItems`, i)));
    return tuple(first, Math.min(minItems, first.length), items !== false && maxItems > first.length ? rest : false);
  }

  return visit(valueAt(file.schema, pointer) as Schema, pointer);
}

function tuple(items: readonly Printable[], minItems: number, rest: Printable | false): Printable {
  return items.length === 0 ? { tsType: "[]" } : { type: "array", items, minItems, additionalItems: rest };
}

/** The type that one value has. */
function valueType(value: unknown): Printable {
  if (typeof value !== "object" || value === null) return { enum: [value] };
  if (Array.isArray(value)) return tuple(value.map(valueType), value.length, false);
  const fields = Object.entries(value).map(([name, inner]) => [encodeName(name), valueType(inner)] as const);
  if (fields.length === 0) return { tsType: "Record<string, never>" };
  const required = fields.map(([name]) => name);
  return { type: "object", properties: Object.fromEntries(fields), required, additionalProperties: false };
}

/** An open set: editors offer the known members, the compiler takes any string. */
function extensibleEnum(members: readonly string[], types: readonly string[]): Printable {
  const literals = members.map((member) => JSON.stringify(member));
  return { tsType: [...literals, "(string & {})", ...(types.includes("null") ? ["null"] : [])].join(" | ") };
}
