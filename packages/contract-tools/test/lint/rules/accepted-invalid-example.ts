import type { Case } from "../support/case.ts";
import { common, contract } from "../support/inputs.ts";

const fine = { why: "`id` is missing", data: {} };

export const cases: readonly Case[] = [
  {
    name: "one that is accepted",
    contracts: [contract({ "x-invalid-examples": [fine, { why: "no reason", data: { id: "a" } }] })],
    finds: ["/x-invalid-examples/1"],
    says: "no reason",
  },
  {
    name: "one of a shared part",
    contracts: [
      contract(),
      common("slug", {
        type: "string",
        maxLength: 9,
        examples: ["a"],
        "x-invalid-examples": [{ why: "a", data: "b" }],
      }),
    ],
    finds: ["/x-invalid-examples/0"],
  },
  {
    name: "one that says more than is declared",
    contracts: [contract({ "x-invalid-examples": [{ why: "undeclared", data: { id: "a", b: 1 } }] })],
    finds: [],
  },
];
