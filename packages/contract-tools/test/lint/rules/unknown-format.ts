import type { Case } from "../support/case.ts";

export const cases: readonly Case[] = [
  { name: "a misspelt format", schema: { format: "datetime" }, finds: ["/format"], says: 'Did you mean "date-time"?' },
  { name: "a format of some tool", schema: { items: { format: "bytes" } }, finds: ["/items/format"] },
  { name: "formats of JSON Schema", schema: { anyOf: [{ format: "ipv6" }, { format: "uri-template" }] }, finds: [] },
];
