import type { Case } from "../support/case.ts";
import { contract, field } from "../support/inputs.ts";

const form = (kind: object, required = ["kind"]): object => ({
  type: "object",
  properties: { kind: { description: "The kind.", ...kind } },
  required,
});
const union = (...oneOf: object[]): Case["contracts"] => [field({ oneOf, description: "A form." })];
const wrong = ["/properties/field/oneOf"];

export const cases: readonly Case[] = [
  {
    name: "forms without anything that tells them apart",
    contracts: union(form({ type: "integer" }), form({ type: "boolean" })),
    finds: wrong,
  },
  {
    name: "a const that is not required",
    contracts: union(form({ const: "a" }, ["x"]), form({ const: "b" })),
    finds: wrong,
  },
  { name: "one const twice", contracts: union(form({ const: "a" }), form({ const: "a" })), finds: wrong },
  { name: "a const in each form", contracts: union(form({ const: "a" }), form({ const: "b" })), finds: [] },
  { name: "forms of different types", contracts: union(form({ const: "a" }), { type: "null" }), finds: [] },
  { name: "no union", contracts: [contract()], finds: [] },
];
