import { isArray, isObject, type Json, type JsonObject, objectOf } from "../json/json.ts";
import { type Dialect, knows } from "../load/dialect.ts";
import { admitsObjects, mapSubschemas, type Role } from "./rewrite.ts";

export interface ModelOptions {
  /** The draft that the schema is written in: 2019-09 or later, for closing needs `unevaluatedProperties`. Default 2020-12. */
  readonly dialect?: Dialect;
}

/**
 * What a strict writer may send: everything that the schema declares and nothing else. Wherever an object is described,
 * an undeclared name is refused, as `unevaluatedProperties: false` there would; names that `patternProperties`,
 * `additionalProperties`, an applicator, or an object in `const` or `enum` declare are declared. `x-extensible-enum` is
 * an enum, with null where the type allows null. What stands under `not`, `if`, `contains` and `propertyNames` is a test
 * and stays as it is, and so does a schema that leaves open what its value is.
 *
 * A free-form object must say so (`additionalProperties: true`): `type: object` without properties closes to `{}`.
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
  // What leaves everything open stays so where it is referred to, and closed around.
  if (role === "definition" && !says(schema, dialect)) return { additionalProperties: true };
  if (!isObject(schema)) return schema;
  const inner = mapSubschemas(schema, dialect, (one, at) => closeAt(one, at, dialect));
  const listed = literal(enumerated(inner));
  const described = admitsObjects(schema) && describesObject(schema);
  const open = role === "part" && described && !("unevaluatedProperties" in schema);
  if (!open || schema.additionalProperties !== undefined) return listed;
  // Where nothing else can declare a name, the plainer keyword says the same, and validators are faster with it.
  const alone = !declarers.some((keyword) => keyword in schema);
  return { ...listed, [alone ? "additionalProperties" : "unevaluatedProperties"]: false };
}

/** Keywords whose subschemas declare names of the same object. */
const declarers = ["$ref", "$dynamicRef", "$recursiveRef", "allOf", "anyOf", "oneOf", "if", "dependentSchemas"];

/** Whether a schema limits anything. */
export function says(schema: Json, dialect: Dialect): boolean {
  if (!isObject(schema)) return schema === false;
  return Object.keys(schema).some((keyword) => knows(dialect, keyword) || keyword === "x-extensible-enum");
}

/** Whether a schema says, at its own place, that its value may be an object; what it refers to may. */
export function describesObject(schema: Json): boolean {
  if (!isObject(schema)) return false;
  if (["properties", "patternProperties", "$ref", "$dynamicRef", "$recursiveRef"].some((one) => one in schema))
    return true;
  if ([schema.type].flat().includes("object")) return true;
  const { allOf = [], anyOf = [], oneOf = [], dependentSchemas = {} } = schema;
  const parts = [
    allOf,
    anyOf,
    oneOf,
    schema.then ?? [],
    schema.else ?? [],
    Object.values(dependentSchemas as JsonObject),
  ];
  return parts.flat().some((part) => describesObject(part as Json));
}

/** The names of objects that are listed as values are declared by that. */
function literal(schema: JsonObject): JsonObject {
  const values = [schema.const ?? null, ...(isArray(schema.enum) ? schema.enum : [])].filter(isObject);
  const names = new Set(values.flatMap((value) => Object.keys(value)));
  if (names.size === 0) return schema;
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  return {
    ...schema,
    properties: objectOf([...[...names].map((name): [string, Json] => [name, true]), ...properties]),
  };
}

/** An open set of values is closed for whoever writes: a member must be declared before it is sent. */
function enumerated(schema: { readonly [name: string]: Json }): { readonly [name: string]: Json } {
  const { "x-extensible-enum": members, ...rest } = schema;
  if (!isArray(members)) return schema;
  const values = [rest.type].flat().includes("null") ? [...members, null] : members;
  if (rest.enum === undefined) return objectOf([...Object.entries(rest), ["enum", values]]);
  return objectOf([...Object.entries(rest), ["allOf", [...(isArray(rest.allOf) ? rest.allOf : []), { enum: values }]]]);
}
