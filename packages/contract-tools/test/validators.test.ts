import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conforming } from "./support/conforming.ts";
import { fileOf, modelOf } from "./support/contracts.ts";
import { contractFiles, instances } from "./support/random-schemas.ts";
import { runtime } from "./support/runtime.ts";
import {
  fieldValidators,
  loadValidators,
  type RawError,
  refusals,
  sidesOf,
  type Validator,
} from "./support/validators.ts";

const formats = Object.fromEntries(
  Object.entries(runtime.formats).map(([name, checker]) => [
    name,
    runtime.functions[checker] as (text: string) => boolean,
  ]),
);

/** ajv as it comes, but for our formats, which are stricter than its own. */
function stock(schema: object, discriminator: boolean): Validator {
  const options = { allErrors: true, discriminator, strict: false, validateSchema: false, formats };
  return new Ajv2020({ ...options, ownProperties: true }).compile(schema) as Validator;
}

/** Each error once. Which of two equal items is named first depends on how they are compared. */
function summary(errors: readonly RawError[] | null | undefined): string[] {
  const words = (errors ?? []).map(({ instancePath, keyword, params }) => {
    return `${instancePath} ${keyword}${keyword === "uniqueItems" ? "" : ` ${JSON.stringify(params)}`}`;
  });
  return [...new Set(words)].sort();
}

describe("generated validators", () => {
  test("decide and explain as stock ajv does, for random contracts and data", async () => {
    // ajv itself takes `toString` for evaluated in any object, and calls it where it compares: tried below.
    const own = { inheritedNames: false };
    await fc.assert(
      fc.asyncProperty(
        contractFiles(own),
        fc.array(instances(own), { minLength: 10, maxLength: 10 }),
        fc.nat(),
        async (contracts, random, seed) => {
          const model = modelOf(...contracts);
          for (const file of model.files) {
            const generated = await loadValidators(file, model);
            for (const [side, schema] of Object.entries(sidesOf(file, model))) {
              const ours = generated[side as "strict" | "tolerant"];
              const theirs = stock(schema, true);
              const plain = stock(
                JSON.parse(JSON.stringify(schema, (key, value) => (key === "discriminator" ? undefined : value))),
                false,
              );
              for (const data of [...random, ...Array.from({ length: 20 }, (_, i) => conforming(schema, seed + i))]) {
                const verdict = ours(data);
                expect([verdict, summary(ours.errors)]).toEqual([theirs(data), summary(theirs.errors)]);
                expect(verdict).toBe(plain(data));
              }
            }
          }
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  test("are modules that import nothing but the runtime's functions", async () => {
    const { text } = await fieldValidators({ type: "string", format: "uuid", maxLength: 40 });
    const folder = join(import.meta.dirname, "../../../node_modules/.cache/contract-tools-test");
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${process.pid}.mjs`);
    try {
      writeFileSync(path, text);
      const loaded = await import(pathToFileURL(path).href);
      expect(Object.keys(loaded).sort()).toEqual(["strict", "tolerant"]);
      expect(loaded.strict({ id: "a", field: "1b4e28ba-2fa1-41d2-883f-0016d3cca427" })).toBe(true);
      expect(loaded.strict({ id: "a", field: "urn:uuid:1b4e28ba-2fa1-41d2-883f-0016d3cca427" })).toBe(false);
    } finally {
      rmSync(path, { force: true });
    }
    expect(text.match(/\bimport\b/g)).toHaveLength(1);
  });

  const hostile = [
    'say "hi"',
    "it's",
    "};if(vErrors === null){vErrors = [err0];}",
    "schema1",
    "const schema1 = {};",
    'require("ajv")',
    "back\\slash",
    "s0",
    '"s0"',
    "parentData",
    "rootData}",
    "report(",
    "\u2028",
    "🎉",
    "__proto__",
    "constructor",
    "*/",
    "$&",
    "\\u0022",
  ];

  test.each(hostile)("keep the text %j apart from code", async (text) => {
    const { strict, text: code } = await fieldValidators({
      type: "object",
      properties: {
        ...(text === "__proto__" ? {} : { [text]: { const: text } }),
        one: { enum: [text, 1, { [`${text}!`]: [text] }] },
        many: { enum: Array.from({ length: 300 }, (_, i) => `${text}${i}`) },
        like: { type: "string", pattern: `^${text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}$` },
        open: { type: "string", "x-extensible-enum": [text] },
      },
    });
    const own = text === "__proto__" ? {} : { [text]: text };
    expect(refusals(strict, { ...own, one: text, many: `${text}299`, like: text, open: text })).toEqual([]);
    expect(refusals(strict, { one: { [`${text}!`]: [text] } })).toEqual([]);
    const at = ["many enum", "one enum", "open enum"];
    expect(refusals(strict, { one: "x", many: "x", open: "x" })).toEqual(at.map((one) => `/field/${one}`));
    expect(code.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')).not.toMatch(
      /\brequire\b|(?<![.\w$])(?:schema\d+|parentData|rootData)\b(?!:)/,
    );
  });

  test.each(["constructor", "toString", "hasOwnProperty", "valueOf"])(
    "know a property called %s from the one that every object has",
    async (name) => {
      const { strict, tolerant } = await fieldValidators({
        type: "object",
        properties: { [name]: { type: "string" }, size: { type: "number" } },
        required: [name],
        allOf: [{ type: "object", properties: { more: { type: "string" } } }],
      });
      expect(refusals(strict, {})).toEqual(["/field required"]);
      expect(refusals(tolerant, {})).toEqual(["/field required"]);
      expect(refusals(strict, { [name]: "x", more: "x" })).toEqual([]);
    },
  );

  test.each(["constructor", "toString", "__proto__"])(
    "refuse an undeclared property called %s wherever they refuse others",
    async (name) => {
      const undeclared = JSON.parse(`{ "a": "x", ${JSON.stringify(name)}: 1 }`);
      const plain = await fieldValidators({ type: "object", properties: { a: {} } });
      const combined = await fieldValidators({ type: "object", properties: { a: {} }, allOf: [{ type: "object" }] });
      expect(refusals(plain.strict, undeclared)).toEqual(["/field additionalProperties"]);
      expect(refusals(combined.strict, undeclared)).toEqual(["/field unevaluatedProperties"]);
      expect(refusals(combined.tolerant, undeclared)).toEqual([]);
    },
  );

  const nine = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`p${i}`, { type: "number" }]));
  const tree = {
    type: "object",
    properties: { id: { type: "string" }, next: { $ref: "#/$defs/tree" } },
    required: ["id"],
  };
  const cases: [name: string, schema: object, data: unknown, refused: string[]][] = [
    [
      "items that are equal objects",
      { type: "array", items: {}, uniqueItems: true },
      [
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ],
      ["/field uniqueItems"],
    ],
    ["a const that is an object", { const: { a: [1, { b: null }] } }, { a: [1, { b: 0 }] }, ["/field const"]],
    ["an enum of objects", { enum: [{ a: 1 }, [1]] }, [2], ["/field enum"]],
    [
      "many declared properties beside patterns",
      { type: "object", properties: nine, patternProperties: { "^x": { type: "string" } } },
      { p1: 1, x1: "a", other: 1, x2: 2 },
      ["/field additionalProperties", "/field/x2 type"],
    ],
    [
      "names of a map",
      { type: "object", additionalProperties: true, propertyNames: { pattern: "^a" } },
      { a: 1, b: 2 },
      ["/field pattern", "/field propertyNames"],
    ],
    ["what must not be", { type: "string", not: { const: "no" } }, "no", ["/field not"]],
    [
      "a condition",
      JSON.parse('{ "properties": { "a": {}, "b": {} }, "if": { "required": ["a"] }, "then": { "required": ["b"] } }'),
      { a: 1 },
      ["/field if", "/field required"],
    ],
    [
      "dependent properties",
      { type: "object", properties: { a: {}, b: {} }, dependentRequired: { a: ["b"] } },
      { a: 1 },
      ["/field dependentRequired"],
    ],
    [
      "how many items are like this",
      { type: "array", items: {}, contains: { const: 1 }, minContains: 2 },
      [1, 2],
      ["/field contains", "/field/1 const"],
    ],
    ["lengths in code points", { type: "string", minLength: 2, maxLength: 3 }, "🎉🎉🎉🎉", ["/field maxLength"]],
    [
      "a definition that contains itself",
      { $ref: "#/$defs/tree" },
      { id: "a", next: { id: "b", next: { other: 1 } } },
      ["/field/next/next additionalProperties", "/field/next/next required"],
    ],
    [
      "an unknown tag",
      {
        oneOf: [
          { type: "object", properties: { k: { const: "a" } }, required: ["k"] },
          { type: "object", properties: { k: { const: "b" } }, required: ["k"] },
        ],
      },
      { k: "c" },
      ["/field discriminator"],
    ],
    ["a multiple of a fraction", { type: "number", multipleOf: 0.5 }, 0.75, ["/field multipleOf"]],
  ];

  test.each(cases)("refuse %s, and say where", async (_name, schema, data, refused) => {
    const { strict } = await fieldValidators(schema, { $defs: { tree } });
    expect(refusals(strict, data)).toEqual(refused);
  });

  test("say what is wrong in words, for every kind of error", async () => {
    for (const [, schema, data] of cases) {
      const { strict } = await fieldValidators(schema, { $defs: { tree } });
      strict({ id: "a", field: data });
      for (const { want } of runtime.explain(strict.errors, { id: "a", field: data })) {
        expect(want).not.toMatch(/what ".*" asks for|undefined/);
      }
    }
  });

  test("leave a schema of references upon references as it is, when it would grow too large", async () => {
    const steps = Array.from({ length: 25 }, (_, i) => {
      const next = { $ref: `#/$defs/d${i + 1}` };
      return [`d${i}`, { type: "object", properties: { a: next, b: next } }] as const;
    });
    const $defs = { ...Object.fromEntries(steps), d25: { type: "string" } };
    const { strict, text } = await fieldValidators({ $ref: "#/$defs/d0" }, { $defs });
    expect(refusals(strict, { a: { b: {} } })).toEqual([]);
    expect(text.length).toBeLessThan(100_000);
  });

  test("are the same text whenever they are made", async () => {
    const contracts = fc.sample(contractFiles(), { numRuns: 1, seed: 3 })[0] ?? [];
    const [one, two] = await Promise.all(
      [modelOf(...contracts), modelOf(...contracts.toReversed())].map((model) =>
        loadValidators(fileOf(model, "test/tried.v1"), model),
      ),
    );
    expect(one?.text).toBe(two?.text);
  });
});
