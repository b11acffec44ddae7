import type { Case } from "../support/case.ts";

export const cases: readonly Case[] = [
  { name: "an expression that nobody can read", schema: { pattern: "(" }, finds: ["/pattern"] },
  { name: "one for names", schema: { patternProperties: { "[a-": {} } }, finds: ["/patternProperties/[a-"] },
  { name: "an escape that the flag u refuses", schema: { pattern: "^\\-$" }, finds: [] },
  { name: "a class that only the flag u knows", schema: { pattern: "^\\p{L}+$" }, finds: [] },
];
