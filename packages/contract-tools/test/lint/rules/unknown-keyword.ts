import type { Case } from "../support/case.ts";

export const cases: readonly Case[] = [
  ...(
    [
      "mexLength",
      "maxiumum",
      "minumum",
      "descripotion",
      "propertes",
      "requried",
      "descriptions",
      "additionalproperties",
    ] as const
  ).map((keyword): Case => ({ name: keyword, schema: { [keyword]: 1 }, finds: [`/${keyword}`], says: "Did you mean" })),
  {
    name: "a misspelt keyword deep inside",
    schema: { allOf: [{ items: { mxaLength: 3 } }] },
    finds: ["/allOf/0/items/mxaLength"],
  },
  { name: "a keyword of one's own", schema: { mozPipelineMetadata: {}, self: {}, "x-fragment": 1 }, finds: [] },
  { name: "a word that goes on from a keyword", schema: { typeName: "a", defaultValue: 1, idField: "b" }, finds: [] },
  {
    name: "keywords of other tools",
    schema: { example: 1, nullable: true, errorMessage: "", markdownDescription: "" },
    finds: [],
  },
  { name: "the name of a property", schema: { properties: { mexLength: { type: "string" } } }, finds: [] },
  { name: "a name inside a value", schema: { default: { maxiumum: 1 }, examples: [{ maxiumum: 1 }] }, finds: [] },
];
