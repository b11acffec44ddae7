/** biome-ignore-all lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema */
import fc from "fast-check";
import type { Dialect, Json, JsonObject } from "../src/index.ts";
import { canonical } from "../src/json/json.ts";

/**
 * Schemas and instances from one small stock of names, numbers, texts and expressions, so that the keywords of two
 * random schemas meet.
 */
const names = ["a", "b", "c"];
const numbers = [-1, 0, 0.5, 1, 1.5, 2, 3];
const texts = ["", "a", "b", "ab", "aa", "abc"];
const patterns = ["^a", "b$", "^[ab]*$", "^a|b$", ".", "^$", "^c?$", "^.{2}$", "^(?!a)"];

const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.constantFrom(...numbers),
  fc.constantFrom(...texts),
);

export const instances: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names, "d"), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

const small = fc.integer({ min: 0, max: 3 });
const rare = <T>(arbitrary: fc.Arbitrary<T>): { arbitrary: fc.Arbitrary<T>; weight: number } => ({
  arbitrary,
  weight: 1,
});

/** Some of the keywords, each present or not. */
function some(model: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<JsonObject> {
  return fc.record(model as Record<string, fc.Arbitrary<Json>>, {
    requiredKeys: [],
    noNullPrototype: true,
  }) as fc.Arbitrary<JsonObject>;
}

const types = fc.constantFrom("null", "boolean", "number", "integer", "string", "array", "object");

const plain: fc.Arbitrary<JsonObject> = fc.oneof(
  some({ type: types }),
  some({ type: fc.uniqueArray(types, { minLength: 1, maxLength: 3 }) }),
  some({ enum: fc.uniqueArray(instances, { minLength: 1, maxLength: 3, selector: canonical }), const: scalar }),
  some({
    minimum: fc.constantFrom(...numbers),
    maximum: fc.constantFrom(...numbers),
    exclusiveMinimum: fc.constantFrom(...numbers),
    exclusiveMaximum: fc.constantFrom(...numbers),
    multipleOf: fc.constantFrom(0.5, 1, 1.5, 2, 3),
  }),
  some({ minLength: small, maxLength: small, pattern: fc.constantFrom(...patterns) }),
);

function composite(inner: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> {
  const byName = fc.dictionary(fc.constantFrom(...names), inner, { maxKeys: 3, noNullPrototype: true });
  const list = fc.array(inner, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    some({
      properties: byName,
      required: fc.uniqueArray(fc.constantFrom(...names)),
      additionalProperties: inner,
      patternProperties: fc.dictionary(fc.constantFrom(...patterns), inner, { maxKeys: 2, noNullPrototype: true }),
    }),
    some({
      propertyNames: plain,
      minProperties: small,
      maxProperties: small,
      dependentRequired: fc.dictionary(fc.constantFrom(...names), fc.uniqueArray(fc.constantFrom(...names)), {
        noNullPrototype: true,
      }),
      dependentSchemas: byName,
    }),
    some({ prefixItems: list, items: inner, minItems: small, maxItems: small }),
    some({ contains: inner, minContains: small, maxContains: small, uniqueItems: fc.boolean() }),
    some({ allOf: list }),
    some({ anyOf: list }),
    some({ oneOf: list }),
    some({ not: inner }),
    some({ if: inner, then: inner, else: inner }),
    some({ properties: byName, anyOf: list, unevaluatedProperties: inner }),
    some({ prefixItems: list, anyOf: list, unevaluatedItems: inner }),
  );
}

const nested: fc.Arbitrary<Json> = fc.letrec<{ schema: Json }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", maxDepth: 2 },
    rare(fc.boolean()),
    { arbitrary: plain, weight: 4 },
    {
      arbitrary: fc
        .array(composite(tie("schema")), { minLength: 1, maxLength: 2 })
        .map((parts) => Object.assign({}, ...parts) as Json),
      weight: 6,
    },
  ),
})).schema;

/** Schemas of 2020-12 that refer to each other, by instance steps only, so that none is without meaning. */
export const schemas: fc.Arbitrary<Json> = fc
  .record({ root: nested, x: nested, y: nested, refer: fc.boolean() })
  .map(({ root, x, y, refer }) => {
    if (!refer) return root;
    const base = typeof root === "object" && root !== null ? (root as JsonObject) : { allOf: [root] };
    return {
      allOf: [base, { properties: { a: { $ref: "#/$defs/x" } } }],
      $defs: { x: { allOf: [x, { items: { $ref: "#/$defs/x" }, properties: { b: { $ref: "#/$defs/y" } } }] }, y },
    } as Json;
  });

/** The same schema with its definitions renamed and the keys of every object in another order. */
export function disguised(schema: Json): Json {
  const rename = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(rename);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]): [string, Json] => {
      if (key === "$ref" && typeof inner === "string") return [key, inner.replace("#/$defs/", "#/$defs/renamed-")];
      if (key === "$defs")
        return [
          key,
          Object.fromEntries(Object.entries(inner as JsonObject).map(([n, s]) => [`renamed-${n}`, rename(s)])),
        ];
      if (key === "const" || key === "enum") return [key, inner];
      return [key, rename(inner)];
    });
    return Object.fromEntries(entries.reverse());
  };
  return rename(schema);
}

/** A schema with a name of its own, so that its references stay its own inside of another. */
export function embedded(schema: Json, name: string): Json {
  return typeof schema === "boolean" ? schema : { ...(schema as JsonObject), $id: `https://embedded.test/${name}` };
}

/** The schema without one of its keywords: often wider, sometimes not. */
export function loosened(schema: Json, pick: number): Json {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return schema;
  const keywords = Object.keys(schema).filter((keyword) => keyword !== "$defs");
  const dropped = keywords[pick % Math.max(1, keywords.length)];
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== dropped));
}

/** The schema in the words of an older draft; what that draft has no word for is left out. */
export function inDraft(schema: Json, dialect: Dialect): Json {
  if (dialect === "2020-12") return schema;
  if (typeof schema === "boolean") return dialect === "draft-04" ? (schema ? {} : { not: {} }) : schema;
  const map = (value: Json): Json =>
    Object.fromEntries(
      Object.entries(value as JsonObject).map(([name, one]): [string, Json] => [name, inDraft(one, dialect)]),
    );
  const { prefixItems, items, $defs, dependentSchemas, ...rest } = schema as JsonObject;
  const entries: [string, Json][] = [];
  for (const [keyword, value] of Object.entries(rest)) {
    if (keyword === "properties" || keyword === "patternProperties") entries.push([keyword, map(value)]);
    else if (["allOf", "anyOf", "oneOf"].includes(keyword))
      entries.push([keyword, (value as Json[]).map((one) => inDraft(one, dialect))]);
    else if (keyword === "$ref")
      entries.push([
        keyword,
        (value as string).replace("$defs", dialect.startsWith("draft") ? "definitions" : "$defs"),
      ]);
    // The old meta-schema wants at least one name.
    else if (keyword === "required" && (value as Json[]).length === 0) continue;
    else if (keyword.startsWith("exclusive") && dialect === "draft-04") continue;
    else if (["const", "enum", "type", "required", "dependentRequired"].includes(keyword))
      entries.push([keyword, value]);
    else
      entries.push([
        keyword,
        typeof value === "object" || (typeof value === "boolean" && keyword !== "uniqueItems")
          ? inDraft(value, dialect)
          : value,
      ]);
  }
  if (prefixItems !== undefined) {
    entries.push(["items", (prefixItems as Json[]).map((one) => inDraft(one, dialect))]);
    if (items !== undefined) entries.push(["additionalItems", inDraft(items, dialect)]);
  } else if (items !== undefined) entries.push(["items", inDraft(items, dialect)]);
  const old = dialect.startsWith("draft");
  if ($defs !== undefined) entries.push([old ? "definitions" : "$defs", map($defs)]);
  if (dependentSchemas !== undefined) entries.push([old ? "dependencies" : "dependentSchemas", map(dependentSchemas)]);
  return Object.fromEntries(entries);
}
