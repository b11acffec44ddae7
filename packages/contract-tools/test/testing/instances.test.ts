import { closeSchema, type Json, validatorOf } from "@statehub/schema-compat";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { snapshot } from "../../src/model/bundle.ts";
import { instancesOf, invalidInstancesOf, invalidSamplesOf, samplesOf } from "../../src/testing/index.ts";
import { eventContract, eventOf, modelOf } from "../support/contracts.ts";
import { contractFiles } from "../support/random-schemas.ts";
import { repositoryModel, syntheticModel } from "../support/trees.ts";
import { loadValidators } from "../support/validators.ts";

const drawn = (arbitrary: fc.Arbitrary<unknown>, numRuns: number): unknown[] =>
  fc.sample(arbitrary, { numRuns, seed: 7 });
const field = (schema: object, more: object = {}): object => ({
  type: "object",
  properties: { field: schema },
  required: ["field"],
  ...more,
});
/** The values of a field of a drawn contract. */
const valuesOf = (schema: object, numRuns = 400): unknown[] =>
  drawn(instancesOf(field(schema)), numRuns).map((one) => (one as { field: unknown }).field);

describe.each([
  ["the contracts of this repository", repositoryModel(), 200],
  ["made-up contracts", syntheticModel(6), 60],
] as const)("of %s", (_, model, numRuns) => {
  test.each(model.events.map((file) => [file.event.type, file] as const))(
    "%s: what is made is published and read, what is made wrong is not published",
    async (_type, file) => {
      const { strict, tolerant } = await loadValidators(file, model);
      const schema = snapshot(file, model);
      for (const value of [...samplesOf(schema), ...drawn(instancesOf(schema), numRuns)]) {
        expect([strict(value), strict.errors], JSON.stringify(value)).toEqual([true, null]);
        expect(tolerant(value)).toBe(true);
      }
      for (const value of [...invalidSamplesOf(schema), ...drawn(invalidInstancesOf(schema), numRuns)]) {
        expect(strict(value), JSON.stringify(value)).toBe(false);
      }
    },
  );
});

test("of random schemas, each is valid by the engine and by the generated validator", async () => {
  let tried = 0;
  for (const contracts of fc.sample(contractFiles(), { numRuns: 30, seed: 11 })) {
    const model = modelOf(...contracts);
    const file = eventOf(model, "org.statehub.test.tried");
    const schema = snapshot(file, model);
    const { $schema: _, $id: __, ...own } = schema as unknown as Record<string, Json>;
    const [isValid, { strict }] = [validatorOf(closeSchema(own)), await loadValidators(file, model)];
    const made = instancesIfAny(schema);
    for (const value of made === undefined ? [] : drawn(made, 30)) {
      tried++;
      expect([isValid(value as Json), strict(value)], JSON.stringify({ value, schema })).toEqual([true, true]);
    }
  }
  expect(tried).toBeGreaterThan(400);
});

/** Of a schema that contradicts itself there are none. */
function instancesIfAny(schema: object): fc.Arbitrary<unknown> | undefined {
  try {
    return instancesOf(schema);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

describe("instances reach", () => {
  test.each<[what: string, schema: object, wanted: (values: unknown[]) => unknown, expected: unknown]>([
    ["every member of an enum", { enum: ["a", "b", 3, null] }, (all) => new Set(all).size, 4],
    [
      "every member of an open enum",
      { type: "string", "x-extensible-enum": ["a", "b"] },
      (all) => new Set(all).size,
      2,
    ],
    [
      "both bounds of a string's length, in code points",
      { type: "string", minLength: 3, maxLength: 2000 },
      (all) => [Math.min(...all.map(lengthOf)), Math.max(...all.map(lengthOf))],
      [3, 2000],
    ],
    [
      "both bounds of an integer",
      { type: "integer", minimum: -2, exclusiveMaximum: 900 },
      (all) => [Math.min(...(all as number[])), Math.max(...(all as number[]))],
      [-2, 899],
    ],
    [
      "both bounds of a list",
      { type: "array", items: { type: "boolean" }, minItems: 1, maxItems: 20 },
      (all) => [Math.min(...all.map(sizeOf)), Math.max(...all.map(sizeOf))],
      [1, 20],
    ],
    [
      "null beside something",
      { anyOf: [{ type: "string", maxLength: 3 }, { type: "null" }] },
      (all) => all.includes(null),
      true,
    ],
    [
      "each alternative that a constant tells apart",
      { oneOf: ["x", "y", "z"].map((kind) => field({ const: kind })) },
      (all) => new Set(all.map((one) => (one as { field: string }).field)).size,
      3,
    ],
    [
      "a tuple's every length",
      { type: "array", prefixItems: [{ const: 1 }, { const: 2 }], items: false },
      (all) => new Set(all.map(sizeOf)),
      new Set([0, 1, 2]),
    ],
    [
      "both branches of a condition",
      {
        type: "object",
        properties: { a: { type: "boolean" }, b: { type: "integer" } },
        required: ["a"],
        if: { properties: { a: { const: true } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, never awaited
        then: { required: ["b"] },
      },
      (all) => new Set(all.map((one) => JSON.stringify([(one as { a: boolean }).a, "b" in (one as object)]))).size,
      3,
    ],
    ["the depths of a recursive schema", { $ref: "#/$defs/tree" }, (all) => Math.max(...all.map(depthOf)) > 2, true],
  ])("%s", (_, schema, wanted, expected) => {
    const tree = { type: "object", properties: { sub: { $ref: "#/$defs/tree" } } };
    const root = field(schema, { $defs: { tree } });
    const values = drawn(instancesOf(root), 400).map((one) => (one as { field: unknown }).field);
    expect(wanted(values)).toEqual(expected);
  });

  test("optional fields that are there and that are not", () => {
    const seen = new Set(
      drawn(instancesOf({ type: "object", properties: { a: { const: 1 }, b: { const: 2 } } }), 100).map((one) =>
        JSON.stringify(one),
      ),
    );
    expect(seen).toEqual(new Set(["{}", '{"a":1}', '{"b":2}', '{"a":1,"b":2}']));
  });
});

const lengthOf = (text: unknown): number => [...(text as string)].length;
const sizeOf = (list: unknown): number => (list as unknown[]).length;
const depthOf = (tree: unknown): number => (tree === undefined ? 0 : 1 + depthOf((tree as { sub?: unknown }).sub));

describe("instances obey", () => {
  test.each<[what: string, schema: object]>([
    ["a pattern", { type: "string", pattern: "^[A-Z]{2}-[1-9][0-9]{0,3}$" }],
    ["a pattern and a length", { type: "string", pattern: "^(?:ab)+$", maxLength: 6 }],
    ["a pattern that the maker cannot read", { type: "string", pattern: "^(?=a)[a-c]+$", maxLength: 3 }],
    ["formats", { type: "string", format: "uri", maxLength: 40 }],
    ["multiples of a decimal", { type: "number", multipleOf: 0.01, minimum: 0, maximum: 1 }],
    ["different items", { type: "array", items: { enum: [1, 2, 3] }, uniqueItems: true, minItems: 2 }],
    [
      "items that are contained",
      { type: "array", items: { type: "integer" }, contains: { minimum: 5 }, minContains: 2 },
    ],
    [
      "what depends on each other",
      { type: "object", properties: { a: { const: 1 }, b: { const: 2 } }, dependentRequired: { a: ["b"] } },
    ],
    ["what must not be", { type: "integer", minimum: 0, maximum: 9, not: { enum: [3, 4] } }],
    [
      "exactly one of two",
      {
        type: "integer",
        oneOf: [
          { minimum: 0, maximum: 6 },
          { minimum: 4, maximum: 9 },
        ],
      },
    ],
    [
      "names of a map",
      {
        type: "object",
        propertyNames: { pattern: "^x_[a-z]+$" },
        additionalProperties: { type: "integer" },
        minProperties: 1,
      },
    ],
    [
      "several parts of one object",
      { allOf: [field({ type: "integer" }), { type: "object", properties: { field: { minimum: 3 } } }] },
    ],
  ])("%s, and differ", (_, schema) => {
    const isValid = validatorOf(closeSchema(schema as unknown as Json));
    const values = valuesOf(schema);
    expect(values.filter((value) => !isValid(value as Json))).toEqual([]);
    expect(new Set(values.map((one) => JSON.stringify(one))).size).toBeGreaterThan(2);
  });

  test("a schema as it is written, when that is asked for", () => {
    const schema = { type: "string", "x-extensible-enum": ["a"], maxLength: 5 };
    expect(new Set(drawn(instancesOf(schema), 100))).toEqual(new Set(["a"]));
    expect(new Set(drawn(instancesOf(schema, { model: "as-written" }), 100)).size).toBeGreaterThan(10);
  });
});

describe("a failing property", () => {
  test("shrinks to the smallest instance that fails it", () => {
    const schema = {
      type: "object",
      properties: {
        id: { type: "string", minLength: 1, maxLength: 500 },
        tags: { type: "array", items: { type: "string", maxLength: 90 }, maxItems: 30 },
        note: { type: "string", maxLength: 900 },
      },
      required: ["id"],
    };
    const fewTags = fc.property(instancesOf<{ tags?: string[] }>(schema), ({ tags = [] }) => tags.length < 3);
    const { counterexample } = fc.check(fewTags, { seed: 1, numRuns: 500 });
    expect(counterexample).toEqual([{ id: " ", tags: ["", "", ""] }]);
  });
});

test.each([
  ["a schema without instances", { type: "string", minLength: 3, maxLength: 2 }],
  ["a required field without instances", field({ type: "integer", minimum: 2, maximum: 1 })],
  ["recursion without an end", { $ref: "#/$defs/a", $defs: { a: field({ $ref: "#/$defs/a" }) } }],
])("%s is refused in words", (_, schema) => {
  expect(() => instancesOf(schema)).toThrow("no instance of the schema was found");
});

test("invalid instances differ from valid ones in one place", () => {
  const contract = eventContract("org.statehub.test.tried", { properties: { size: { type: "integer", maximum: 4 } } });
  const model = modelOf(contract);
  const values = drawn(invalidInstancesOf(snapshot(eventOf(model, "org.statehub.test.tried"), model)), 300);
  const texts = new Set(values.map((one) => JSON.stringify(one)));
  expect([...texts].some((one) => one.includes('"size":5'))).toBe(true);
  expect([...texts].some((one) => one.includes('"undeclared":1'))).toBe(true);
});
