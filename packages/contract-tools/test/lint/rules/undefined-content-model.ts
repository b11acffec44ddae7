import type { Case } from "../support/case.ts";
import { contract, field } from "../support/inputs.ts";

const part = (name: string): object => ({
  type: "object",
  description: "A part.",
  properties: { [name]: { type: "integer", description: "A." } },
});

export const cases: readonly Case[] = [
  {
    name: "an open set under not",
    contracts: [
      field(
        { type: "string", maxLength: 9, description: "A.", not: { $ref: "#/$defs/a" } },
        { $defs: { a: { type: "string", "x-extensible-enum": ["a"] } } },
      ),
    ],
    finds: ["/properties/field/not"],
  },
  {
    name: "an object in two places",
    contracts: [contract({ properties: { a: part("b") }, allOf: [{ properties: { a: part("c") } }] })],
    finds: ["/allOf/0"],
  },
  {
    name: "what says nothing beside an object",
    contracts: [contract({ allOf: [{ $ref: "#/$defs/a" }], $defs: { a: { description: "Anything." } } })],
    finds: ["/allOf/0/$ref"],
  },
  {
    name: "what may be anything, alone at its place",
    contracts: [field({ $ref: "#/$defs/a" }, { $defs: { a: { description: "Anything." } } })],
    finds: [],
  },
  {
    name: "a condition that closes nothing",
    contracts: [contract({ if: { properties: { id: { const: "a" } } }, else: { minProperties: 1 } })],
    finds: [],
  },
];
