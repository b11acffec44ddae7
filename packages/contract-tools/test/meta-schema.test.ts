import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
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
