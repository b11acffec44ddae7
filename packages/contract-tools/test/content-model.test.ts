import { closeSchema, contractObstacle, isSubschema, type JsonObject, openSchema } from "@statehub/schema-compat";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bundle } from "../src/model/bundle.ts";
import { canonicalJson } from "../src/model/canonical-json.ts";
import { child, toPointer } from "../src/model/pointer.ts";
import { conforming } from "./support/conforming.ts";
import { eventContract, fileOf, modelOf } from "./support/contracts.ts";
import { contractFiles } from "./support/random-schemas.ts";
import { fieldValidators, loadValidators, refusals, sidesOf } from "./support/validators.ts";

/** Pointers of all objects in a value. */
function objectsIn(value: unknown, pointer = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, one]) => objectsIn(one, child(pointer, key)));
  return Array.isArray(value) ? inner : [pointer, ...inner];
}

/** A copy of a value with one more property in the object at a pointer. */
function withExtra(value: unknown, pointer: string, at = ""): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item, i) => withExtra(item, pointer, child(at, i)));
  const inner = Object.entries(value).map(([key, one]) => [key, withExtra(one, pointer, child(at, key))]);
  return { ...Object.fromEntries(inner), ...(at === pointer ? { undeclared_name: 1 } : {}) };
}

function objectAt(value: unknown, pointer: string): unknown {
  return objectsIn(value).includes(pointer)
    ? pointer
        .split("/")
        .slice(1)
        .reduce<unknown>(
          (inner, key) => (inner as Record<string, unknown>)[key.replaceAll("~1", "/").replaceAll("~0", "~")],
          value,
        )
    : undefined;
}

/** The objects that a schema names as values, and those in them: no property can be added to these. */
function literalsIn(schema: unknown): Set<string> {
  const found = new Set<string>();
  JSON.stringify(schema, (key, value: unknown) => {
    if (key !== "const" && key !== "enum") return value;
    for (const pointer of objectsIn(value)) found.add(canonicalJson(objectAt(value, pointer)));
    return undefined;
  });
  return found;
}

/** Random contracts without maps, with data that the writer's side accepts. */
async function eachAccepted(
  check: (given: { data: unknown; literals: Set<string> } & Awaited<ReturnType<typeof loadValidators>>) => void,
): Promise<void> {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(contractFiles({ maps: false }), fc.nat(), async (contracts, seed) => {
      const model = modelOf(...contracts);
      for (const file of model.files) {
        const validators = await loadValidators(file, model);
        const { strict } = sidesOf(file, model);
        const literals = literalsIn(strict);
        for (let i = 0; i < 20; i++) {
          const data = conforming(strict, seed + i);
          if (!validators.strict(data)) continue;
          accepted++;
          check({ data, literals, ...validators });
        }
      }
    }),
    { numRuns: 60, seed: 1 },
  );
  expect(accepted).toBeGreaterThan(500);
}

describe("the writer's side", () => {
  test("refuses an undeclared property in whatever object it is, for random contracts", async () => {
    await eachAccepted(({ data, strict }) => {
      for (const pointer of objectsIn(data)) expect(strict(withExtra(data, pointer)), pointer).toBe(false);
    });
  });

  const part = { type: "object", properties: { a: { type: "string" } } };
  const other = { type: "object", properties: { b: { type: "string" } } };
  const tagged = (tag: string) => ({
    type: "object",
    properties: { kind: { const: tag }, [tag]: {} },
    required: ["kind"],
  });

  const shapes: [name: string, schema: object, accepted: unknown, refused: unknown][] = [
    ["an object", part, { a: "" }, { a: "", b: "" }],
    ["an object in a list", { type: "array", items: part }, [{ a: "" }], [{ b: "" }]],
    ["a reference", { $ref: "#/$defs/part" }, { a: "" }, { b: "" }],
    [
      "a reference with more properties",
      { $ref: "#/$defs/part", properties: { c: {} } },
      { a: "", c: 1 },
      { a: "", b: "" },
    ],
    ["all of several", { allOf: [{ $ref: "#/$defs/part" }, other] }, { a: "", b: "" }, { c: 1 }],
    ["one by its tag", { oneOf: [tagged("x"), tagged("y")] }, { kind: "x", x: 1 }, { kind: "x", y: 1 }],
    [
      "one by its tag, with what all have",
      { ...part, oneOf: [tagged("x"), tagged("y")] },
      { kind: "x", x: 1, a: "" },
      { kind: "x", b: "" },
    ],
    [
      "one of several beside a map",
      {
        type: "object",
        additionalProperties: { type: "number" },
        oneOf: [tagged("x"), tagged("y")],
        properties: { kind: {} },
      },
      { kind: "x", x: 1, z: 1 },
      { kind: "x", z: "" },
    ],
    ["a reference or null", { anyOf: [{ $ref: "#/$defs/part" }, { type: "null" }] }, { a: "" }, { b: "" }],
    ["any of several that overlap", { anyOf: [part, other] }, { a: "", b: "" }, { c: 1 }],
    ["a map", { type: "object", additionalProperties: { type: "number" } }, { any: 1 }, { any: "" }],
    ["a map of anything", { type: "object", additionalProperties: true }, { any: {} }, []],
    ["properties by their pattern", { type: "object", patternProperties: { "^x_": {} } }, { x_1: 1 }, { y: 1 }],
    [
      "a property that a condition adds",
      { ...part, if: { required: ["c"] }, else: other },
      { a: "", b: "" },
      { a: "", d: 1 },
    ],
    ["an object with nothing in it", { type: "object" }, {}, { a: 1 }],
    ["the members of an open set", { type: "string", "x-extensible-enum": ["a"] }, "a", "b"],
    ["null beside an open set", { type: ["string", "null"], "x-extensible-enum": ["a"] }, null, 1],
  ];

  test.each(shapes)("is right about %s", async (_name, schema, accepted, refused) => {
    const { strict, tolerant } = await fieldValidators(schema, { $defs: { part } });
    expect(refusals(strict, accepted)).toEqual([]);
    expect(refusals(tolerant, accepted)).toEqual([]);
    expect(refusals(strict, refused)).not.toEqual([]);
  });

  test.each([
    ["a branch that says more than its reference", [{ $ref: "#/$defs/x", required: ["x"] }, { $ref: "#/$defs/y" }]],
    ["a branch that refers to a reference", [{ $ref: "#/$defs/to_x" }, { $ref: "#/$defs/y" }]],
    ["branches that contain themselves", [{ $ref: "#/$defs/self" }, { $ref: "#/$defs/y" }]],
  ])("can be compiled where the tag stands in %s", async (_name, oneOf) => {
    const x = { ...tagged("x") };
    const self = { ...x, properties: { ...x.properties, x: { $ref: "#/$defs/self" } } };
    const { strict } = await fieldValidators(
      { oneOf },
      { $defs: { x, y: tagged("y"), to_x: { $ref: "#/$defs/x" }, self } },
    );
    expect(refusals(strict, { kind: "y", y: 1 })).toEqual([]);
    expect(refusals(strict, { kind: "y", z: 1 })).not.toEqual([]);
  });
});

describe("the reader's side", () => {
  test("accepts all that the writer's side accepts, and undeclared properties besides, for random contracts", async () => {
    await eachAccepted(({ data, literals, tolerant }) => {
      expect(tolerant(data)).toBe(true);
      for (const pointer of objectsIn(data)) {
        if (literals.has(canonicalJson(objectAt(data, pointer)))) continue;
        expect(tolerant(withExtra(data, pointer)), pointer + toPointer(["undeclared_name"])).toBe(true);
      }
    });
  });

  test.each<[name: string, schema: object, data: unknown]>([
    ["lengths", { type: "string", minLength: 2, maxLength: 1 }, "a"],
    ["patterns", { type: "string", pattern: "^b" }, "a"],
    ["formats", { type: "string", format: "uuid" }, "a"],
    ["ranges", { type: "number", minimum: 2, exclusiveMaximum: 0, multipleOf: 2 }, 1],
    [
      "how many items",
      { type: "array", items: {}, minItems: 2, maxItems: 0, uniqueItems: true, contains: { const: 3 } },
      [1, 1, 1].slice(2),
    ],
    [
      "items behind those that are declared",
      { type: "array", prefixItems: [{ type: "string" }], items: false },
      ["a", 1],
    ],
    [
      "how many properties",
      { type: "object", additionalProperties: {}, minProperties: 2, propertyNames: { maxLength: 1 } },
      { long: 1 },
    ],
    ["members of an open set", { type: "string", "x-extensible-enum": ["a"] }, "b"],
    [
      "bounds that tell alternatives apart",
      {
        oneOf: [
          { type: "string", maxLength: 1 },
          { type: "string", minLength: 3 },
        ],
      },
      "ab",
    ],
  ])("ignores %s", async (_name, schema, data) => {
    const { strict, tolerant } = await fieldValidators(schema);
    expect(refusals(strict, data)).not.toEqual([]);
    expect(refusals(tolerant, data)).toEqual([]);
  });

  test.each<[name: string, schema: object, data: unknown]>([
    ["types", { type: "string" }, 1],
    ["what is required", { type: "object", properties: { a: {} }, required: ["a"] }, {}],
    [
      "what is required of each other",
      { type: "object", properties: { a: {}, b: {} }, dependentRequired: { a: ["b"] } },
      { a: 1 },
    ],
    ["constants", { const: 1 }, 2],
    ["closed sets", { enum: ["a"] }, "b"],
    [
      "tags",
      {
        oneOf: [
          { type: "object", properties: { k: { const: "a" } }, required: ["k"] },
          { type: "object", properties: { k: { const: "b" } }, required: ["k"] },
        ],
      },
      { k: "c" },
    ],
    ["types of items", { type: "array", prefixItems: [{ type: "string" }], items: { type: "number" } }, ["a", "b"]],
    ["types of a map's values", { type: "object", additionalProperties: { type: "number" } }, { a: "" }],
  ])("relies on %s", async (_name, schema, data) => {
    const { tolerant } = await fieldValidators(schema);
    expect(refusals(tolerant, data)).not.toEqual([]);
  });
});

test("a definition called root is not taken for the whole", async () => {
  const root = { title: "Root", type: "object", properties: { up: { $ref: "#" } } };
  const model = modelOf(
    ...[
      eventContract("org.statehub.test.tried", {
        properties: { root: { $ref: "#/$defs/root" }, part: { allOf: [{ $ref: "#" }] } },
        $defs: { root },
        examples: [{ id: "a" }],
      }),
    ],
  );
  const { strict } = await loadValidators(fileOf(model, "test/tried.v1"), model);
  expect(strict({ id: "a", root: { up: { id: "b", root: {} } } })).toBe(true);
  expect(strict({ id: "a", root: { up: { id: "b", root: { id: "c" } } } })).toBe(false);
});

describe("the two sides", () => {
  /** A schema's sides by the engine that judges compatibility. */
  const engine = { strict: closeSchema, tolerant: openSchema };

  test("are the ones that compatibility is judged by, for random contracts", () => {
    let judged = 0;
    fc.assert(
      fc.property(contractFiles(), (contracts) => {
        const model = modelOf(...contracts);
        for (const file of model.files) {
          const { $schema: _, ...bundled } = bundle(file, model.references) as JsonObject;
          if (contractObstacle(bundled) !== undefined) continue;
          for (const [side, ours] of Object.entries(sidesOf(file, model))) {
            const theirs = engine[side as "strict" | "tolerant"](bundled);
            const options = { formats: "annotate", reasons: false } as const;
            expect(isSubschema(ours as JsonObject, theirs, options), side).toMatchObject({ answer: "yes" });
            expect(isSubschema(theirs, ours as JsonObject, options), side).toMatchObject({ answer: "yes" });
            judged++;
          }
        }
      }),
      { numRuns: 60, seed: 3 },
    );
    expect(judged).toBeGreaterThan(100);
  });

  test("are the ones that compatibility is judged by, however parts that say little are put together", () => {
    const parts: Record<string, object> = {
      nothing: {},
      described: { description: "Anything." },
      chain: { $ref: "#/$defs/nothing" },
      empty: { allOf: [{}] },
      inner: { allOf: [{ $ref: "#/$defs/nothing" }] },
      counted: { minProperties: 1 },
      demanding: { required: ["a"] },
      text: { anyOf: [{ type: "string" }, { type: "null" }] },
      map: { type: "object", additionalProperties: true },
      thing: { type: "object", properties: { a: { type: "string" } } },
    };
    const part = fc.constantFrom(...Object.keys(parts)).map((name) => ({ $ref: `#/$defs/${name}` }));
    const inline = fc.constantFrom({}, { type: "object" }, { properties: { b: {} } }, { minProperties: 1 });
    const one = fc.oneof({ weight: 3, arbitrary: part }, inline);
    const some = fc.array(one, { minLength: 1, maxLength: 2 });
    const fields = fc.oneof(
      one,
      fc.tuple(part, inline).map(([reference, beside]) => ({ ...beside, ...reference })),
      some.map((allOf) => ({ allOf })),
      some.map((anyOf) => ({ anyOf })),
      fc.tuple(some, inline).map(([allOf, beside]) => ({ ...beside, allOf })),
      some.map((allOf) => ({ allOf: [{ allOf }, { $ref: "#/$defs/thing" }] })),
      one.map((items) => ({ type: "array", items })),
    );
    const nested = [{ $ref: "#/$defs/nothing" }];
    let judged = 0;
    fc.assert(
      fc.property(fields, (field) => {
        const used = Object.entries(parts).filter(([name]) => JSON.stringify([field, ...nested]).includes(`/${name}"`));
        const $defs = Object.fromEntries(used);
        const model = modelOf(
          eventContract("org.statehub.test.tried", { properties: { field }, $defs, examples: [{ id: "a" }] }),
        );
        const file = fileOf(model, "test/tried.v1");
        const { $schema: _, ...bundled } = bundle(file, model.references) as JsonObject;
        if (contractObstacle(bundled) !== undefined) return;
        judged++;
        for (const [side, ours] of Object.entries(sidesOf(file, model)) as ["strict" | "tolerant", JsonObject][]) {
          const theirs = engine[side](bundled);
          expect([isSubschema(ours, theirs).answer, isSubschema(theirs, ours).answer], side).toEqual(["yes", "yes"]);
        }
      }),
      { numRuns: 400, seed: 5 },
    );
    expect(judged).toBeGreaterThan(100);
  });

  test.each<[name: string, schema: object]>([
    ["a value that may be anything", {}],
    ["a reference to what may be anything", { $ref: "#/$defs/anything" }],
    ["an object as the only value", { const: { a: 1, b: { c: 2 } } }],
    ["objects among values", { enum: [{ a: 1 }, null, "x"] }],
    ["an object as one alternative", { anyOf: [{ const: { a: 1 } }, { type: "object", properties: { b: {} } }] }],
    ["an open set with null", { type: ["string", "null"], "x-extensible-enum": ["a"] }],
    ["a tuple without more", { type: "array", prefixItems: [{ type: "string" }], items: false }],
    ["a map", { type: "object", additionalProperties: { type: "object", properties: { a: {} } } }],
    [
      "a part that demands only",
      { type: "object", properties: { a: {} }, anyOf: [{ required: ["a"] }, { maxProperties: 3 }] },
    ],
  ])("are the ones that compatibility is judged by, for %s", (_name, field) => {
    const model = modelOf(
      eventContract("org.statehub.test.tried", { properties: { field }, $defs: { anything: {} }, examples: [null] }),
    );
    const file = fileOf(model, "test/tried.v1");
    const { $schema: _, ...bundled } = bundle(file, model.references) as JsonObject;
    for (const [side, ours] of Object.entries(sidesOf(file, model)) as ["strict" | "tolerant", JsonObject][]) {
      const theirs = engine[side](bundled);
      expect([isSubschema(ours, theirs), isSubschema(theirs, ours)], side).toMatchObject([
        { answer: "yes" },
        { answer: "yes" },
      ]);
    }
  });
});
