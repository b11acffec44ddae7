import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { registryPage } from "../src/generate/registry/page.ts";
import { typesModule } from "../src/generate/typescript/module.ts";
import { validatorsModule } from "../src/generate/validators/module.ts";
import { readModel } from "../src/model/model.ts";
import { KEYWORDS } from "../src/model/schema.ts";
import { commonContract, eventContract } from "./support/contracts.ts";
import { runtime } from "./support/runtime.ts";

const FILES = ["schemas/test/tried.v1.json", "schemas/common/part.json", "schemas/envelope.json", "schemas/odd.json"];

/** Reads documents as contract files, and generates all there is if nothing is wrong with them. */
async function readAndGenerate(documents: readonly string[]): Promise<void> {
  const inputs = documents.map((text, i) => ({ file: FILES[i % FILES.length] ?? "", text }));
  const { model, diagnostics } = readModel(inputs);
  for (const { message, fix, line, column } of diagnostics) {
    expect(message + fix).not.toContain("undefined");
    expect(Math.min(line, column)).toBeGreaterThan(0);
  }
  if (diagnostics.length > 0) return;
  for (const file of model.files) {
    await typesModule(file, model);
    await validatorsModule(file, model, runtime);
  }
  for (const event of model.events) registryPage(event, model);
}

const oddName = fc.constantFrom("__proto__", "constructor", "toString", "a", "$defs", "%", "~", "/", "");
const oddRef = fc.constantFrom(
  "#",
  "",
  "%",
  "#%",
  "#/",
  "#//",
  "../common/part.json",
  "http://[",
  "#/properties/a",
  "tried.v1",
);
const keyword = fc.constantFrom(...Object.keys(KEYWORDS));
const junk = fc.jsonValue({ maxDepth: 2 });
const schema = fc.letrec((tie) => ({
  schema: fc.dictionary(
    keyword,
    fc.oneof(
      { maxDepth: 4 },
      junk,
      oddRef,
      tie("schema"),
      fc.array(tie("schema"), { maxLength: 2 }),
      fc.dictionary(oddName, tie("schema"), { maxKeys: 3 }),
    ),
    { maxKeys: 5 },
  ),
})).schema as fc.Arbitrary<Record<string, unknown>>;

describe("hostile input gives diagnostics, never an exception", () => {
  test("any JSON document", async () => {
    const documents = fc.array(fc.oneof(fc.json(), fc.string()), { minLength: 1, maxLength: 4 });
    await fc.assert(fc.asyncProperty(documents, readAndGenerate), { numRuns: 500, seed: 1 });
  });

  test("any keywords with any values", async () => {
    await fc.assert(
      fc.asyncProperty(schema, schema, (event, common) =>
        readAndGenerate([
          JSON.stringify({ ...eventContract("org.statehub.test.tried"), ...event }),
          JSON.stringify({ ...commonContract("part", {}), ...common }),
        ]),
      ),
      { numRuns: 1000, seed: 1 },
    );
  });

  test("a good contract with any one value exchanged", async () => {
    const good = eventContract("org.statehub.test.tried", {
      properties: { a: { type: "array", prefixItems: [{ $ref: "#/$defs/part" }], items: { enum: ["x", null] } } },
      $defs: { part: { oneOf: [{ type: "object", properties: { k: { const: "a" } }, required: ["k"] }] } },
    });
    const places: string[][] = [];
    const collect = (value: unknown, path: string[]): void => {
      places.push(path);
      if (typeof value === "object" && value !== null)
        for (const [key, one] of Object.entries(value)) collect(one, [...path, key]);
    };
    collect(good, []);
    const exchanged = (value: unknown, path: readonly string[], by: unknown): unknown => {
      const [key, ...rest] = path;
      if (key === undefined) return by;
      const entries = Object.entries(value as object).map(([name, one]) => [
        name,
        name === key ? exchanged(one, rest, by) : one,
      ]);
      return Array.isArray(value) ? entries.map(([, one]) => one) : Object.fromEntries(entries);
    };
    for (const path of places) {
      for (const by of [null, true, 0, "", "x", [], {}, [[]], { $ref: "#" }, { a: null }]) {
        await readAndGenerate([JSON.stringify(exchanged(good, path, by))]);
      }
    }
  });

  test.each([
    ["a schema 2000 levels deep", `{"properties":${'{"a":{"properties":'.repeat(2000)}{}${"}}".repeat(2000)}}`],
    ["lists 20000 levels deep", "[".repeat(20_000) + "]".repeat(20_000)],
    ["lists 20000 levels deep that do not end", "[".repeat(20_000)],
    ["a byte order mark", "\ufeff{}"],
    ["half a surrogate pair", '{"title":"\\ud800"}'],
    ["a number without end", `{"minimum":1${"0".repeat(400)}}`],
  ])("%s", async (_name, text) => {
    await readAndGenerate([text]);
  });
});
