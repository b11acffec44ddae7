import type { Case } from "../support/case.ts";

const draft = (name: string): object => ({ $schema: `http://json-schema.org/${name}/schema#` });

export const cases: readonly Case[] = [
  {
    name: "const in draft-04",
    schema: { ...draft("draft-04"), const: 1 },
    finds: ["/const"],
    says: "draft-06 to 2020-12",
  },
  { name: "a condition in draft-06", schema: { ...draft("draft-06"), if: {}, else: {} }, finds: ["/if", "/else"] },
  {
    name: "dependentRequired in draft-07",
    schema: { ...draft("draft-07"), dependentRequired: {} },
    finds: ["/dependentRequired"],
  },
  { name: "additionalItems in 2020-12", schema: { additionalItems: false }, finds: ["/additionalItems"] },
  { name: "what has come in time", schema: { ...draft("draft-07"), const: 1, if: {}, else: {} }, finds: [] },
  { name: "definitions by either name", schema: { ...draft("draft-07"), $defs: {}, definitions: {} }, finds: [] },
  {
    name: "an annotation too early, which does no harm",
    schema: { ...draft("draft-04"), examples: [1], $comment: "a" },
    finds: [],
  },
];
