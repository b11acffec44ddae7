import type { Case } from "../support/case.ts";
import { contract, field } from "../support/inputs.ts";

const one = { type: "object", properties: { kind: { const: "a" } }, required: ["kind"] };

export const cases: readonly Case[] = [
  {
    name: "bounds that cross",
    schema: { properties: { a: { minLength: 3, maxLength: 2, type: "string" } } },
    finds: ["/properties/a"],
  },
  {
    name: "the inner cause, not what follows from it",
    schema: {
      type: "object",
      properties: { a: { allOf: [{ type: "string" }, { type: "integer" }] } },
      required: ["a"],
    },
    finds: ["/properties/a"],
  },
  {
    name: "a definition, not those that refer to it",
    schema: {
      type: "array",
      minItems: 1,
      items: { $ref: "#/$defs/a" },
      $defs: { a: { type: "integer", minimum: 0.2, maximum: 0.8 } },
    },
    finds: ["/$defs/a"],
  },
  { name: "a pattern that no format has", schema: { type: "string", format: "uuid", pattern: "^z" }, finds: [""] },
  {
    name: "a list that ends before it is long enough",
    schema: { type: "array", minItems: 3, prefixItems: [{}, {}], items: false },
    finds: [""],
  },
  {
    name: "recursion without an end",
    schema: { type: "object", properties: { next: { $ref: "#" } }, required: ["next"] },
    finds: ["/properties/next"],
  },
  {
    name: "an alternative that its surroundings exclude",
    schema: { type: "string", anyOf: [{ minLength: 1 }, { type: "integer" }] },
    finds: ["/anyOf/1"],
    says: "can never be the one",
  },
  {
    name: "a form that always fits with another one",
    schema: { oneOf: [{ type: "object" }, { ...one, additionalProperties: false }, { type: "string" }] },
    finds: ["/oneOf/1"],
  },
  {
    name: "forms that are told apart",
    schema: { oneOf: [one, { ...one, properties: { kind: { const: "b" } } }] },
    finds: [],
  },
  {
    name: "what says itself that nothing fits",
    schema: { properties: { a: false, b: { not: {} } }, items: false },
    finds: [],
  },
  {
    name: "what another rule explains",
    schema: { type: "object", properties: {}, additionalProperties: false, required: ["a"] },
    finds: [],
  },
  {
    name: "a contract's field",
    contracts: [field({ type: "integer", minimum: 3, exclusiveMaximum: 3, description: "A count." })],
    finds: ["/properties/field"],
  },
  {
    name: "an empty object, which is what an object without fields is to a publisher",
    contracts: [field({ type: "object", minProperties: 1, description: "Nothing." })],
    finds: ["/properties/field"],
  },
  { name: "a contract in order", contracts: [contract()], finds: [] },
];
