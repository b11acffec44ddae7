import type { Dialect, Json, JsonObject } from "../src/index.ts";

const values = new Set(["enum", "default", "required", "type"]);
const maps = new Set(["properties", "patternProperties", "definitions"]);

/** A draft-04 schema in the words of a later draft. */
export function reworded(schema: Json, dialect: Dialect): Json {
  if (Array.isArray(schema)) return schema.map((one) => reworded(one, dialect));
  if (typeof schema !== "object" || schema === null) return schema;
  const modern = dialect === "2019-09" || dialect === "2020-12";
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, items, additionalItems, dependencies, id, ...rest } =
    schema as JsonObject;
  const inner = Object.entries(rest).map(([keyword, held]): [string, Json] => {
    if (keyword === "$ref" && dialect === "2020-12")
      return [keyword, String(held).replace(/\/items\/(?=\d)/, "/prefixItems/")];
    if (values.has(keyword)) return [keyword, held];
    if (maps.has(keyword)) return [keyword, mapped(held as JsonObject, dialect)];
    return [keyword, reworded(held, dialect)];
  });
  const put = (keyword: string, value: Json | undefined): void => {
    if (value !== undefined) inner.push([keyword, value]);
  };
  put(exclusiveMinimum === true ? "exclusiveMinimum" : "minimum", minimum);
  put(exclusiveMaximum === true ? "exclusiveMaximum" : "maximum", maximum);
  put("$id", id);
  if (Array.isArray(items) && dialect === "2020-12") {
    put("prefixItems", reworded(items, dialect));
    put("items", additionalItems === undefined ? undefined : reworded(additionalItems, dialect));
  } else {
    put("items", items === undefined ? undefined : reworded(items, dialect));
    if (dialect !== "2020-12")
      put("additionalItems", additionalItems === undefined ? undefined : reworded(additionalItems, dialect));
  }
  const needs = Object.entries((dependencies ?? {}) as JsonObject);
  if (needs.length > 0 && !modern) put("dependencies", mapped(dependencies as JsonObject, dialect));
  const pick = (isList: boolean): JsonObject =>
    mapped(Object.fromEntries(needs.filter(([, need]) => Array.isArray(need) === isList)), dialect);
  if (modern && Object.keys(pick(true)).length > 0) put("dependentRequired", pick(true));
  if (modern && Object.keys(pick(false)).length > 0) put("dependentSchemas", pick(false));
  return Object.fromEntries(inner);
}

function mapped(map: JsonObject, dialect: Dialect): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([name, one]) => [name, reworded(one, dialect)]));
}
