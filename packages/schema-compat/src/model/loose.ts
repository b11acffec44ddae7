import { isArray, isObject, type JsonObject } from "../json/json.ts";
import { appendPointer } from "../json/pointer.ts";
import type { Library } from "../load/library.ts";
import type { Location } from "../load/location.ts";
import type { Obstacle } from "../solve/result.ts";
import { describesObject, says } from "./close.ts";
import { admitsObjects, type Role } from "./rewrite.ts";

/**
 * A reference to what leaves open whether its value is an object. Alone at its place it is closed or left open with what
 * it points to, in other company with that: what says nothing must stand alone, and what says something of other values
 * must say whether it means objects too.
 */
export function looseReference(library: Library, location: Location, role: Role): Obstacle | undefined {
  const { $ref, ...beside } = location.schema as JsonObject;
  if (typeof $ref !== "string") return undefined;
  const target = library.resolve($ref, location);
  const { schema } = target;
  if (describesObject(schema) || !mayBeObject(library, target)) return undefined;
  const isAlone = role === "part" && !describesObject(beside) && !COMPANY.some((keyword) => keyword in beside);
  const isSilent = !says(schema, target.resource.dialect);
  if (isAlone === isSilent) return undefined;
  const reason = isSilent
    ? "what it points to says nothing, and would leave open what stands beside it"
    : "what it points to does not say whether it means objects";
  return { keyword: "$ref", pointer: appendPointer(location.pointer, "$ref"), reason };
}

const COMPANY = ["additionalProperties", "allOf", "anyOf", "oneOf", "if", "dependentSchemas"];

/** Whether a schema leaves room for objects, by its own words and those of its alternatives. */
function mayBeObject(library: Library, location: Location, depth = 0): boolean {
  const { schema } = location;
  if (!admitsObjects(schema) || !isObject(schema) || depth > 20) return admitsObjects(schema);
  const may = (keyword: string): boolean[] => {
    const branches = schema[keyword];
    if (!isArray(branches)) return [];
    return branches.map((_, i) => mayBeObject(library, library.child(location, keyword, String(i)), depth + 1));
  };
  const unions = [may("anyOf"), may("oneOf")].filter((one) => one.length > 0);
  return unions.every((one) => one.includes(true)) && !may("allOf").includes(false);
}
