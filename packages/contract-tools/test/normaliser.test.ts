import { compile } from "json-schema-to-typescript";
import { describe, expect, test } from "vitest";
import { bundle } from "../src/model/bundle.ts";
import { commonContract, eventContract, fileOf, modelOf } from "./support/contracts.ts";
import { moduleText } from "./support/types.ts";

type Contract = Readonly<Record<string, unknown>>;

const TRIED = "org.statehub.test.tried";
const tried = (more: Contract): Contract => eventContract(TRIED, more);
const field = (schema: Contract | boolean, $defs?: Contract): Contract =>
  tried({ properties: { field: schema }, ...($defs === undefined ? {} : { $defs }) });
const actor = commonContract("actor", { type: "object", properties: { name: { type: "string" } }, required: ["name"] });

/** What json-schema-to-typescript makes of a contract by itself, its references bundled, since it reads no others. */
async function alone(contracts: readonly Contract[]): Promise<string> {
  const model = modelOf(...contracts);
  const { $schema: _, $id: __, ...schema } = bundle(fileOf(model, "test/tried.v1"), model.references);
  return compile(schema as unknown as Parameters<typeof compile>[0], "TestTried", { bannerComment: "", format: false });
}

/** Text without layout, so that a table can name types in a line. */
const squeezed = (text: string): string => text.replaceAll(/\/\*\*[\s\S]*?\*\//g, "").replaceAll(/\s+/g, " ");

const kinds = {
  cat: { type: "object", properties: { kind: { const: "cat" }, lives: { type: "integer" } }, required: ["kind"] },
  dog: { type: "object", properties: { kind: { const: "dog" }, barks: { type: "boolean" } }, required: ["kind"] },
};

describe("what json-schema-to-typescript gets wrong alone", () => {
  const cures: [flaw: string, contracts: Contract[], alone: string | RegExp, cured: string | RegExp][] = [
    [
      "a shared $ref is copied",
      [field({ $ref: "../common/actor.json" }), actor],
      "export interface Actor",
      'import type { Actor } from "../common/actor.ts";',
    ],
    [
      "a reference with something beside it is copied and numbered",
      [
        tried({
          properties: { one: { $ref: "#/$defs/part" }, two: { $ref: "#/$defs/part", deprecated: true } },
          $defs: { part: { title: "Part", ...kinds.cat } },
        }),
      ],
      "two?: Part1",
      "one?: Part; two?: Part;",
    ],
    [
      "every object has an index signature",
      [field(kinds.cat)],
      "[k: string]: unknown",
      'field?: { kind: "cat"; lives?: number; };',
    ],
    [
      "prefixItems are dropped",
      [field({ type: "array", prefixItems: [{ type: "string" }, { type: "number" }], minItems: 2, items: false })],
      "field?: never[]",
      "field?: [string, number];",
    ],
    [
      "prefixItems with further items are dropped",
      [field({ type: "array", prefixItems: [{ type: "string" }], minItems: 1, items: { type: "number" } })],
      /field\?: (\[number|number\[\])/,
      "field?: [string, ...number[]];",
    ],
    [
      "a short list is spelt out",
      [field({ type: "array", items: { type: "string" }, maxItems: 3 })],
      "[string, string, string]",
      "field?: string[];",
    ],
    [
      "a property called hasOwnProperty stops it",
      [tried({ properties: { hasOwnProperty: { type: "string" } } })],
      "",
      "hasOwnProperty?: string;",
    ],
    [
      "a name with a digit is changed",
      [field({ $ref: "#/$defs/sum" }, { sum: { title: "Sha256sum", type: "string" } })],
      "Sha256Sum",
      "export type Sha256sum = string;",
    ],
  ];

  test.each(cures)("%s: cured", async (_flaw, contracts, wrong, right) => {
    const theirs = await alone(contracts).catch((error: Error) => error.message);
    const ours = squeezed(await moduleText(contracts));
    expect(squeezed(theirs)).toMatch(wrong);
    expect(ours).toMatch(right);
    expect(ours).not.toMatch(/\[k: string\]: unknown|\w1\b(?=[;\s{])/);
  });
});

describe("the types of a contract", () => {
  const shapes: [name: string, contract: Contract, type: string][] = [
    [
      "a titled enum is a named union of its strings",
      field({ title: "Colour", enum: ["red", "blue"] }),
      'field?: Colour; } export type Colour = "red" | "blue";',
    ],
    [
      "an open set keeps its members and takes any string",
      field({ type: "string", "x-extensible-enum": ["a", "b"] }),
      'field?: "a" | "b" | (string & {});',
    ],
    [
      "an enum of other values is a union of them",
      field({ enum: ["a", 'say "hi"', "it's", 1, -1.5, true, null] }),
      `field?: "a" | 'say "hi"' | "it's" | 1 | -1.5 | true | null;`,
    ],
    [
      "a const that is an object is an object type",
      field({ const: { a: [1, { b: null }] } }),
      "field?: { a: [ 1, { b: null; }, ]; };",
    ],
    ["null beside a type", field({ type: ["string", "null"] }), "field?: string | null;"],
    [
      "null beside a reference",
      field(
        { anyOf: [{ $ref: "#/$defs/part" }, { type: "null" }] },
        { part: { type: "object", properties: { a: {} } } },
      ),
      "field?: Part | null;",
    ],
    ["a map", field({ type: "object", additionalProperties: { type: "number" } }), "field?: { [k: string]: number; };"],
    [
      "a map by pattern",
      field({ type: "object", patternProperties: { "^x_": { type: "number" } } }),
      "field?: { [k: string]: number; };",
    ],
    ["a map of anything", field({ type: "object", additionalProperties: true }), "field?: Record<string, unknown>;"],
    ["an object without properties", field({ type: "object" }), "field?: Record<string, never>;"],
    [
      "alternatives of an object do not become empty objects",
      field({ type: "object", oneOf: [kinds.cat, kinds.dog] }),
      'field?: | { kind: "cat"; lives?: number; } | { kind: "dog"; barks?: boolean; };',
    ],
    [
      "allOf is an intersection",
      field(
        { allOf: [{ $ref: "#/$defs/part" }, kinds.cat] },
        { part: { type: "object", properties: { a: { type: "string" } } } },
      ),
      'field?: Part & { kind: "cat"; lives?: number; };',
    ],
    [
      "what a condition refers to is not imported",
      tried({ properties: { field: { type: "string", not: { $ref: "../common/actor.json" } } } }),
      "field?: string;",
    ],
    [
      "a reference by anchor",
      field({ $ref: "#inner" }, { part: { $anchor: "inner", type: "string" } }),
      "field?: Part;",
    ],
    [
      "a tuple whose last items may be missing",
      field({ type: "array", prefixItems: [{ type: "string" }, { type: "number" }], items: false }),
      "field?: [] | [string] | [string, number];",
    ],
    [
      "a tuple that maxItems cuts off",
      field({ type: "array", prefixItems: [{ type: "string" }, { type: "number" }], maxItems: 1, minItems: 1 }),
      "field?: [string];",
    ],
    [
      "a tuple without items:false goes on with anything",
      field({ type: "array", prefixItems: [{ type: "string" }], minItems: 1 }),
      "field?: [string, ...unknown[]];",
    ],
    [
      "a type that contains itself",
      field(
        { $ref: "#/$defs/tree" },
        {
          tree: {
            title: "Tree",
            type: "object",
            properties: { branches: { type: "array", items: { $ref: "#/$defs/tree" } } },
          },
        },
      ),
      "export interface Tree { branches?: Tree[]; }",
    ],
    [
      "names that are no identifiers",
      tried({ properties: { "a-b": {}, 'q"t': {}, "1st": {}, ünï: {}, constructor: {} } }),
      `"a-b"?: unknown; 'q"t'?: unknown; "1st"?: unknown; ünï?: unknown; constructor?: unknown;`,
    ],
    [
      "what is required although nothing else is said",
      field({ type: "object", required: ["a"], properties: { a: {} } }),
      "field?: { a: unknown; };",
    ],
  ];

  test.each(shapes)("%s", async (_name, contract, type) => {
    expect(squeezed(await moduleText([contract, actor]))).toContain(type);
  });
});

describe("doc comments", () => {
  test("carry descriptions, formats, bounds and deprecation", async () => {
    const text = await moduleText([
      field({
        type: "string",
        description: "When.",
        format: "date-time",
        maxLength: 40,
        deprecated: true,
        "x-classification": "personal",
      }),
    ]);
    expect(text).toContain(
      "  /**\n   * When.\n   *\n   * @format date-time\n   * @maxLength 40\n   * @classification personal\n   * @deprecated\n   */\n  field?: string;",
    );
  });

  test("say of a list what its items are", async () => {
    const text = await moduleText([
      field({ type: "array", maxItems: 9, items: { type: "string", format: "uuid", description: "An id." } }),
    ]);
    expect(text).toContain(
      "  /**\n   * Each item: An id. (format uuid)\n   *\n   * @maxItems 9\n   */\n  field?: string[];",
    );
  });

  test.each([
    ["in a description", { description: "not the end: */ export const bad = 1; /*" }],
    ["in a pattern", { pattern: "^a*/b$" }],
    ["in a default", { default: "*/" }],
  ])("are not ended by */ %s", async (_place, more) => {
    const text = await moduleText([field({ type: "string", ...more })]);
    expect(text.match(/\*\//g)?.length).toBe(text.match(/\/\*\*/g)?.length);
    expect(text).toContain("*\\/");
  });

  test("keep the lines, lists and long words of a description, and wrap what is long", async () => {
    const text = await moduleText([
      field({ type: "string", description: `* one\n* two\n\n${"word ".repeat(40)}\nthe end` }),
    ]);
    expect(text).toContain("   * * one\n   * * two\n   *\n   * word word");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  });
});
