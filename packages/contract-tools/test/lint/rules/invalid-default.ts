import type { Case } from "../support/case.ts";
import { common, field } from "../support/inputs.ts";

const count = common("count", { type: "integer", minimum: 0, examples: [1] });

export const cases: readonly Case[] = [
  {
    name: "a number as text",
    schema: { properties: { a: { type: "integer", default: "30" } } },
    finds: ["/properties/a/default"],
    says: 'got "30", want integer',
  },
  {
    name: "a value out of bounds",
    schema: { type: "integer", minimum: 14, default: 7 },
    finds: ["/default"],
    says: 'want what "minimum": 14 accepts',
  },
  { name: "null without its type", schema: { type: "string", default: null }, finds: ["/default"] },
  {
    name: "a default that fits",
    schema: { type: "object", properties: { a: { enum: [1] } }, default: { a: 1 } },
    finds: [],
  },
  {
    name: "one that what it refers to refuses",
    schema: { items: { $ref: "#/$defs/a", default: 1 }, $defs: { a: { type: "string" } } },
    finds: ["/items/default"],
  },
  {
    name: "one that another file refuses",
    contracts: [field({ $ref: "../common/count.json", default: -1, description: "A count." }), count],
    finds: ["/properties/field/default"],
  },
  {
    name: "one that leads nowhere, of which nothing can be told",
    schema: { $ref: "other.json", default: 1 },
    finds: [],
  },
];
