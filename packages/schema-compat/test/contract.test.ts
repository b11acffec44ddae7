import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  closeSchema,
  compare,
  isSubschema,
  type Json,
  type JsonObject,
  openSchema,
  validatorOf,
} from "../src/index.ts";
import { schemas } from "./arbitrary.ts";

const S = { type: "string" };
const N = { type: "number" };
const o = (properties: JsonObject, required: string[] = []): JsonObject => ({ type: "object", properties, required });
const kind = (value: string, more: JsonObject = {}): JsonObject => o({ kind: { const: value }, ...more }, ["kind"]);

type Row = readonly [name: string, older: Json, newer: Json, backward: string, forward: string];

/** Closed old within open new, and closed new within open old. */
const rows: readonly Row[] = [
  ["an optional property added", o({ a: S }), o({ a: S, b: S }), "yes", "yes"],
  ["an optional property removed", o({ a: S, b: S }), o({ a: S }), "yes", "yes"],
  ["a required property added", o({ a: S }), o({ a: S, b: S }, ["b"]), "no", "yes"],
  ["a required property removed", o({ a: S }, ["a"]), o({}), "yes", "no"],
  ["a property of another type", o({ a: S }), o({ a: N }), "no", "no"],
  [
    "a bound moved",
    o({ a: { type: "string", maxLength: 3 } }),
    o({ a: { type: "string", minLength: 5 } }),
    "yes",
    "yes",
  ],
  [
    "a pattern and a format changed",
    o({ a: { type: "string", pattern: "^a" } }),
    o({ a: { type: "string", format: "uuid" } }),
    "yes",
    "yes",
  ],
  ["a member added to a closed enum", o({ a: { enum: ["x"] } }), o({ a: { enum: ["x", "y"] } }), "yes", "no"],
  [
    "a member added to an extensible enum",
    o({ a: { type: "string", "x-extensible-enum": ["x"] } }),
    o({ a: { type: "string", "x-extensible-enum": ["x", "y"] } }),
    "yes",
    "yes",
  ],
  ["an enum opened", o({ a: { enum: ["x"] } }), o({ a: { type: "string", "x-extensible-enum": ["x"] } }), "yes", "yes"],
  ["a nested property added", o({ a: o({ b: S }) }), o({ a: o({ b: S, c: S }) }), "yes", "yes"],
  [
    "a property in an item added",
    o({ a: { type: "array", items: o({ b: S }) } }),
    o({ a: { type: "array", items: o({ b: S, c: S }) } }),
    "yes",
    "yes",
  ],
  ["nullable made plain", o({ a: { type: ["string", "null"] } }), o({ a: S }), "no", "yes"],
  ["a branch added to a union", { oneOf: [kind("a")] }, { oneOf: [kind("a"), kind("b")] }, "yes", "no"],
  [
    "a property added to a branch",
    { oneOf: [kind("a"), kind("b")] },
    { oneOf: [kind("a", { x: S }), kind("b")] },
    "yes",
    "yes",
  ],
  [
    "a map's values of another type",
    o({ a: { type: "object", additionalProperties: S } }),
    o({ a: { type: "object", additionalProperties: N } }),
    "no",
    "no",
  ],
  ["a value that may be anything given a shape", o({ a: {} }), o({ a: { properties: { b: S } } }), "no", "yes"],
  ["an object as the only value", o({ a: { const: { b: 1 } } }), o({ a: { const: { b: 2 } } }), "no", "no"],
  [
    "null beside an extensible enum",
    o({ a: { type: ["string", "null"], "x-extensible-enum": ["x"] } }),
    o({ a: { type: "string", "x-extensible-enum": ["x"] } }),
    "no",
    "yes",
  ],
  [
    "a shared definition",
    { $defs: { t: o({ b: S }) }, ...o({ a: { $ref: "#/$defs/t" } }) },
    { $defs: { u: o({ b: S, c: N }) }, ...o({ a: { $ref: "#/$defs/u" } }) },
    "yes",
    "yes",
  ],
];

describe("the contract model", () => {
  for (const [name, older, newer, backward, forward] of rows) {
    it(`${name}: backward ${backward}, forward ${forward}`, () => {
      const { backward: b, forward: f } = compare(older, newer, { model: "contract", changes: false });
      expect([b.answer, f.answer]).toEqual([backward, forward]);
    });
  }

  it("is not transitive: a removed name that comes back with another type breaks the oldest", () => {
    const [a, b, c] = [o({ a: S, b: S }), o({ a: S }), o({ a: S, b: N })];
    const answer = (x: Json, y: Json): string => isSubschema(x, y, { model: "contract" }).answer;
    expect([answer(a, b), answer(b, c), answer(a, c)]).toEqual(["yes", "yes", "no"]);
  });

  it.each([
    ["not", { not: { properties: { a: S }, additionalProperties: false } }],
    ["if", { if: { properties: { a: S }, unevaluatedProperties: false } }],
    ["oneOf", { oneOf: [o({ a: S }), o({ b: S })] }],
    ["$ref", { allOf: [{ $ref: "#/$defs/any" }, o({ a: S })], $defs: { any: {} } }],
    ["$ref", { ...o({ a: { $ref: "#/$defs/some" } }), $defs: { some: { minProperties: 1 } } }],
    ["properties", { allOf: [o({ a: o({ b: S }) }), o({ a: o({ c: S }) })] }],
  ])("does not answer where %s makes it ill defined", (keyword, schema) => {
    expect(isSubschema(schema, true, { model: "contract" })).toMatchObject({ answer: "unknown", keyword });
  });

  it("does not answer for drafts without unevaluatedProperties", () => {
    expect(isSubschema(S, S, { model: "contract", dialect: "draft-07" })).toMatchObject({
      answer: "unknown",
      keyword: "$schema",
    });
  });

  it("points into the schemas as they were written", () => {
    const verdict = isSubschema(
      { oneOf: [kind("a"), kind("b")] },
      { oneOf: [kind("a"), kind("c")] },
      { model: "contract" },
    );
    expect(verdict).toMatchObject({
      answer: "no",
      witness: { instance: { kind: "b" }, refusedBy: { pointer: expect.stringMatching(/^\/oneOf/) } },
    });
  });
});

describe("closeSchema and openSchema", () => {
  it("refuse and ignore what is not declared, at every depth", () => {
    const schema = { ...o({ a: o({ b: { type: "string", maxLength: 1 } }) }), allOf: [o({ c: S })] };
    const [closed, open] = [validatorOf(closeSchema(schema)), validatorOf(openSchema(schema))];
    expect([closed({ a: { b: "x" }, c: "x" }), closed({ d: 1 }), closed({ a: { d: 1 } })]).toEqual([
      true,
      false,
      false,
    ]);
    expect([open({ a: { b: "long", d: 1 }, d: 1 }), open({ a: { b: 1 } })]).toEqual([true, false]);
  });

  it("leave a map open for the names that it declares", () => {
    const closed = validatorOf(closeSchema(o({ m: { type: "object", additionalProperties: o({ a: S }) } })));
    expect([closed({ m: { any: { a: "x" } } }), closed({ m: { any: { b: "x" } } })]).toEqual([true, false]);
  });

  it("opening accepts whatever the schema accepts", () => {
    fc.assert(
      fc.property(schemas, (schema) => {
        expect(isSubschema(schema, openSchema(schema)).answer).toBe("yes");
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it("closing accepts no more than the schema, where the model applies", () => {
    fc.assert(
      fc.property(schemas, (schema) => {
        const applies = isSubschema(schema, true, { model: "contract" }).answer === "yes";
        if (applies) expect(isSubschema(closeSchema(schema), schema).answer).toBe("yes");
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});
