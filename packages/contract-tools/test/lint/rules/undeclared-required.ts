import type { Case } from "../support/case.ts";
import { contract } from "../support/inputs.ts";

const closed = { type: "object", properties: { name: {}, summary: {} }, additionalProperties: false };
const text = { type: "string", maxLength: 9, description: "A name." };

export const cases: readonly Case[] = [
  {
    name: "a name that a closed object does not declare",
    schema: { ...closed, required: ["name", "sumary"] },
    finds: ["/required/1"],
    says: 'Did you mean "summary"?',
  },
  { name: "one that is declared", schema: { ...closed, required: ["name"] }, finds: [] },
  { name: "one in an open object", schema: { properties: { name: {} }, required: ["nmae"] }, finds: [] },
  {
    name: "one that a pattern declares",
    schema: { ...closed, patternProperties: { "^n": {} }, required: ["nmae"] },
    finds: [],
  },
  {
    name: "what another part declares, by which the object is closed",
    schema: { allOf: [{ properties: { b: {} } }], unevaluatedProperties: false, required: ["b"] },
    finds: [],
  },
  {
    name: "what another part declares, which additionalProperties does not see",
    schema: { ...closed, allOf: [{ properties: { b: {} } }], required: ["b"] },
    finds: ["/required/0"],
  },
  {
    name: "any name that a contract does not declare",
    contracts: [contract({ required: ["nmae"] })],
    finds: ["/required/1"],
  },
  {
    name: "a name that another part of a contract declares",
    contracts: [contract({ allOf: [{ properties: { name: text } }], required: ["name"] })],
    finds: [],
  },
  {
    name: "a name that only a branch of a contract requires",
    contracts: [contract({ properties: { name: text }, anyOf: [{ required: ["name"] }, { required: ["id"] }] })],
    finds: [],
  },
  {
    name: "a map of a contract",
    contracts: [
      contract({
        properties: { map: { type: "object", additionalProperties: text, required: ["a"], description: "A map." } },
      }),
    ],
    finds: [],
  },
];
