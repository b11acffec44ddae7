import type { Case } from "../support/case.ts";
import { common, contract, field } from "../support/inputs.ts";

export const cases: readonly Case[] = [
  {
    name: "an example of a contract that says more than is declared",
    contracts: [contract({ examples: [{ id: "a" }, { id: "a", b: 1 }] })],
    finds: ["/examples/1"],
    says: "nothing undeclared",
  },
  {
    name: "a value that is not yet listed",
    contracts: [field({ type: "string", "x-extensible-enum": ["a"], examples: ["b"], description: "A." })],
    finds: ["/properties/field/examples/0"],
  },
  {
    name: "an example of a shared part",
    contracts: [contract(), common("slug", { type: "string", maxLength: 1, examples: ["a", "ab"] })],
    finds: ["/examples/1"],
  },
  {
    name: "an example of a field",
    schema: { properties: { a: { type: "string", examples: ["a", 1] } } },
    finds: ["/properties/a/examples/1"],
  },
  {
    name: "a missing property",
    schema: { required: ["a", "b"], examples: [{ a: 1 }] },
    finds: ["/examples/0"],
    says: 'want "b" there too',
  },
  {
    name: "YAML, where a text looks like a number",
    schema: "type: string\nexamples: [1.0, '1.0']\n",
    file: "a.yaml",
    finds: ["/examples/0"],
  },
  { name: "an open object", schema: { properties: { a: {} }, examples: [{ b: 1 }] }, finds: [] },
  { name: "examples that fit", contracts: [contract()], finds: [] },
];
