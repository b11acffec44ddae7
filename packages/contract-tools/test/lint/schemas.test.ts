import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lintContracts, lintSchemas } from "../../src/lint/lint.ts";
import { DIALECTS } from "../../src/lint/schema/keywords.ts";
import { asFile } from "../support/contracts.ts";
import { contract, lintSchema, TODAY } from "./support/inputs.ts";

const KEYWORDS = [
  ...["type", "enum", "const", "properties", "required", "additionalProperties", "patternProperties", "items", "$ref"],
  ...["prefixItems", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependencies", "definitions", "$defs"],
  ...["minLength", "pattern", "format", "default", "examples", "description", "deprecated", "$id", "id", "$schema"],
  ...["minimum", "exclusiveMinimum", "uniqueItems", "contains", "x-extensible-enum", "x-event", "minmum", "__proto__"],
];

/** Anything that may stand in a file: mostly keywords, mostly with values that they do not take. */
const { anything } = fc.letrec<{ anything: unknown; object: unknown }>((tie) => ({
  anything: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      "object",
      "string",
      "array",
      "#",
      "#/$defs/a",
      "^[a",
      "date-time",
      "http://json-schema.org/draft-04/schema#",
    ),
    fc.constantFrom(null, true, false, 0, -1, 1.5, 2 ** 60, ""),
    fc.array(tie("anything"), { maxLength: 3 }),
    tie("object"),
    tie("object"),
  ),
  object: fc.dictionary(fc.constantFrom(...KEYWORDS, "a", "a/b~#%?"), tie("anything"), { maxKeys: 6 }),
}));

describe("whatever stands in a file", () => {
  test("is a finding or none, and never a failure of the linter, in any draft", () => {
    fc.assert(
      fc.property(anything, fc.constantFrom(...DIALECTS), (value, dialect) => {
        const text = JSON.stringify(value);
        const options = { today: TODAY, dialect, named: "a.json", certain: new Set(["a.json"]) };
        for (const one of lintSchemas([{ file: "a.json", text }], options).diagnostics) expect(one.file).toBe("a.json");
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  test("of a contract too", () => {
    fc.assert(
      fc.property(anything, fc.constantFrom("properties", "field", "$defs", "x-event", "examples"), (value, at) => {
        const changed = at === "field" ? { properties: { field: value } } : { [at]: value };
        const { diagnostics } = lintContracts([asFile({ ...contract(), ...changed })], { today: TODAY });
        for (const one of diagnostics) expect(one.line).toBeGreaterThan(0);
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});

test("a YAML file has the lines and columns of what is found in it", () => {
  const text = "type: object\nproperties:\n  'a/b':\n    type: string\n    enum:\n      - a\n      - null\n";
  expect(lintSchema(text, "a.yaml")).toMatchObject([
    { code: "enum-type", line: 7, column: 9, pointer: "/properties/a~1b/enum/1" },
  ]);
});

test.each([
  ["a.yaml", "type: [string\n", "json-syntax", 2],
  ["a.yaml", "type: string\ntype: integer\n", "json-duplicate-key", 2],
  ["a.yaml", `a: ${"[".repeat(5000)}${"]".repeat(5000)}\n`, "json-syntax", 1],
  ["a.json", '{ "type": "string", }', "json-syntax", 1],
  ["a.json", "[".repeat(5000) + "]".repeat(5000), "too-deep", 1],
  ["a.json", "[]", "not-an-object", 1],
])("what cannot be read is said, with its place: %s", (file, text, code, line) => {
  expect(lintSchema(text, file)).toMatchObject([{ code, line }]);
});

describe("files that are checked together", () => {
  const options = { today: TODAY, dialect: "2020-12", named: "." } as const;
  const file = (name: string, value: object): { file: string; text: string } => ({
    file: name,
    text: JSON.stringify({ type: "object", properties: {}, ...value }),
  });

  test("refer to each other, by path or by $id", () => {
    const shared = file("common/count.json", { type: "integer", properties: {}, $id: "https://a.example/count" });
    const byId = file("a/b.json", { properties: { n: { $ref: "https://a.example/count", default: "1" } } });
    const byPath = file("a/c.json", { properties: { n: { $ref: "./d.json", default: "1" } } });
    const target = file("a/d.json", { type: "integer" });
    const { diagnostics } = lintSchemas([shared, byId, byPath, target], options);
    const found = diagnostics.filter(({ code }) => code === "invalid-default");
    expect(found.map((one) => one.file)).toEqual(["a/b.json", "a/c.json"]);
  });

  test("and claim one $id, are each right about themselves", () => {
    const $id = "https://a.example/a";
    const one = file("one.json", { $id, properties: { a: { type: "string", default: "a" } } });
    const other = file("two.json", { $id, properties: { a: { type: "integer", default: "a" } } });
    const { diagnostics } = lintSchemas([one, other], options);
    expect(diagnostics.map(({ code, file: name }) => [code, name])).toEqual([["invalid-default", "two.json"]]);
  });
});
