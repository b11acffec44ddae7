// The two sides of a contract. A writer is held to all of it and may send nothing else; a reader relies on its
// structure only. Both work on what bundle() returns and return a schema of the same form.

import { discriminated, exclusiveBranches, type Step, stepIn } from "./alternatives.ts";
import { type Refer, type Role, rewrite } from "./roles.ts";
import type { Schema, SchemaObject } from "./schema.ts";
import { mapSubschemas } from "./walk.ts";

const CONDITIONS = new Set(["if", "not", "contains", "propertyNames"]);
const IN_PLACE_PARTS = new Set(["allOf", "anyOf", "oneOf", "then", "else"]);

/**
 * What a publisher may send: `bundled` with undeclared properties refused wherever an object is described, and with
 * the members of an extensible enum as the only ones. Unions whose alternatives exclude each other are closed inside,
 * where it costs least; any other combination is closed around.
 */
export function closed(bundled: SchemaObject): SchemaObject {
  const step = stepIn(bundled);
  return rewrite(bundled, "whole", (schema, role, refer) => close(schema, role, refer, step));
}

function close(schema: SchemaObject, role: Role, refer: Refer, step: Step): Schema {
  if (role === "condition") return untouched(schema, refer);
  const branches = role === "whole" ? exclusiveBranches(schema, step) : undefined;
  const isReference = role === "whole" && schema.$ref !== undefined && !describesObject(schema, false);
  const partRole = branches !== undefined ? "whole" : "part";
  const inner = mapSubschemas(schema, (child, keyword) => {
    if (typeof child === "boolean") return child;
    if (CONDITIONS.has(keyword)) return close(child, "condition", refer, step);
    return close(child, IN_PLACE_PARTS.has(keyword) ? partRole : "whole", refer, step);
  });
  const { "x-extensible-enum": members, $ref, ...rest } = inner;
  const result: Record<string, unknown> = { ...rest };
  if ($ref !== undefined) result.$ref = refer($ref, isReference ? "whole" : "part");
  if (members !== undefined) result.enum = [schema.type].flat().includes("null") ? [...members, null] : members;
  Object.assign(result, literalNames(schema, inner));
  if (branches?.tag !== undefined) Object.assign(result, discriminated(branches.tag));
  if (role === "whole" && branches === undefined && !isReference && describesObject(schema)) {
    const combined = schema.$ref !== undefined || Object.keys(schema).some((keyword) => IN_PLACE_PARTS.has(keyword));
    if (combined) result.unevaluatedProperties = false;
    else result.additionalProperties ??= false;
  }
  return result;
}

/** An object that is listed as a value declares its names by that: what closes around it lets them pass. */
function literalNames(schema: SchemaObject, inner: SchemaObject): object {
  const values = [schema.const, ...(schema.enum ?? [])].filter(
    (value): value is object => typeof value === "object" && value !== null && !Array.isArray(value),
  );
  const names = new Set(values.flatMap((value) => Object.keys(value)));
  if (names.size === 0) return {};
  return { properties: { ...Object.fromEntries([...names].map((name) => [name, true])), ...inner.properties } };
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

/** What the writer promises about values, which a reader does not rely on: they never make it refuse anything. */
export const WRITERS_PROMISES: ReadonlySet<string> = new Set([
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

/**
 * What a consumer accepts: the structure of `bundled` (types, required, const, closed enums), without the promises.
 * All that `closed` accepts is accepted here.
 */
export function open(bundled: SchemaObject): SchemaObject {
  const step = stepIn(bundled);
  return rewrite(bundled, "open", (schema, role, refer) => loosen(schema, role, refer, step));
}

function loosen(schema: SchemaObject, role: Role, refer: Refer, step: Step): Schema {
  if (role === "condition") return untouched(schema, refer);
  const kept = Object.entries(schema).filter(
    // `items: false` promises how many items there are.
    ([keyword, value]) => !WRITERS_PROMISES.has(keyword) && !(keyword === "items" && value === false),
  );
  const inner = mapSubschemas(Object.fromEntries(kept), (child, keyword) => {
    if (typeof child === "boolean") return child;
    return loosen(child, CONDITIONS.has(keyword) ? "condition" : "open", refer, step);
  });
  const { $ref, oneOf, ...rest } = inner;
  const result: Record<string, unknown> = $ref === undefined ? rest : { $ref: refer($ref, "open"), ...rest };
  if (oneOf === undefined) return result;
  const tag = exclusiveBranches(schema, step)?.tag;
  if (tag !== undefined) return { ...result, ...discriminated(tag), oneOf };
  // Without their bounds several alternatives may fit, where exactly one did.
  if (inner.anyOf === undefined) return { ...result, anyOf: oneOf };
  return { ...result, allOf: [...(inner.allOf ?? []), { anyOf: oneOf }] };
}

function untouched(schema: SchemaObject, refer: Refer): SchemaObject {
  const inner = mapSubschemas(schema, (child) => (typeof child === "boolean" ? child : untouched(child, refer)));
  return inner.$ref === undefined ? inner : { ...inner, $ref: refer(inner.$ref, "condition") };
}
