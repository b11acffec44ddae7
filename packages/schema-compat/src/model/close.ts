import { isArray, isObject, type Json, objectOf } from "../json/json.ts";
import type { Dialect } from "../load/dialect.ts";
import { admitsObjects, mapSubschemas, type Role } from "./rewrite.ts";

export interface ModelOptions {
  /** The draft that the schema is written in: 2019-09 or later, for closing needs `unevaluatedProperties`. Default 2020-12. */
  readonly dialect?: Dialect;
}

/**
 * What a strict writer may send: everything that the schema declares and nothing else. At every object location an
 * undeclared name is refused, as `unevaluatedProperties: false` there would; names that `patternProperties`,
 * `additionalProperties` or an applicator declare are declared. `x-extensible-enum` is an enum. What stands under
 * `not`, `if`, `contains` and `propertyNames` is a test and stays as it is.
 *
 * A free-form object must say so (`additionalProperties: true`): an object schema without properties closes to `{}`.
 */
export function closeSchema(schema: Json, options: ModelOptions = {}): Json {
  return closeAt(schema, "part", options.dialect ?? "2020-12");
}

/** A document that others refer to: its own root is closed where it is used, not where it stands. */
export function closeDocument(schema: Json, options: ModelOptions = {}): Json {
  return closeAt(schema, "inPlace", options.dialect ?? "2020-12");
}

function closeAt(schema: Json, role: Role, dialect: Dialect): Json {
  if (role === "test") return schema;
  if (!isObject(schema)) return schema === true && role === "part" ? { additionalProperties: false } : schema;
  const inner = mapSubschemas(schema, dialect, (one, at) => closeAt(one, at, dialect));
  const listed = enumerated(inner);
  const open = role === "part" && admitsObjects(schema) && !("unevaluatedProperties" in schema);
  if (!open || schema.additionalProperties !== undefined) return listed;
  // Where nothing else can declare a name, the plainer keyword says the same, and validators are faster with it.
  const alone = !declarers.some((keyword) => keyword in schema);
  return { ...listed, [alone ? "additionalProperties" : "unevaluatedProperties"]: false };
}

/** Keywords whose subschemas declare names of the same object. */
const declarers = ["$ref", "$dynamicRef", "$recursiveRef", "allOf", "anyOf", "oneOf", "if", "dependentSchemas"];

/** An open set of values is closed for whoever writes: a member must be declared before it is sent. */
function enumerated(schema: { readonly [name: string]: Json }): { readonly [name: string]: Json } {
  const { "x-extensible-enum": values, ...rest } = schema;
  if (!isArray(values)) return schema;
  if (rest.enum === undefined) return objectOf([...Object.entries(rest), ["enum", values]]);
  return objectOf([...Object.entries(rest), ["allOf", [...(isArray(rest.allOf) ? rest.allOf : []), { enum: values }]]]);
}
