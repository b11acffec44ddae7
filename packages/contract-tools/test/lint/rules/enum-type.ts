import type { Case } from "../support/case.ts";

export const cases: readonly Case[] = [
  {
    name: "null among texts",
    schema: { type: "string", enum: ["a", null] },
    finds: ["/enum/1"],
    says: "got null among the values",
  },
  { name: "a number as text", schema: { type: "integer", enum: [1, "2", 3.5] }, finds: ["/enum/1", "/enum/2"] },
  {
    name: "a const of another type",
    schema: { properties: { a: { type: "string", const: 1 } } },
    finds: ["/properties/a/const"],
  },
  {
    name: "values of any of several types",
    schema: { type: ["string", "null", "array"], enum: ["a", null, []] },
    finds: [],
  },
  { name: "1.0 as an integer", schema: JSON.parse('{ "type": "integer", "enum": [1.0] }'), finds: [] },
  { name: "no type", schema: { enum: ["a", 1] }, finds: [] },
];
