/** biome-ignore-all lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema */
import type { JsonObject } from "../../src/index.ts";
import { type Probe, probes } from "./probe.ts";

const S = { type: "string" };
const N = { type: "number" };
const kind = (value: string, rest: JsonObject = {}): JsonObject => ({
  type: "object",
  properties: { kind: { const: value }, ...rest },
  required: ["kind"],
});

export const logicProbes: readonly Probe[] = probes([
  ["allOf of one is that one", { allOf: [S] }, S, true, true],
  [
    "allOf in any order",
    { allOf: [{ minimum: 1 }, { maximum: 2 }] },
    { allOf: [{ maximum: 2 }, { minimum: 1 }] },
    true,
    true,
  ],
  ["allOf merges", { allOf: [N, { minimum: 1 }] }, { type: "number", minimum: 1 }, true, true],
  [
    "bounds that matter only together",
    { type: "number", minimum: 2, maximum: 3 },
    { allOf: [{ type: "number" }, { minimum: 1 }, { maximum: 4 }] },
    true,
    false,
  ],
  ["anyOf grows", { anyOf: [S, N] }, { anyOf: [S, N, { type: "null" }] }, true, false],
  ["anyOf as a list of types", { anyOf: [S, N] }, { type: ["string", "number"] }, true, true],
  ["oneOf of disjoint branches is anyOf", { oneOf: [S, N] }, { anyOf: [S, N] }, true, true],
  [
    "oneOf of overlapping branches is not",
    { oneOf: [N, { type: "integer" }] },
    { anyOf: [N, { type: "integer" }] },
    true,
    false,
  ],
  [
    "oneOf of a branch and its part",
    { oneOf: [N, { type: "integer" }] },
    { type: "number", not: { type: "integer" } },
    true,
    true,
  ],
  ["oneOf twice the same is nothing", { oneOf: [S, S] }, false, true, true],
  ["oneOf in another order", { oneOf: [kind("a"), kind("b")] }, { oneOf: [kind("b"), kind("a")] }, true, true],
  [
    "a discriminated union grows",
    { oneOf: [kind("a"), kind("b")] },
    { oneOf: [kind("a"), kind("b"), kind("c")] },
    true,
    false,
  ],
  [
    "a branch of a union narrowed",
    { oneOf: [kind("a", { x: S }), kind("b")] },
    { oneOf: [kind("a", { x: { type: ["string", "null"] } }), kind("b")] },
    true,
    false,
  ],
  [
    "a union that covers jointly",
    { type: "object", properties: { k: { enum: ["a", "b"] } }, required: ["k"] },
    { anyOf: [{ properties: { k: { const: "a" } } }, { properties: { k: { const: "b" } } }] },
    true,
    false,
  ],
  ["not not", { not: { not: S } }, S, true, true],
  ["not of a type", { not: S }, { type: ["null", "boolean", "number", "array", "object"] }, true, true],
  ["not of an enum", { type: "boolean", not: { const: true } }, { const: false }, true, true],
  ["De Morgan", { not: { anyOf: [S, N] } }, { allOf: [{ not: S }, { not: N }] }, true, true],
  ["the excluded middle", true, { anyOf: [S, { not: S }] }, true, true],
  [
    "if then else",
    { if: S, then: { minLength: 1 }, else: N },
    { anyOf: [{ type: "string", minLength: 1 }, N] },
    true,
    true,
  ],
  ["if without then", { if: S, else: N }, { anyOf: [S, N] }, true, true],
  ["if alone says nothing", { if: S }, true, true, true],
  ["then without if says nothing", { then: S }, true, true, true],
  [
    "if narrowed",
    { if: { properties: { a: { const: 1 } } }, then: { required: ["b"] } },
    { if: { properties: { a: { const: 1 } }, required: ["a"] }, then: { required: ["b"] } },
    true,
    false,
  ],
  ["not required", { not: { required: ["a"] } }, { type: "object", properties: { a: false } }, true, true],
  [
    "not of properties",
    { type: "object", not: { properties: { a: S } } },
    { required: ["a"], properties: { a: { not: S } } },
    true,
    false,
  ],
  [
    "an implication both ways",
    { anyOf: [{ not: { required: ["a"] } }, { required: ["b"] }] },
    { if: { required: ["a"] }, then: { required: ["b"] } },
    true,
    true,
  ],
]);
