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
    name: "a schema by itself, which nothing stands beside",
    schema: { type: "object", name: { type: "string" } },
    finds: [],
  },
];
