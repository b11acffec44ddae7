import type { Case } from "../support/case.ts";

export const cases: readonly Case[] = [
  {
    name: "minLength of an integer",
    schema: { type: "integer", minLength: 1 },
    finds: ["/minLength"],
    says: "about strings, and the type here is integer",
  },
  { name: "minimum of a string", schema: { items: { type: "string", minimum: 0 } }, finds: ["/items/minimum"] },
  { name: "required of a list", schema: { type: ["array", "null"], required: ["a"] }, finds: ["/required"] },
  {
    name: "keywords of one of several types",
    schema: { type: ["string", "integer"], minLength: 1, minimum: 1 },
    finds: [],
  },
  {
    name: "a bound of an integer, which is a number",
    schema: { type: "integer", minimum: 0, multipleOf: 5 },
    finds: [],
  },
  { name: "a format of strings for an integer", schema: { type: "integer", format: "uuid" }, finds: ["/format"] },
  { name: "a format of others for an integer", schema: { type: "integer", format: "int64" }, finds: [] },
  { name: "no type at all", schema: { minLength: 1, minimum: 1 }, finds: [] },
];
