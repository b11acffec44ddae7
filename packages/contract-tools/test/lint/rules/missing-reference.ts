import type { Case } from "../support/case.ts";

export const cases: readonly Case[] = [
  {
    name: "a definition that is not there",
    schema: { $ref: "#/$defs/nmae", $defs: { name: {} } },
    finds: ["/$ref"],
    says: 'Did you mean "#/$defs/name"?',
  },
  {
    name: "one that is, with an escaped name",
    schema: { $ref: "#/$defs/a~1b%20c", $defs: { "a/b c": {} } },
    finds: [],
  },
  { name: "another file, of which nothing is known", schema: { $ref: "common.json#/x" }, finds: [] },
  {
    name: "a base of its own",
    schema: { $defs: { a: { $id: "http://a.example/", $ref: "#/$defs/b", $defs: { b: {} } } } },
    finds: [],
  },
];
