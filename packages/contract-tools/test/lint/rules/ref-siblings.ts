import type { Case } from "../support/case.ts";

const draft07 = { $schema: "http://json-schema.org/draft-07/schema#", definitions: { n: { type: "integer" } } };

export const cases: readonly Case[] = [
  {
    name: "a bound beside a reference in draft-07",
    schema: { ...draft07, items: { $ref: "#/definitions/n", minimum: 1 } },
    finds: ["/items/$ref"],
    says: '"minimum" beside "$ref"',
  },
  {
    name: "a description beside one",
    schema: { ...draft07, items: { $ref: "#/definitions/n", description: "a" } },
    finds: [],
  },
  { name: "the definitions themselves", schema: { ...draft07, $ref: "#/definitions/n" }, finds: [] },
  {
    name: "a later draft, where siblings count",
    schema: { $defs: { n: {} }, items: { $ref: "#/$defs/n", minimum: 1 } },
    finds: [],
  },
];
