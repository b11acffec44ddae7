import type { Json } from "../json/json.ts";

const count = { type: "integer", minimum: 0 };
const self = { $ref: "#" };
const list = { type: "array", minItems: 1, items: self };
const map = { type: "object", additionalProperties: self };
const names = { type: "array", items: { type: "string" }, minItems: 1, uniqueItems: true };
const types = { enum: ["array", "boolean", "integer", "null", "number", "object", "string"] };

/** What the meta-schema of draft-04 demands, for schemas that refer to it: ajv, which has the others, does not ship it. */
export const draft04: Json = {
  id: "http://json-schema.org/draft-04/schema#",
  $schema: "http://json-schema.org/draft-04/schema#",
  definitions: {
    schemaArray: list,
    positiveInteger: count,
    positiveIntegerDefault0: count,
    simpleTypes: types,
    stringArray: names,
  },
  type: "object",
  properties: {
    id: { type: "string" },
    $schema: { type: "string" },
    title: { type: "string" },
    description: { type: "string" },
    multipleOf: { type: "number", minimum: 0, exclusiveMinimum: true },
    maximum: { type: "number" },
    exclusiveMaximum: { type: "boolean" },
    minimum: { type: "number" },
    exclusiveMinimum: { type: "boolean" },
    maxLength: count,
    minLength: count,
    pattern: { type: "string", format: "regex" },
    additionalItems: { anyOf: [{ type: "boolean" }, self] },
    items: { anyOf: [self, list] },
    maxItems: count,
    minItems: count,
    uniqueItems: { type: "boolean" },
    maxProperties: count,
    minProperties: count,
    required: names,
    additionalProperties: { anyOf: [{ type: "boolean" }, self] },
    definitions: map,
    properties: map,
    patternProperties: map,
    dependencies: { type: "object", additionalProperties: { anyOf: [self, names] } },
    enum: { type: "array", minItems: 1, uniqueItems: true },
    type: { anyOf: [types, { type: "array", items: types, minItems: 1, uniqueItems: true }] },
    format: { type: "string" },
    allOf: list,
    anyOf: list,
    oneOf: list,
    not: self,
  },
  dependencies: { exclusiveMaximum: ["maximum"], exclusiveMinimum: ["minimum"] },
};
