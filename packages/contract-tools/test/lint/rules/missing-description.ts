import type { Case } from "../support/case.ts";
import { contract, field } from "../support/inputs.ts";

export const cases: readonly Case[] = [
  { name: "a field", contracts: [field({ type: "integer" })], finds: ["/properties/field"] },
  {
    name: "a field of a definition",
    contracts: [contract({ $defs: { a: { type: "object", properties: { b: { type: "integer" } } } } })],
    finds: ["/$defs/a/properties/b"],
  },
  {
    name: "a field that refers to a described part",
    contracts: [field({ $ref: "#/$defs/a" }, { $defs: { a: { type: "integer", description: "A." } } })],
    finds: ["/properties/field"],
  },
  {
    name: "what a condition says of a field",
    contracts: [
      contract({ if: { properties: { id: { const: "a" } } }, else: { properties: { id: { minLength: 2 } } } }),
    ],
    finds: [],
  },
  { name: "a described field", contracts: [field({ type: "integer", description: "A count." })], finds: [] },
];
