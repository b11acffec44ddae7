import { describe, expect, it } from "vitest";
import { compare, isSubschema, type Json, sample, sampleInvalid, validatorOf } from "../src/index.ts";

describe("a verdict", () => {
  it("of yes says why, place by place", () => {
    const a = {
      type: "object",
      properties: { n: { type: "integer", minimum: 3 }, s: { type: "string" } },
      required: ["n"],
    };
    const b = { type: "object", properties: { n: { type: "number", minimum: 0 } } };
    expect(isSubschema(a, b)).toEqual({
      answer: "yes",
      reasons: [
        { location: "/n", because: "always at least 0, since at least 3" },
        { location: "/n", because: "1 of its demands is one of the first schema" },
        { location: "", because: "1 of its demands is one of the first schema" },
      ],
    });
  });

  it("of no has a small witness and the places in both schemas", () => {
    const a = {
      properties: { list: { type: "array", items: { type: "object", properties: { n: { type: "number" } } } } },
    };
    const b = { properties: { list: { items: { properties: { n: { type: "integer" } } } } } };
    expect(isSubschema(a, b)).toEqual({
      answer: "no",
      witness: {
        instance: { list: [{ n: 0.1 }] },
        instancePointer: "/list/0/n",
        refusedBy: { pointer: "/properties/list/items/properties/n/type", document: "", keyword: "type" },
        acceptedBy: { pointer: "/properties/list/items/properties/n", document: "" },
      },
    });
  });

  it("of no leaves out a witness that ajv rounds away", () => {
    // 0.3 is a multiple of 0.1, but 0.3 / 0.1 is not a whole double.
    const verdict = isSubschema(
      { type: "number", multipleOf: 0.1, minimum: 0.25, maximum: 0.65 },
      { enum: [0.4, 0.5, 0.6] },
    );
    expect(verdict).toMatchObject({ answer: "unknown", keyword: "multipleOf", unconfirmed: 0.3 });
  });

  it("may be about schemas whose other documents differ", () => {
    const schema = { $ref: "https://a.test/common" };
    const [first, second] = [
      { "https://a.test/common": { type: "integer" } },
      { "https://a.test/common": { type: "number" } },
    ];
    const ask = (firstDocuments: Record<string, Json>, secondDocuments: Record<string, Json>): string =>
      isSubschema(schema, schema, { firstDocuments, secondDocuments }).answer;
    expect([ask(first, second), ask(second, first)]).toEqual(["yes", "no"]);
    expect(compare(schema, schema, { firstDocuments: first, secondDocuments: second }).changes).toMatchObject([
      {
        kind: "type-changed",
        old: { document: "https://a.test/common" },
        backward: { effect: "none" },
        forward: { effect: "breaking" },
      },
    ]);
  });

  it("of unknown is all that a schema too deep, or none at all, gets", () => {
    let deep: Json = {};
    for (let i = 0; i < 20_000; i++) deep = { not: deep };
    for (const schema of [deep, 3, null, "schema", { properties: [] }] as Json[]) {
      expect(compare(schema, { type: "string" })).toMatchObject({
        backward: { answer: "unknown" },
        forward: { answer: "unknown" },
      });
    }
  });

  it.each<[why: string, a: Json, b: Json]>([
    ["texts longer than texts can be", { type: "string", maxLength: 2e9 }, { type: "string", maxLength: 1e9 }],
    ["more items than can be written down", { type: "array", maxItems: 2e9 }, { type: "array", maxItems: 1e9 }],
    ["numbers that JSON.parse makes Infinity", { maximum: JSON.parse("1e999") as Json }, { maximum: 1 }],
    [
      "items left over that depend on many things, in schemas that differ there only",
      leftOver("string"),
      leftOver("integer"),
    ],
    ["more alternatives than can be told apart", { oneOf: new Array(500).fill(true) }, false],
    ["such a number among values", { const: JSON.parse("-1e999") as Json }, { type: "string" }],
  ])("of unknown is what a schema gets for %s", (_why, a, b) => {
    expect(isSubschema(a, b)).toMatchObject({ answer: "unknown" });
  });

  it("of unknown names the keyword and the place", () => {
    const a = { type: "object", properties: { a: { type: "string", pattern: "(" } } };
    expect(isSubschema(a, {})).toMatchObject({ answer: "unknown", keyword: "pattern", pointer: "/properties/a" });
  });

  it("of unknown is what is left when the budget is spent", () => {
    const names = Array.from({ length: 5 }, (_, i) => `x${i}`);
    const pigeons = {
      type: "object",
      required: names,
      properties: Object.fromEntries(names.map((name) => [name, { enum: [0, 1, 2, 3] }])),
      not: {
        anyOf: names.flatMap((x, i) =>
          names
            .slice(0, i)
            .flatMap((y) => [0, 1, 2, 3].map((v) => ({ properties: { [x]: { const: v }, [y]: { const: v } } }))),
        ),
      },
    };
    expect(isSubschema(pigeons, false, { budget: { steps: 50 } })).toMatchObject({
      answer: "unknown",
      keyword: "budget",
    });
    expect(isSubschema(pigeons, false)).toMatchObject({ answer: "yes" });
  });
});

/** What of the items fits none of many conditions, each of which may hold, is of this type. */
function leftOver(type: string): Json {
  const anyOf = Array.from({ length: 8 }, (_, i) => ({ contains: { const: i } }));
  return { type: "array", anyOf, unevaluatedItems: { type } };
}

describe("samples", () => {
  const schema = {
    type: "object",
    properties: {
      kind: { enum: ["a", "b"] },
      count: { type: "integer", minimum: 1, maximum: 3 },
      tags: { type: "array", items: { type: "string" }, maxItems: 2 },
    },
    required: ["kind"],
    additionalProperties: false,
  };

  it("are different instances that reach every branch and bound", () => {
    const samples = sample(schema, { count: 40 });
    const text = JSON.stringify(samples);
    expect(samples.every(validatorOf(schema))).toBe(true);
    expect(new Set(samples.map((one) => JSON.stringify(one))).size).toBe(samples.length);
    for (const part of ['"kind":"a"', '"kind":"b"', '"count":1', '"count":3', '"tags":["","'])
      expect(text).toContain(part);
  });

  it("that are invalid break each demand", () => {
    const samples = sampleInvalid(schema, { count: 40 });
    const text = JSON.stringify(samples);
    expect(samples.some(validatorOf(schema))).toBe(false);
    for (const part of ['"count":0', '"count":4', '"count":1.1', "{}", "null"]) expect(text).toContain(part);
  });

  it("of an impossible schema are none", () => {
    expect(sample({ type: "string", enum: [1] })).toEqual([]);
  });
});
