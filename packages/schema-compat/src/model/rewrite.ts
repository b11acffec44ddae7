import { isArray, isObject, type Json, type JsonObject, objectOf } from "../json/json.ts";
import { type Dialect, shapeOf } from "../load/dialect.ts";

/** How a subschema is applied: to a part of the instance, to the instance itself, or only to learn something about it. */
export type Role = "part" | "inPlace" | "test" | "definition";

const roles: ReadonlyMap<string, Role> = new Map([
  ...(["$defs", "definitions"] as const).map((keyword): [string, Role] => [keyword, "definition"]),
  ...["allOf", "anyOf", "oneOf", "then", "else", "dependentSchemas", "dependencies"].map((keyword): [string, Role] => [
    keyword,
    "inPlace",
  ]),
  ...["not", "if", "contains", "propertyNames"].map((keyword): [string, Role] => [keyword, "test"]),
]);

export function roleOf(keyword: string): Role {
  return roles.get(keyword) ?? "part";
}

/** Calls `visit` for every subschema that stands directly in this one. */
export function* subschemas(
  schema: JsonObject,
  dialect: Dialect,
): Generator<{ keyword: string; steps: string[]; schema: Json }> {
  for (const [keyword, value] of Object.entries(schema)) {
    const shape = shapeOf(dialect, keyword);
    if (shape === undefined) continue;
    if (isArray(value)) {
      for (const [i, one] of value.entries()) yield { keyword, steps: [keyword, String(i)], schema: one };
    } else if ((shape === "map" || keyword === "dependencies") && isObject(value)) {
      for (const [name, one] of Object.entries(value)) {
        if (!isArray(one)) yield { keyword, steps: [keyword, name], schema: one };
      }
    } else yield { keyword, steps: [keyword], schema: value };
  }
}

/** The schema with each subschema replaced. */
export function mapSubschemas(
  schema: JsonObject,
  dialect: Dialect,
  change: (one: Json, role: Role) => Json,
): JsonObject {
  return objectOf(
    Object.entries(schema).map(([keyword, value]): [string, Json] => {
      const shape = shapeOf(dialect, keyword);
      const to = (one: Json): Json => change(one, roleOf(keyword));
      if (shape === undefined) return [keyword, value];
      if (isArray(value)) return [keyword, value.map(to)];
      if ((shape === "map" || keyword === "dependencies") && isObject(value)) {
        return [keyword, objectOf(Object.entries(value).map(([name, one]) => [name, isArray(one) ? one : to(one)]))];
      }
      return [keyword, to(value)];
    }),
  );
}

/** Whether a schema's own words leave room for objects. */
export function admitsObjects(schema: Json): boolean {
  if (!isObject(schema)) return schema !== false;
  const { type, enum: values } = schema;
  if (type !== undefined && type !== "object" && !(isArray(type) && type.includes("object"))) return false;
  if ("const" in schema && !isObject(schema.const as Json)) return false;
  return !isArray(values) || values.some(isObject);
}
