import { describe, expect, test } from "vitest";
import { codePointLength, deepEqual } from "../../src/validation/compare.ts";
import { explain } from "../../src/validation/explain.ts";

const data = {
  name: "x".repeat(100),
  owner: { email: "ann", emial: "ann", since: 3 },
  members: { "ann@example.org": { age: "forty" } },
  contacts: [{ email: "bob" }],
};

describe("explain", () => {
  test.each([
    {
      name: "a wrong value is shown with what was wanted",
      error: { instancePath: "/owner/since", keyword: "type", params: { type: "string" } },
      violation: { pointer: "/owner/since", got: "number 3", want: "string" },
    },
    {
      name: "a long string is cut",
      error: { instancePath: "/name", keyword: "maxLength", params: { limit: 1 } },
      violation: {
        pointer: "/name",
        got: `string "${"x".repeat(80)}…" (100 characters)`,
        want: "at most 1 character",
      },
    },
    {
      name: "a missing property is pointed at, not its parent",
      error: { instancePath: "/owner", keyword: "required", params: { missingProperty: "a/b" } },
      violation: { pointer: "/owner/a~1b", got: "nothing", want: "a required property" },
    },
    {
      name: "an undeclared property is pointed at",
      error: { instancePath: "", keyword: "additionalProperties", params: { additionalProperty: "members" } },
      violation: { pointer: "/members", got: "object", want: "no property that the contract does not declare" },
    },
    ...["additionalProperties", "unevaluatedProperties"].map((keyword) => ({
      name: `${keyword}: the value of an undeclared property, which may be a misspelt personal one, does not show`,
      error: {
        instancePath: "/owner",
        keyword,
        params: { additionalProperty: "emial", unevaluatedProperty: "emial" },
      },
      violation: { pointer: "/owner/emial", got: "string", want: "no property that the contract does not declare" },
    })),
    ...["additionalItems", "unevaluatedItems"].map((keyword) => ({
      name: `${keyword}: an undeclared item does not show`,
      error: { instancePath: "/contacts", keyword, params: { limit: 0 } },
      violation: { pointer: "/contacts", got: "array", want: "at most 0 items" },
    })),
    {
      name: "a sensitive value is shown as its type",
      error: { instancePath: "/owner/email", keyword: "format", params: { format: "email" } },
      violation: { pointer: "/owner/email", got: "string", want: "a valid email" },
    },
    {
      name: "a sensitive value in an array is shown as its type",
      error: { instancePath: "/contacts/0/email", keyword: "format", params: { format: "email" } },
      violation: { pointer: "/contacts/0/email", got: "string", want: "a valid email" },
    },
    {
      name: "the key of a sensitive map is not shown",
      error: { instancePath: "/members/ann@example.org/age", keyword: "type", params: { type: "integer" } },
      violation: { pointer: "/members/*/*", got: "string", want: "integer" },
    },
  ])("$name", ({ error, violation }) => {
    expect(explain([error], data, ["/owner/email", "/members/*", "/contacts/*/email"])).toEqual([violation]);
  });

  test("an error that only repeats another one is left out", () => {
    expect(explain([{ instancePath: "", keyword: "if", params: { failingKeyword: "then" } }], data, [])).toEqual([]);
  });
});

test("code points are counted, not UTF-16 units", () => {
  expect(["", "abc", "💩", "a💩b", "\ud83d", "\udca9\ud83d", "e\u0301"].map(codePointLength)).toEqual([
    0, 3, 1, 3, 1, 2, 2,
  ]);
});

test("JSON values are equal whatever the order of their properties", () => {
  expect(deepEqual({ a: [1, { b: null }], c: 0 }, { c: -0, a: [1, { b: null }] })).toBe(true);
  for (const [a, b] of [
    [{ a: 1 }, { b: 1 }],
    [[1], { 0: 1 }],
    [{}, null],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: undefined }, {}],
    ["1", 1],
  ]) {
    expect(deepEqual(a, b)).toBe(false);
  }
});
