import type { Case } from "../support/case.ts";

export const cases: readonly Case[] = [
  { name: "null in the type only", schema: { type: ["string", "null"], enum: ["a"] }, finds: ["/enum"] },
  { name: "null in both", schema: { type: ["string", "null"], enum: ["a", null] }, finds: [] },
  { name: "null in neither", schema: { type: "string", enum: ["a"] }, finds: [] },
  {
    name: "an open set, which lists strings only",
    schema: { type: ["string", "null"], "x-extensible-enum": ["a"] },
    finds: [],
  },
];
