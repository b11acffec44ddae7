import type { Json, JsonObject } from "../../src/index.ts";
import { type Probe, probes } from "./probe.ts";

const S = { type: "string" };
const tree = (value: Json, closed = false): Json => ({
  $ref: "#/$defs/node",
  $defs: {
    node: {
      type: "object",
      properties: { value, children: { type: "array", items: { $ref: "#/$defs/node" } } },
      required: ["value"],
      ...(closed ? { additionalProperties: false } : {}),
    },
  },
});

export const referenceProbes: readonly Probe[] = probes([
  ["a reference is what it points to", { $ref: "#/$defs/a", $defs: { a: S } }, S, true, true],
  [
    "siblings of a reference count",
    { $ref: "#/$defs/a", minLength: 1, $defs: { a: S } },
    { type: "string", minLength: 1 },
    true,
    true,
  ],
  ["anchors", { $ref: "#x", $defs: { a: { $anchor: "x", ...S } } }, S, true, true],
  ["embedded identifiers", { $id: "https://a.test/b", $ref: "c", $defs: { c: { $id: "c", ...S } } }, S, true, true],
  ["a pointer with escapes", { $ref: "#/$defs/a~1b%25", $defs: { "a/b%": S } }, S, true, true],
  ["a tree within the same tree", tree(S), tree(S), true, true],
  ["a tree with narrower values", tree({ type: "integer" }), tree({ type: "number" }), true, false],
  ["a closed tree within an open one", tree(S, true), tree(S), true, false],
  [
    "a tree unrolled once",
    tree(S),
    {
      type: "object",
      properties: { value: S, children: { type: "array", items: { $ref: "#/$defs/node" } } },
      required: ["value"],
      $defs: (tree(S) as JsonObject).$defs as Json,
    },
    true,
    true,
  ],
  [
    "a list that never ends has no instance",
    {
      $ref: "#/$defs/n",
      $defs: { n: { type: "object", properties: { next: { $ref: "#/$defs/n" } }, required: ["next"] } },
    },
    false,
    true,
    true,
  ],
  [
    "a tree whose leaves cannot be",
    { $ref: "#/$defs/n", $defs: { n: { type: "array", items: { $ref: "#/$defs/n" }, minItems: 1 } } },
    false,
    true,
    true,
  ],
  [
    "two mutual recursions",
    {
      $ref: "#/$defs/a",
      $defs: {
        a: { type: ["array", "null"], items: { $ref: "#/$defs/b" } },
        b: { type: ["array", "string"], items: { $ref: "#/$defs/a" } },
      },
    },
    { $ref: "#/$defs/n", $defs: { n: { type: ["array", "null", "string"], items: { $ref: "#/$defs/n" } } } },
    true,
    false,
  ],
  ["$dynamicRef with one anchor", { $dynamicRef: "#x", $defs: { a: { $dynamicAnchor: "x", ...S } } }, S, true, true],
  [
    "$dynamicRef finds the outermost anchor",
    {
      $id: "https://a.test/strings",
      $ref: "list",
      $defs: {
        item: { $dynamicAnchor: "item", ...S },
        list: {
          $id: "list",
          type: "array",
          items: { $dynamicRef: "#item" },
          $defs: { item: { $dynamicAnchor: "item" } },
        },
      },
    },
    { type: "array", items: S },
    true,
    true,
  ],
]);

export const documentProbes: readonly Probe[] = probes(
  [
    [
      "a reference to another document",
      { $ref: "https://a.test/common#/$defs/id" },
      { type: "string", minLength: 1 },
      true,
      true,
    ],
    [
      "a document that refers to a third",
      { $ref: "https://a.test/other" },
      { type: "array", items: { type: "string", minLength: 1 } },
      true,
      true,
    ],
    [
      "a document of an older draft",
      { $ref: "https://a.test/old" },
      { type: "number", exclusiveMinimum: 3 },
      true,
      true,
    ],
  ],
  "2020-12",
  {
    documents: {
      "https://a.test/common": { $defs: { id: { type: "string", minLength: 1 } } },
      "https://a.test/other": { type: "array", items: { $ref: "common#/$defs/id" } },
      "https://a.test/old": {
        $schema: "http://json-schema.org/draft-04/schema#",
        type: "number",
        minimum: 3,
        exclusiveMinimum: true,
      },
    },
  },
);

const unknown = (name: string, a: Json): Probe => ({ name, a, b: { type: "string" }, ab: "unknown", ba: "unknown" });

export const unknownProbes: readonly Probe[] = [
  unknown("a reference to itself at the same instance", { allOf: [{ $ref: "#" }] }),
  unknown("a reference to nothing", { $ref: "#/$defs/none" }),
  unknown("a document that was not supplied", { $ref: "https://a.test/absent" }),
  unknown("an expression that is none", { type: "string", pattern: "(" }),
  {
    name: "an expression that is not regular",
    a: { type: "string", pattern: "^(a+)b\\1$" },
    b: { type: "string", pattern: "^a+ba+c?$" },
    ab: "unknown",
    ba: "unknown",
  },
];
