import type { Case } from "../support/case.ts";
import { common, contract, field } from "../support/inputs.ts";

const described = (schema: object): Case["contracts"] => [field({ description: "A.", ...schema })];
const open = ["/properties/field"];

export const cases: readonly Case[] = [
  { name: "a string", contracts: described({ type: "string" }), finds: open, says: 'add "maxLength"' },
  { name: "a string that may be null", contracts: described({ type: ["string", "null"], minLength: 1 }), finds: open },
  {
    name: "a list",
    contracts: described({ type: "array", items: { type: "integer" } }),
    finds: open,
    says: 'add "maxItems"',
  },
  {
    name: "a list of strings, twice",
    contracts: described({ type: "array", items: { type: "string" } }),
    finds: [...open, "/properties/field/items"],
  },
  { name: "a URI, which may be long", contracts: described({ type: "string", format: "uri" }), finds: open },
  { name: "a pattern without an end", contracts: described({ type: "string", pattern: "^[a-z]+$" }), finds: open },
  { name: "a pattern that matches anywhere", contracts: described({ type: "string", pattern: "^ab" }), finds: open },
  {
    name: "a pattern with an end",
    contracts: described({ type: "string", pattern: "^[A-Z]{2,4}-\\d{1,9}$" }),
    finds: [],
  },
  {
    name: "bounds",
    contracts: described({ type: "array", maxItems: 3, items: { type: "string", maxLength: 3 } }),
    finds: [],
  },
  {
    name: "values that are listed, and ids and times",
    contracts: [
      contract({
        properties: {
          a: { type: "string", enum: ["a"], description: "A." },
          b: { type: "string", format: "uuid", description: "B." },
          c: { type: "string", "x-extensible-enum": ["c"], description: "C." },
        },
      }),
    ],
    finds: [],
  },
  {
    name: "a bound beside it",
    contracts: described({ maxLength: 3, anyOf: [{ type: "string" }, { type: "null" }] }),
    finds: [],
  },
  { name: "a shared part", contracts: [contract(), common("slug", { type: "string", examples: ["a"] })], finds: [""] },
];
