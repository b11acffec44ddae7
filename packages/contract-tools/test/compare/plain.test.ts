import { isSubschema } from "@statehub/schema-compat";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fitsPlainly } from "../../src/compare/plain.ts";
import type { SchemaObject } from "../../src/model/schema.ts";

const NAMES = ["a", "b", "c"];

/** Schemas of few words, so that two of them often have something to do with each other. */
const { schema } = fc.letrec<{ schema: object }>((tie) => {
  const inner = tie("schema");
  const map = fc.dictionary(fc.constantFrom(...NAMES), inner, { maxKeys: 3 });
  const names = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 2 });
  const tagged = fc.constantFrom("x", "y").chain((tag) =>
    fc.record({ properties: map }).map(({ properties }) => ({
      type: "object",
      properties: { ...properties, kind: { const: tag } },
      required: ["kind"],
    })),
  );
  return {
    schema: fc.oneof(
      { maxDepth: 2, depthSize: "small" },
      fc.constantFrom<object>(
        {},
        { type: "string" },
        { type: "integer" },
        { type: "number" },
        { type: ["string", "null"] },
      ),
      fc.constantFrom<object>({ enum: ["x"] }, { enum: ["x", "y"] }, { const: "x" }, { type: "string", maxLength: 2 }),
      fc.constantFrom<object>({ type: "string", "x-extensible-enum": ["x"] }, { $ref: "#/$defs/one" }, { $ref: "#" }),
      fc.record({ type: fc.constant("object"), properties: map, required: names }, { requiredKeys: ["type"] }),
      fc.record(
        { type: fc.constant("object"), additionalProperties: inner, properties: map },
        { requiredKeys: ["type", "additionalProperties"] },
      ),
      fc.record(
        { type: fc.constant("array"), items: inner, prefixItems: fc.array(inner, { minLength: 1, maxLength: 2 }) },
        { requiredKeys: ["type"] },
      ),
      fc.record({ anyOf: fc.array(inner, { minLength: 1, maxLength: 2 }) }),
      fc.record({ oneOf: fc.array(tagged, { minLength: 1, maxLength: 2 }) }),
      fc.record({ properties: map, anyOf: fc.tuple(inner, inner), required: names }, { requiredKeys: ["anyOf"] }),
      fc.record({ not: inner, type: fc.constant("string") }, { requiredKeys: ["not"] }),
    ),
  };
});

const inPlace = (one: { $ref?: string; anyOf?: object[] }): boolean =>
  one.$ref !== undefined || (one.anyOf?.some(inPlace) ?? false);

const whole = fc
  .record({ properties: fc.dictionary(fc.constantFrom(...NAMES), schema, { maxKeys: 3 }), one: schema })
  // References that lead back to themselves are in no contract.
  .filter(({ one }) => !inPlace(one))
  .map(({ properties, one }) => ({ type: "object", properties, $defs: { one } }));

/** The same schema with some of its parts taken from another: two that differ here and there. */
const pairs = fc.tuple(whole, whole, fc.uniqueArray(fc.constantFrom(...NAMES, "one"))).map(([a, b, taken]) => {
  const properties = Object.fromEntries(
    NAMES.flatMap((name) => {
      const from = taken.includes(name) ? b.properties : a.properties;
      return Object.hasOwn(from, name) ? [[name, from[name]]] : [];
    }),
  );
  return [a, { ...a, properties, $defs: taken.includes("one") ? b.$defs : a.$defs }] as const;
});

const decided = (a: object, b: object) =>
  isSubschema(a as never, b as never, { model: "contract", reasons: false, budget: { milliseconds: 200 } });

test("what fits plainly is never refuted by the engine", () => {
  let plain = 0;
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      for (const [writer, reader] of [
        [a, b],
        [b, a],
      ] as const) {
        if (!fitsPlainly(writer as SchemaObject, reader as SchemaObject)) continue;
        plain++;
        expect(decided(writer, reader).answer).not.toBe("no");
      }
    }),
    { numRuns: 1000, endOnFailure: true, seed: 1 },
  );
  expect(plain).toBeGreaterThan(100);
});

const text = { type: "string" };
const of = (properties: object, more: object = {}): SchemaObject =>
  ({ type: "object", properties, ...more }) as SchemaObject;

test.each<[string, SchemaObject, SchemaObject, boolean]>([
  ["an optional field that only the reader knows", of({}), of({ a: text }), true],
  ["an optional field that only the writer knows", of({ a: text }), of({}), true],
  ["a bound that moved", of({ a: { ...text, maxLength: 3 } }), of({ a: { ...text, maxLength: 2 } }), true],
  [
    "a definition under another name",
    of({ a: { $ref: "#/$defs/x" } }, { $defs: { x: text } }),
    of({ a: { $ref: "#/$defs/y" } }, { $defs: { y: text } }),
    true,
  ],
  [
    "a list of itself",
    of({ a: { type: "array", items: { $ref: "#" } } }),
    of({ a: { type: "array", items: { $ref: "#" } }, b: text }),
    true,
  ],
  ["another type", of({ a: text }), of({ a: { type: "integer" } }), false],
  ["a field that the reader requires", of({ a: text }), of({ a: text }, { required: ["a"] }), false],
  ["a field that a map may hold", of({}, { additionalProperties: { type: "integer" } }), of({ a: text }), false],
  ["a map that a field does not fit", of({ a: { type: "integer" } }), of({}, { additionalProperties: text }), false],
  [
    "a field of another form of a union",
    { type: "object", oneOf: [of({ a: text })] } as SchemaObject,
    { type: "object", properties: { a: { type: "integer" } }, oneOf: [of({ a: text })] } as SchemaObject,
    false,
  ],
])("%s", (_name, writer, reader, fits) => {
  expect(fitsPlainly(writer, reader)).toBe(fits);
  expect(decided(writer, reader).answer).toBe(fits ? "yes" : "no");
});
