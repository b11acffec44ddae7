/** biome-ignore-all lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema */
import { type Probe, probes } from "./probe.ts";

const S = { type: "string" };
const a = (rest: object): { type: "array" } => ({ type: "array", ...rest });

export const draftProbes: readonly Probe[] = [
  ...probes(
    [["contains evaluates no items yet", a({ contains: S }), a({ contains: S, unevaluatedItems: false }), false, true]],
    "2019-09",
  ),
  ...probes(
    [
      [
        "exclusiveMinimum as a boolean",
        { type: "number", minimum: 3, exclusiveMinimum: true },
        { type: "number", minimum: 3 },
        true,
        false,
      ],
      [
        "exclusiveMaximum as a boolean",
        { type: "number", maximum: 3, exclusiveMaximum: true },
        { type: "number", maximum: 3, exclusiveMaximum: false },
        true,
        false,
      ],
      ["id", { id: "https://a.test/a", $ref: "#/definitions/a", definitions: { a: S } }, S, true, true],
      ["const is no keyword yet", { const: 1 }, {}, true, true],
      [
        "dependencies",
        { dependencies: { a: ["b"] }, required: ["a"], type: "object" },
        { type: "object", required: ["a", "b"] },
        true,
        true,
      ],
      ["items as a list", a({ items: [S], additionalItems: false }), a({ items: S, maxItems: 1 }), true, true],
    ],
    "draft-04",
  ),
  ...probes(
    [
      ["const", { const: 1 }, { enum: [1] }, true, true],
      ["contains", a({ contains: S }), a({ minItems: 1 }), true, false],
      ["if is no keyword yet", { if: S, then: false }, {}, true, true],
      ["propertyNames", { propertyNames: false, type: "object" }, { type: "object", maxProperties: 0 }, true, true],
    ],
    "draft-06",
  ),
  ...probes(
    [
      [
        "an anchor by $id",
        { allOf: [{ $ref: "#a" }], definitions: { a: { $id: "#a", type: "string" } } },
        S,
        true,
        true,
      ],
      ["additionalItems without a list says nothing", a({ additionalItems: false }), a({}), true, true],
      ["minContains is no keyword yet", a({ contains: S, minContains: 2 }), a({ contains: S }), true, true],
      ["unevaluatedProperties is no keyword yet", { unevaluatedProperties: false }, {}, true, true],
      [
        "dependencies with a schema",
        { type: "object", dependencies: { a: { required: ["b"] } } },
        { type: "object", if: { required: ["a"] }, then: { required: ["b"] } },
        true,
        true,
      ],
      [
        "a tuple that goes on",
        a({ items: [S], additionalItems: { type: "number" } }),
        a({ items: { type: ["string", "number"] } }),
        true,
        false,
      ],
    ],
    "draft-07",
  ),
  ...probes(
    [
      [
        "siblings of a reference count",
        { $ref: "#/$defs/a", minLength: 5, $defs: { a: S } },
        { type: "string", minLength: 5 },
        true,
        true,
      ],
      ["items as a list", a({ items: [S], additionalItems: false }), a({ maxItems: 1, items: S }), true, true],
      ["contains evaluates nothing yet", a({ contains: S, unevaluatedItems: false }), false, true, true],
      ["prefixItems is no keyword yet", a({ prefixItems: [S] }), a({}), true, true],
      [
        "$recursiveRef",
        { $recursiveAnchor: true, type: "array", items: { $recursiveRef: "#" } },
        a({ items: a({}) }),
        true,
        false,
      ],
    ],
    "2019-09",
  ),
  ...probes(
    [
      ["contains evaluates", a({ contains: S, unevaluatedItems: false }), a({ items: S, minItems: 1 }), true, true],
      [
        "additionalItems is no keyword any more",
        a({ prefixItems: [S], additionalItems: false }),
        a({ prefixItems: [S] }),
        true,
        true,
      ],
    ],
    "2020-12",
  ),
  {
    name: "drafts may differ",
    a: { $schema: "http://json-schema.org/draft-04/schema#", type: "number", minimum: 3, exclusiveMinimum: true },
    b: { $schema: "https://json-schema.org/draft/2020-12/schema", type: "number", exclusiveMinimum: 3 },
    ab: "yes",
    ba: "yes",
  },
  ...probes(
    [
      [
        "siblings of a reference are ignored",
        { $ref: "#/definitions/a", minLength: 5, definitions: { a: S } },
        S,
        true,
        true,
      ],
    ],
    "draft-07",
    { refSiblings: "ignored" },
  ),
  {
    name: "siblings of a reference that matter",
    a: { $ref: "#/definitions/a", minLength: 5, definitions: { a: S } },
    b: S,
    ab: "yes",
    ba: "unknown",
    dialect: "draft-07",
  },
];
