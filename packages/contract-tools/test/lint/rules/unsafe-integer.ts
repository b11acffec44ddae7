import type { Case } from "../support/case.ts";

export const cases: readonly Case[] = [
  {
    name: "a bound of 64 bits",
    schema: '{ "type": "integer",\n "maximum": 9223372036854775807 }',
    finds: ["/maximum"],
    says: "read it as 9223372036854776000",
  },
  { name: "one in a list, below zero", schema: '{ "enum": [1, -9007199254740993] }', finds: ["/enum/1"] },
  {
    name: "one in YAML",
    schema: "items:\n  - const: 18446744073709551615\n",
    file: "a.yaml",
    finds: ["/items/0/const"],
  },
  { name: "one that is written with a fraction", schema: '{ "const": 9007199254740993.0 }', finds: ["/const"] },
  {
    name: "more than any number can be",
    schema: '{ "const": -1E+400 }',
    finds: ["/const"],
    says: "read it as -Infinity",
  },
  { name: "the largest that is safe", schema: '{ "maximum": 9007199254740991 }', finds: [] },
  {
    name: "a number with a fraction, or an exponent",
    schema: '{ "maximum": 1e300, "minimum": 0.12345678901234567890 }',
    finds: [],
  },
  { name: "digits in a text", schema: '{ "pattern": "9223372036854775807" }', finds: [] },
];
