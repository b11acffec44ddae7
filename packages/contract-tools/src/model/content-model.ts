// The two sides of a contract. A writer is held to all of it and may send nothing else; a reader relies on its
// structure only. Both work on what bundle() returns and return a schema of the same form.

import type { Schema, SchemaObject } from "./schema.ts";
import { mapSubschemas } from "./walk.ts";

/** Where a schema stands, which decides how it is rewritten. Each definition exists once per role that it is used in. */
type Role =
  /** Alone at its place in the data: it says which properties there are. */
  | "whole"
  /** Beside others at one place: an enclosing schema closes them together. */
  | "part"
  /** As the reader sees it. */
  | "open"
  /** A condition (`if`, `not`, `contains`): changing it would change what it selects. */
  | "condition";

const DEFS = "#/$defs/";

/** Rewrites the root in `role`, and each definition in every role that is asked for through `refer`. */
function rewrite(
  root: SchemaObject,
  role: Role,
  convert: (schema: SchemaObject, role: Role, refer: (ref: string, role: Role) => string) => Schema,
): SchemaObject {
  const defs: Record<string, Schema> = {};
  const { $defs: sources = {}, ...top } = root;

  function refer(ref: string, wanted: Role): string {
    if (ref === "#" && wanted === role) return "#";
    const source = ref === "#" ? top : (sources[ref.slice(DEFS.length)] as Schema);
    const name = `${ref === "#" ? "Root" : ref.slice(DEFS.length)}${wanted === role ? "" : `_${wanted}`}`;
    if (!Object.hasOwn(defs, name)) {
      defs[name] = true; // taken before its own references are followed: definitions may be recursive
      defs[name] = typeof source === "boolean" ? source : convert(source, wanted, refer);
    }
    return DEFS + name;
  }

  const converted = convert(top, role, refer) as SchemaObject;
  return Object.keys(defs).length === 0 ? converted : { ...converted, $defs: defs };
}

const CONDITIONS = new Set(["if", "not", "contains", "propertyNames"]);
const IN_PLACE_PARTS = new Set(["allOf", "anyOf", "oneOf", "then", "else"]);

/**
 * What a publisher may send: `bundled` with undeclared properties refused wherever an object is described, and with
 * the members of an extensible enum as the only ones. Unions whose alternatives exclude each other are closed inside,
 * where it costs least; any other combination is closed around.
 */
export function closed(bundled: SchemaObject): SchemaObject {
  const resolve = (schema: Schema): Schema => {
    let current = schema;
    while (typeof current === "object" && current.$ref !== undefined) {
      current = current.$ref === "#" ? bundled : (bundled.$defs?.[current.$ref.slice(DEFS.length)] as Schema);
    }
    return current;
  };
  return rewrite(bundled, "whole", (schema, role, refer) => close(schema, role, refer, resolve));
}

function close(
  schema: SchemaObject,
  role: Role,
  refer: (ref: string, role: Role) => string,
  resolve: (schema: Schema) => Schema,
): Schema {
  if (role === "condition") return untouched(schema, refer);
  const branches = role === "whole" ? exclusiveBranches(schema, resolve) : undefined;
  const isReference = role === "whole" && schema.$ref !== undefined && !describesObject(schema, false);
  const partRole = branches !== undefined ? "whole" : "part";
  const inner = mapSubschemas(schema, (child, keyword) => {
    if (typeof child === "boolean") return child;
    if (CONDITIONS.has(keyword)) return close(child, "condition", refer, resolve);
    return close(child, IN_PLACE_PARTS.has(keyword) ? partRole : "whole", refer, resolve);
  });
  const { "x-extensible-enum": members, $ref, ...rest } = inner;
  const result: Record<string, unknown> = { ...rest };
  if ($ref !== undefined) result.$ref = refer($ref, isReference ? "whole" : "part");
  if (members !== undefined) result.enum = [schema.type].flat().includes("null") ? [...members, null] : members;
  if (branches?.tag !== undefined) {
    result.discriminator = { propertyName: branches.tag };
    result.type = "object";
  }
  if (role === "whole" && branches === undefined && !isReference && describesObject(schema)) {
    const combined = schema.$ref !== undefined || Object.keys(schema).some((keyword) => IN_PLACE_PARTS.has(keyword));
    if (combined) result.unevaluatedProperties = false;
    else result.additionalProperties ??= false;
  }
  return result;
}

/** Whether anything in `schema` at its own place speaks of properties; what it refers to may. */
function describesObject(schema: SchemaObject, referenceMay = true): boolean {
  if (schema.properties !== undefined || schema.patternProperties !== undefined) return true;
  if (schema.$ref !== undefined && referenceMay) return true;
  if ([schema.type].flat().includes("object")) return true;
  return [schema.allOf, schema.anyOf, schema.oneOf, [schema.then ?? true, schema.else ?? true]]
    .flatMap((list) => list ?? [])
    .some((part) => typeof part === "object" && describesObject(part));
}

/** The alternatives of a union that stands alone, where no value can match two; with the property that tells them apart. */
function exclusiveBranches(
  schema: SchemaObject,
  resolve: (schema: Schema) => Schema,
): { readonly tag: string | undefined } | undefined {
  const union = schema.oneOf ?? schema.anyOf;
  const combines = ["properties", "patternProperties", "$ref", "allOf", "then", "else"].some((key) => key in schema);
  if (union === undefined || combines || (schema.oneOf !== undefined && schema.anyOf !== undefined)) return undefined;
  const branches = union.map(resolve).filter((branch): branch is SchemaObject => typeof branch === "object");
  if (branches.length < union.length) return undefined;
  const [first] = branches;
  const tag = first?.required?.find((name) => areDisjoint(branches.map((branch) => tagValues(branch, name))));
  if (tag !== undefined && union.length > 1) return { tag: schema.oneOf === undefined ? undefined : tag };
  const types = branches.map(({ type }) => (type === undefined ? undefined : [type].flat()));
  return areDisjoint(types) && !overlaps(types) ? { tag: undefined } : undefined;
}

/** The values that a branch allows for its required property `name`, where it lists them. */
function tagValues(branch: SchemaObject, name: string): readonly unknown[] | undefined {
  const property = branch.properties?.[name];
  if (typeof property !== "object" || branch.type !== "object" || !branch.required?.includes(name)) return undefined;
  const values = property.const === undefined ? property.enum : [property.const];
  return values?.every((value) => typeof value === "string") ? values : undefined;
}

function areDisjoint(sets: readonly (readonly unknown[] | undefined)[]): boolean {
  const all = sets.flatMap((set) => set ?? []);
  return sets.every((set) => set !== undefined) && new Set(all).size === all.length;
}

/** An integer is a number too. */
function overlaps(types: readonly (readonly unknown[] | undefined)[]): boolean {
  const all = types.flat();
  return all.includes("integer") && all.includes("number");
}

/** What the writer promises about values, which a reader does not rely on. */
const WRITERS_PROMISES = new Set([
  "minLength",
  "maxLength",
  "pattern",
  "format",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
  "uniqueItems",
  "contains",
  "minContains",
  "maxContains",
  "minProperties",
  "maxProperties",
  "propertyNames",
  "x-extensible-enum",
]);

/** What a consumer accepts: the structure of `bundled` (types, required, const, closed enums), without the promises. */
export function open(bundled: SchemaObject): SchemaObject {
  return rewrite(bundled, "open", (schema, role, refer) => loosen(schema, role, refer));
}

function loosen(schema: SchemaObject, role: Role, refer: (ref: string, role: Role) => string): Schema {
  if (role === "condition") return untouched(schema, refer);
  const kept = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !WRITERS_PROMISES.has(keyword)));
  const inner = mapSubschemas(kept, (child, keyword) => {
    if (typeof child === "boolean") return child;
    return loosen(child, CONDITIONS.has(keyword) ? "condition" : "open", refer);
  });
  return inner.$ref === undefined ? inner : { ...inner, $ref: refer(inner.$ref, "open") };
}

function untouched(schema: SchemaObject, refer: (ref: string, role: Role) => string): SchemaObject {
  const inner = mapSubschemas(schema, (child) => (typeof child === "boolean" ? child : untouched(child, refer)));
  return inner.$ref === undefined ? inner : { ...inner, $ref: refer(inner.$ref, "condition") };
}
