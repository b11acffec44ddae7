import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { readModel } from "../src/model/model.ts";
import { FORMATS, KEYWORDS } from "../src/model/schema.ts";

const root = join(import.meta.dirname, "../../..");
const readJson = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));

const metaSchema = readJson("packages/contract-tools/meta/contract.v1.json");
// Formats are an editor's help here; the model checks expressions and dates itself.
const validate = new Ajv2020({ allErrors: true, formats: { regex: true, date: true }, strictTypes: false }).compile(
  metaSchema,
);

describe("the contract meta-schema", () => {
  test("knows the keywords and formats that the model knows", () => {
    const { schema } = metaSchema.$defs;
    const inEditors = new Set([...Object.keys(metaSchema.properties), ...Object.keys(schema.properties)]);
    expect([...inEditors].sort()).toEqual(Object.keys(KEYWORDS).sort());
    expect(schema.properties.format.enum).toEqual(FORMATS);
  });

  test("accepts every contract of this repository", () => {
    const files = globSync("schemas/**/*.json", { cwd: root, exclude: (name) => name.endsWith("released") });
    expect(files.length).toBeGreaterThan(0);
    const refused = files.filter((file) => !validate(readJson(file)));
    expect(refused).toEqual([]);
  });

  const contract = readJson("schemas/repo/registered.v1.json");
  const withField = (field: object) => ({ ...contract, properties: { ...contract.properties, field } });
  const withEvent = (event: object) => ({ ...contract, "x-event": { ...contract["x-event"], ...event } });
  const { "x-event": _, ...withoutEvent } = contract;

  test.each([
    ["a misspelt keyword", withField({ type: "string", maxLenght: 3 })],
    ["an unknown format", withField({ type: "string", format: "ipv4" })],
    ["a reference that is not relative", withField({ $ref: "https://schemas.statehub.org/common/actor.json" })],
    ["a boolean schema", { ...contract, properties: { ...contract.properties, field: true } }],
    ["a field that is not snake_case", { ...contract, properties: { ...contract.properties, fieldName: {} } }],
    ["additionalProperties: false", { ...contract, additionalProperties: false }],
    ["unevaluatedProperties: false", { ...contract, unevaluatedProperties: false }],
    ["an event without x-event", withoutEvent],
    ["x-event in a shared fragment", { ...contract, $id: "https://schemas.statehub.org/common/registered.json" }],
    ["a deprecated event without a sunset", withEvent({ lifecycle: "deprecated" })],
    ["a sunset on a stable event", withEvent({ sunset: "2027-01-31" })],
    ["a version token for the first major", withEvent({ type: "org.statehub.repo.registered.v1" })],
    ["a reserved token in the type", withEvent({ type: "org.statehub.common.registered" })],
  ])("refuses %s", (_name, value) => {
    expect(validate(value)).toBe(false);
  });

  const part = (schema: object) => ({
    $schema: contract.$schema,
    $id: "https://schemas.statehub.org/common/part.json",
    title: "Part",
    description: "A part.",
    examples: ["x"],
    ...schema,
  });
  const values = [
    null,
    true,
    false,
    0,
    1,
    -1,
    1.5,
    "",
    "x",
    [],
    ["x"],
    ["x", "x"],
    ["a", "b"],
    {},
    { a: {} },
    { a: ["x"] },
  ];
  const more = [
    [{ why: "x", data: 1 }],
    [{ why: "x" }],
    [{}],
    [true],
    ["string", "null"],
    "uuid",
    "personal",
    "string",
    { a: null },
  ];
  // What these say depends on more than their own value.
  const keywords = Object.keys(KEYWORDS).filter(
    (keyword) => !/^(\$id|\$schema|\$ref|\$anchor|title|x-event)$/.test(keyword),
  );

  test.each(keywords)("takes the same values of %s as the model does", (keyword) => {
    const needed: Record<string, object> = {
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, never awaited
      then: { if: {} },
      else: { if: {} },
      minContains: { contains: {} },
      maxContains: { contains: {} },
    };
    for (const value of [...values, ...more]) {
      for (const beside of [{}, needed[keyword] ?? {}]) {
        const file = part({ properties: { field: { ...beside, [keyword]: value } }, type: "object" });
        const { diagnostics } = readModel([{ file: "schemas/common/part.json", text: JSON.stringify(file) }]);
        // A fragment alone is no event: that is about the folder, not about the file.
        const ours = diagnostics.flatMap(({ code, pointer }) => (code === "no-contracts" ? [] : `${code} ${pointer}`));
        expect([value, validate(file), ours]).toEqual([value, ours.length === 0, ours]);
      }
    }
  });

  test.each([
    "$schema",
    "$id",
    "title",
    "description",
    "examples",
    "x-event",
    "type",
    "properties",
    "required",
    "x-invalid-examples",
  ])("asks an event for %s, as the model does", (keyword) => {
    const { [keyword]: _, ...file } = contract;
    const { diagnostics } = readModel([{ file: "schemas/repo/registered.v1.json", text: JSON.stringify(file) }]);
    expect(validate(file)).toBe(false);
    expect(diagnostics.map(({ code }) => code)).toContain("missing-keyword");
  });

  test("accepts a deprecated event that names its sunset and its successor", () => {
    const deprecated = withEvent({
      lifecycle: "deprecated",
      sunset: "2027-01-31",
      replacedBy: "org.statehub.repo.registered.v2",
    });
    expect(validate(deprecated)).toBe(true);
  });

  test("is what .vscode/settings.json gives to VS Code, which does not look for a $schema's URL in files", () => {
    const [association] = readJson(".vscode/settings.json")["json.schemas"];
    expect(association.url).toBe(metaSchema.$id);
    expect(association.schema).toEqual(metaSchema);
  });
});
