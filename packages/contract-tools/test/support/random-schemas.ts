import fc from "fast-check";
import { commonContract, eventContract } from "./contracts.ts";

type Json = Record<string, unknown>;

/** Names that have made generators stumble: words of the languages involved and of ajv's code. */
const NAMES = ["id", "a", "name_2", "data", "errors", "parentData", "schema1", "vErrors"];
const ODD_NAMES = [
  "class",
  "kebab-name",
  "a b",
  'quo"te',
  "apo'strophe",
  "back\\slash",
  "ünï",
  "1st",
  "a/b~c",
  "$d",
  "};if(vErrors",
];
/** Names of what every object inherits. */
const INHERITED = ["constructor", "toString", "hasOwnProperty"];

const TEXTS = [
  "",
  "a",
  "red",
  "a b",
  'say "hi"',
  "it's",
  "*/ no",
  "`code` | pipe",
  "emoji 🎉",
  "line\nbreak",
  "back\\slash",
  "};if(vErrors === null){",
  'require("fs")',
  "schema1",
  "$&$1",
];
const PATTERNS = [
  "^[a-z]+$",
  '^"?x"?$',
  "\\d{2}/\\d{2}",
  "^[^;]*$",
  "*/".replace("*", "\\*"),
  "^(a|b)\\\\$",
  "\\p{L}+",
  "^\\};if\\(vErrors",
];

const plainNames = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.constantFrom(...ODD_NAMES) },
);
const allNames = fc.oneof(
  { weight: 3, arbitrary: plainNames },
  { weight: 1, arbitrary: fc.constantFrom(...INHERITED) },
);
const textArb = fc.oneof(fc.constantFrom(...TEXTS), fc.lorem({ maxCount: 3, mode: "sentences" }));

const annotations: fc.Arbitrary<Json> = fc.record(
  {
    description: textArb.map((text) => text || "x"),
    deprecated: fc.boolean(),
    default: fc.oneof(fc.constantFrom(...TEXTS), fc.integer(), fc.constant(null)),
    "x-classification": fc.constantFrom("public", "internal", "personal", "secret"),
    $comment: fc.constant("a note"),
  },
  { requiredKeys: [] },
);
const withAnnotations = (schema: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.oneof(
    schema,
    fc.tuple(schema, annotations).map(([one, more]) => ({ ...one, ...more })),
  );

const bounds = (low: string, high: string, max: number): fc.Arbitrary<Json> =>
  fc.record({ low: fc.option(fc.nat(max)), span: fc.option(fc.nat(max)) }).map(({ low: from, span }) => ({
    ...(from === null ? {} : { [low]: from }),
    ...(span === null ? {} : { [high]: (from ?? 0) + span }),
  }));

const nullable = (schema: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.tuple(schema, fc.boolean()).map(([one, isNullable]) => (isNullable ? { ...one, type: [one.type, "null"] } : one));

const string = nullable(
  fc.oneof(
    fc.constant({ type: "string" }),
    bounds("minLength", "maxLength", 4).map((more) => ({ type: "string", ...more })),
    fc.constantFrom(...PATTERNS).map((pattern) => ({ type: "string", pattern })),
    fc
      .constantFrom("date-time", "date", "time", "uuid", "uri", "uri-reference", "email")
      .map((format) => ({ type: "string", format })),
    fc
      .uniqueArray(fc.constantFrom(...TEXTS), { minLength: 1, maxLength: 5 })
      .map((members) => ({ type: "string", "x-extensible-enum": members })),
  ),
);
const number = nullable(
  fc.oneof(
    fc.constantFrom({ type: "integer" }, { type: "number" }),
    fc.record({
      type: fc.constantFrom("integer", "number"),
      minimum: fc.integer({ min: -3, max: 3 }),
      multipleOf: fc.constantFrom(1, 2, 0.5),
    }),
    fc.record({
      type: fc.constant("number"),
      exclusiveMinimum: fc.integer({ min: -3, max: 3 }),
      exclusiveMaximum: fc.constantFrom(4, 4.5),
    }),
  ),
);
const literal = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom(null, true, false, 1.5, 1e21, 1e-7),
);
const literals = fc.oneof(
  fc
    .uniqueArray(fc.constantFrom(...TEXTS), { minLength: 1, maxLength: 15 })
    .map((members) => ({ type: "string", enum: members })),
  fc.uniqueArray(literal, { minLength: 1, maxLength: 6 }).map((members) => ({ enum: members })),
  literal.map((value) => ({ const: value })),
  fc.constantFrom({ const: { a: 1, b: ["x", { c: null }] } }, { enum: [{ kind: "a" }, ["b"], "c"] }, { enum: [[]] }),
);

const simple = withAnnotations(
  fc.oneof(string, number, fc.constant({ type: "boolean" }), fc.constant({ type: "null" }), literals),
);

/** What random schemas are made of. */
export interface SchemaOptions {
  /** References that they may use. */
  readonly refs: readonly string[];
  /** Whether properties may be called as something that every object inherits. */
  readonly inheritedNames: boolean;
  /** Whether objects may have properties that no schema names: maps, and values of which nothing is said. */
  readonly maps: boolean;
}

function object(inner: fc.Arbitrary<unknown>, names: fc.Arbitrary<string>): fc.Arbitrary<Json> {
  return fc
    .record({
      properties: fc.dictionary(names, inner, { maxKeys: 5, noNullPrototype: true }),
      required: fc.uniqueArray(names, { maxLength: 3 }),
    })
    .map(({ properties, required }) => {
      const declared = required.filter((name) => Object.hasOwn(properties, name));
      return { type: "object", properties, ...(declared.length === 0 ? {} : { required: declared }) };
    });
}

function list(inner: fc.Arbitrary<Json>, isOpen: boolean): fc.Arbitrary<Json> {
  const items = fc.oneof(inner, fc.constant(false), ...(isOpen ? [fc.constant(undefined)] : []));
  const prefix = fc.option(fc.array(inner, { minLength: 1, maxLength: 3 }));
  return fc
    .tuple(items, prefix, bounds("minItems", "maxItems", 3), fc.boolean())
    .map(([rest, prefixItems, more, uniqueItems]) => ({
      type: "array",
      ...(prefixItems === null ? {} : { prefixItems }),
      ...(rest === undefined ? {} : { items: rest }),
      ...more,
      ...(uniqueItems ? { uniqueItems } : {}),
    }));
}

function map(inner: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.tuple(inner, fc.nat(3), bounds("minProperties", "maxProperties", 3)).map(([values, kind, more]) => ({
    type: "object",
    ...(kind === 0 ? { patternProperties: { "^x_": values } } : { additionalProperties: values }),
    ...(kind === 1 ? { propertyNames: { maxLength: 9, pattern: "^[a-z_]+$" } } : {}),
    ...more,
  }));
}

function withTag(schema: Json, tag: string): Json {
  const required = ((schema.required as string[] | undefined) ?? []).filter((name) => name !== "kind");
  const properties = { ...(schema.properties as Json), kind: { const: tag } };
  return { ...schema, properties, required: [...required, "kind"] };
}

function combined(inner: fc.Arbitrary<Json>, names: fc.Arbitrary<string>, maps: boolean): fc.Arbitrary<Json> {
  const tags = fc.uniqueArray(fc.constantFrom("red", 'gr"een', "blue"), { minLength: 2, maxLength: 3 });
  const other = { type: "object", properties: { other: { type: "string" } }, required: ["other"] };
  const two = fc.tuple(object(inner, names), object(inner, names));
  return fc.oneof(
    tags
      .chain((chosen) => fc.tuple(...chosen.map((tag) => object(inner, names).map((one) => withTag(one, tag)))))
      .map((oneOf) => ({ oneOf })),
    inner.map((one) => ({ anyOf: [one, { type: "null" }] })),
    fc.array(inner, { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    fc.array(inner, { minLength: 1, maxLength: 3 }).map((oneOf) => ({ oneOf })),
    two.map((allOf) => ({ allOf })),
    two.map(([one, part]) => ({ ...one, allOf: [part] })),
    two.map(([one, part]) => ({ ...one, anyOf: [part, other] })),
    two.map(([one, part]) => ({
      ...one,
      if: { required: ["a"], properties: { a: { type: "string" } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, never awaited
      then: part,
      else: { required: ["id"] },
    })),
    inner.map((one) => ({ type: "string", not: one })),
    ...(maps ? [two.map(([one, part]) => ({ ...one, additionalProperties: { type: "number" }, allOf: [part] }))] : []),
  );
}

/** A schema of a field, as contracts write them. */
export function fieldSchema(options: SchemaOptions, depth = 3): fc.Arbitrary<Json> {
  if (depth === 0) return simple;
  const { refs, inheritedNames, maps } = options;
  const names = inheritedNames ? allNames : plainNames;
  const inner = fieldSchema(options, depth - 1);
  const reference = refs.length === 0 ? [] : [fc.constantFrom(...refs).map(($ref) => ({ $ref }))];
  return withAnnotations(
    fc.oneof(
      { weight: 4, arbitrary: simple },
      { weight: 3, arbitrary: object(inner, names) },
      { weight: 2, arbitrary: list(inner, maps) },
      { weight: 4, arbitrary: combined(inner, names, maps) },
      ...(maps ? [{ weight: 1, arbitrary: map(inner) }] : []),
      ...reference.map((arbitrary) => ({ weight: 3, arbitrary })),
    ),
  );
}

const REFS = [
  "../common/thing.json",
  "../common/thing-list.json",
  "#/$defs/part",
  "#tree",
  "../common/thing.json#/$defs/inner_part",
];

/** An event and two shared fragments that it may refer to: definitions, an anchor, recursion through a property. */
export function contractFiles({
  inheritedNames = true,
  maps = true,
}: Partial<SchemaOptions> = {}): fc.Arbitrary<Json[]> {
  const names = inheritedNames ? allNames : plainNames;
  const fields = (refs: readonly string[], depth: number): fc.Arbitrary<Json> =>
    fieldSchema({ refs, inheritedNames, maps }, depth);
  return fc
    .record({
      thing: object(fields(["#/$defs/inner_part"], 2), names),
      innerPart: fields([], 1),
      list: fields(["thing.json"], 2),
      part: fields(["../common/thing.json"], 2),
      tree: object(fields(["#/$defs/part"], 1), names),
      event: object(fields(REFS, 3), names),
    })
    .map(({ thing, innerPart, list: things, part, tree, event }) => {
      const branches = { type: "array", items: { $ref: "#tree" } };
      return [
        commonContract("thing", { ...thing, $defs: { inner_part: innerPart } }),
        commonContract("thing-list", things),
        eventContract("org.statehub.test.tried", {
          properties: { ...(event.properties as Json), id: { type: "string" } },
          required: ((event.required as string[] | undefined) ?? []).filter((name) => name !== "id"),
          // An example that fits is more than these schemas can promise.
          examples: [null],
          $defs: {
            part,
            tree: { title: "Tree", ...tree, $anchor: "tree", properties: { ...(tree.properties as Json), branches } },
          },
        }),
      ];
    });
}

const VALUES = ["red", "blue", 'gr"een', "ok", "12/34", "2024-01-01", "2024-02-29T12:00:00Z", "a@b.de", "urn:x"];

/** Data made from the words of these schemas, so that some of it nearly fits. */
export function instances({ inheritedNames = true }: Partial<SchemaOptions> = {}): fc.Arbitrary<unknown> {
  const names = inheritedNames ? [allNames, fc.constant("__proto__")] : [plainNames];
  return fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc.oneof(literal, fc.constantFrom(...VALUES)),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(
        fc.oneof(...names, fc.constantFrom("kind", "x_1", "branches", "extra")),
        fc.oneof(tie("value"), fc.constantFrom("red", "blue")),
        { maxKeys: 5, noNullPrototype: true },
      ),
    ),
  })).value;
}
