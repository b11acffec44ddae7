import type { Case } from "../support/case.ts";

const properties = { id: { type: "string" } };

export const cases: readonly Case[] = [
  { name: "a property beside the others", schema: { properties, name: { type: "string" } }, finds: ["/name"] },
  {
    name: "one that refers to its schema",
    schema: { properties, name: { $ref: "#/properties/id" } },
    finds: ["/name"],
  },
  {
    name: "an annotation that is an object",
    schema: { properties, self: { vendor: "a", format: "jsonschema" } },
    finds: [],
  },
  { name: "an extension", schema: { properties, "x-name": { type: "string" } }, finds: [] },
  {
    name: "one inside another property, where a brace closes too late",
    schema: { type: "array", items: {}, missing: { type: "array", items: {} } },
    finds: ["/missing"],
  },
  {
    name: "schemas that are only held by their names",
    schema: { definitions: { all: { one: { type: "string", enum: ["a"] } } } },
    finds: [],
  },
  {
    name: "a value of a keyword of one's own",
    schema: { type: "object", store: { type: "table", name: "a" } },
    finds: [],
  },
];
