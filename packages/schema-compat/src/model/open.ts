import { isArray, isObject, type Json, objectOf } from "../json/json.ts";
import type { Dialect } from "../load/dialect.ts";
import type { ModelOptions } from "./close.ts";
import { mapSubschemas, type Role } from "./rewrite.ts";

/** The writer's promises about values and counts, which a tolerant reader does not rely on. */
const promises = new Set([
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

/** These refuse what is not declared; a tolerant reader ignores it. With a schema they declare something. */
const closers = new Set([
  "additionalProperties",
  "unevaluatedProperties",
  "items",
  "additionalItems",
  "unevaluatedItems",
]);

/**
 * What a tolerant reader accepts: structure only. Types, required names, `const` and `enum` stay; undeclared names,
 * lengths, ranges, patterns, formats, counts and the members of an extensible enum are ignored. `oneOf` becomes
 * `anyOf`, for branches told apart by what is ignored would exclude each other no more; with a discriminator it is the
 * same. What stands under `not` and `if` is a test and stays as it is. The result accepts whatever the schema accepts.
 */
export function openSchema(schema: Json, options: ModelOptions = {}): Json {
  return openAt(schema, "part", options.dialect ?? "2020-12");
}

/** A document that others refer to. */
export function openDocument(schema: Json, options: ModelOptions = {}): Json {
  return openAt(schema, "inPlace", options.dialect ?? "2020-12");
}

function openAt(schema: Json, role: Role, dialect: Dialect): Json {
  if (role === "test" || !isObject(schema)) return schema;
  const kept = Object.entries(schema).filter(
    ([keyword, value]) => !promises.has(keyword) && !(closers.has(keyword) && value === false),
  );
  const inner = mapSubschemas(objectOf(kept), dialect, (one, at) => openAt(one, at, dialect));
  const { oneOf, ...rest } = inner;
  if (!isArray(oneOf)) return inner;
  if (rest.anyOf === undefined) return objectOf([...Object.entries(rest), ["anyOf", oneOf]]);
  return objectOf([...Object.entries(rest), ["allOf", [...(isArray(rest.allOf) ? rest.allOf : []), { anyOf: oneOf }]]]);
}
