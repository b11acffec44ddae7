import { type Probe, probes } from "./probe.ts";

const S = { type: "string" };
const N = { type: "number" };
const I = { type: "integer" };
const a = (rest: object): { type: "array" } => ({ type: "array", ...rest });

export const arrayProbes: readonly Probe[] = probes([
  ["items widened", a({ items: I }), a({ items: N }), true, false],
  ["items of nothing is the empty array", a({ items: false }), { const: [] }, true, true],
  ["minItems lowered", a({ minItems: 2 }), a({ minItems: 1 }), true, false],
  ["maxItems raised", a({ maxItems: 2 }), a({ maxItems: 3 }), true, false],
  ["prefixItems by position", a({ prefixItems: [I] }), a({ prefixItems: [N] }), true, false],
  ["prefixItems does not demand", a({ prefixItems: [S] }), a({ minItems: 1 }), false, false],
  ["a closed tuple has a length", a({ prefixItems: [S, N], items: false }), a({ maxItems: 2 }), true, false],
  ["a position that cannot be", a({ prefixItems: [true, false] }), a({ maxItems: 1 }), true, true],
  [
    "items after the prefix",
    a({ prefixItems: [S], items: N }),
    a({ items: { type: ["string", "number"] } }),
    true,
    false,
  ],
  ["a longer prefix", a({ items: S }), a({ prefixItems: [S, S] }), true, false],
  ["contains by items", a({ items: S, minItems: 1 }), a({ contains: S }), true, false],
  ["contains needs an item", a({ items: S }), a({ contains: S }), false, false],
  [
    "contains beside prefixItems needs an item",
    a({ prefixItems: [S] }),
    a({ prefixItems: [S], contains: S }),
    false,
    true,
  ],
  ["contains widened", a({ contains: I }), a({ contains: N }), true, false],
  ["contains zero times", a({ contains: S, minContains: 0 }), a({}), true, true],
  ["minContains lowered", a({ contains: S, minContains: 3 }), a({ contains: S, minContains: 2 }), true, false],
  ["maxContains raised", a({ contains: S, maxContains: 2 }), a({ contains: S, maxContains: 3 }), true, false],
  ["maxContains by maxItems", a({ contains: S, maxItems: 2 }), a({ contains: S, maxContains: 2 }), true, false],
  ["minContains makes a length", a({ contains: S, minContains: 2 }), a({ minItems: 2 }), true, false],
  [
    "contains and its contrary make two items",
    a({ allOf: [{ contains: S }, { contains: { not: S } }] }),
    a({ minItems: 2 }),
    true,
    false,
  ],
  [
    "maxContains of everything is a length",
    a({ contains: true, minContains: 0, maxContains: 2 }),
    a({ maxItems: 2 }),
    true,
    true,
  ],
  ["more contained than allowed", a({ contains: S, minContains: 3, maxItems: 2 }), false, true, true],
  ["unique dropped", a({ uniqueItems: true }), a({}), true, false],
  ["one item is unique", a({ maxItems: 1 }), a({ uniqueItems: true }), true, false],
  ["unique items of a finite set", a({ items: { enum: [1, 2] }, uniqueItems: true }), a({ maxItems: 2 }), true, false],
  ["unique booleans", a({ items: { type: "boolean" }, uniqueItems: true, minItems: 3 }), false, true, true],
  [
    "a tuple of different constants is unique",
    a({ prefixItems: [{ const: 1 }, { const: 2 }], items: false }),
    a({ uniqueItems: true }),
    true,
    false,
  ],
  [
    "unevaluatedItems like items",
    a({ prefixItems: [S], unevaluatedItems: false }),
    a({ prefixItems: [S], items: false }),
    true,
    true,
  ],
  [
    "unevaluatedItems through allOf",
    a({ allOf: [{ prefixItems: [S, S] }], unevaluatedItems: false }),
    a({ maxItems: 2 }),
    true,
    false,
  ],
  [
    "unevaluatedItems by branch",
    a({ anyOf: [{ prefixItems: [S] }, { prefixItems: [N, N] }], unevaluatedItems: false }),
    a({ maxItems: 2 }),
    true,
    false,
  ],
  ["items say nothing of objects", { items: S }, a({ items: S }), false, true],
  ["arrays in arrays", a({ items: a({ items: I, maxItems: 2 }) }), a({ items: a({ items: N }) }), true, false],
]);
