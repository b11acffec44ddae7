import { isArray, isObject, type Json } from "../json/json.ts";
import { knows } from "./dialect.ts";
import { type Location, SchemaError, schemaAt } from "./location.ts";

type Check = readonly [want: string, test: (value: Json) => boolean];

const isSchema = (value: Json): boolean => typeof value === "boolean" || isObject(value);
const types = new Set(["null", "boolean", "number", "integer", "string", "array", "object"]);
const isType = (value: Json): boolean => typeof value === "string" && types.has(value);

const count: Check = ["a number that is not negative", (value) => typeof value === "number" && value >= 0];
// A boolean exclusive bound is draft-04's; its meaning is plain where a later draft meets it too.
const bound: Check = ["a number", (value) => Number.isFinite(value) || typeof value === "boolean"];
// JSON.parse makes Infinity of 1e400.
const number: Check = ["a number within the range of doubles", (value) => Number.isFinite(value)];
const text: Check = ["a string", (value) => typeof value === "string"];
const names: Check = [
  "an array of strings",
  (value) => isArray(value) && value.every((one) => typeof one === "string"),
];
const schema: Check = ["a schema", isSchema];
const schemas: Check = ["an array of schemas", (value) => isArray(value) && value.every(isSchema)];
const map: Check = ["an object of schemas", (value) => isObject(value) && Object.values(value).every(isSchema)];

/** What each keyword's value must be. A schema that breaks this has no meaning, and is not given one. */
const checks: Readonly<Record<string, Check>> = {
  type: ["a type or a list of types", (value) => isType(value) || (isArray(value) && value.every(isType))],
  enum: ["an array", isArray],
  minimum: number,
  maximum: number,
  exclusiveMinimum: bound,
  exclusiveMaximum: bound,
  multipleOf: ["a number above zero", (value) => Number.isFinite(value) && Number(value) > 0],
  minLength: count,
  maxLength: count,
  minItems: count,
  maxItems: count,
  minContains: count,
  maxContains: count,
  minProperties: count,
  maxProperties: count,
  uniqueItems: ["a boolean", (value) => typeof value === "boolean"],
  pattern: text,
  format: text,
  $ref: text,
  $dynamicRef: text,
  required: names,
  properties: map,
  patternProperties: map,
  dependentSchemas: map,
  dependentRequired: [
    "an object of arrays of strings",
    (value) => isObject(value) && Object.values(value).every(names[1]),
  ],
  dependencies: [
    "an object of schemas or arrays of strings",
    (value) => isObject(value) && Object.values(value).every((one) => isSchema(one) || names[1](one)),
  ],
  additionalProperties: schema,
  unevaluatedProperties: schema,
  propertyNames: schema,
  prefixItems: schemas,
  items: ["a schema or an array of schemas", (value) => isSchema(value) || schemas[1](value)],
  additionalItems: schema,
  contains: schema,
  unevaluatedItems: schema,
  allOf: schemas,
  anyOf: schemas,
  oneOf: schemas,
  not: schema,
  if: schema,
  else: schema,
};

/** Throws SchemaError at the first keyword of this place whose value has the wrong shape. */
export function checkShape(location: Location): void {
  const value = schemaAt(location);
  if (typeof value === "boolean") return;
  for (const [keyword, held] of Object.entries(value)) {
    const check = keyword === "then" ? schema : Object.hasOwn(checks, keyword) ? checks[keyword] : undefined;
    if (check === undefined || !knows(location.resource.dialect, keyword) || check[1](held)) continue;
    const shown = JSON.stringify(held);
    const got = shown.length > 40 ? `${shown.slice(0, 37)}…` : shown;
    throw new SchemaError(keyword, `${location.pointer}/${keyword}`, `got ${got}, want ${check[0]}`);
  }
}
