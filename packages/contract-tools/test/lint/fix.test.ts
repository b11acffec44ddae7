import { expect, test } from "vitest";
import { applyFixes } from "../../src/lint/fix.ts";
import { lintContracts } from "../../src/lint/lint.ts";
import type { InputFile } from "../../src/model/model.ts";
import { asFile } from "../support/contracts.ts";
import { common, contract, event, field, type Json, TODAY } from "./support/inputs.ts";

const text = (value: Json): string => JSON.stringify(value, null, 2);

/** The text of the first file once everything that has one remedy was put right. */
function fixed(...files: readonly InputFile[]): string | undefined {
  const { diagnostics } = lintContracts(files, { today: TODAY });
  return applyFixes(files, diagnostics).find(({ file }) => file === files[0]?.file)?.text;
}

const plain = asFile(contract());
const broken = (value: Json): InputFile => ({ ...plain, text: text(value) });
const without = (...names: string[]): Json =>
  Object.fromEntries(Object.entries(contract()).filter(([name]) => !names.includes(name)));

test.each<[name: string, value: Json]>([
  ["another dialect", contract({ $schema: "https://json-schema.org/draft/2020-12/schema" })],
  ["another $id", contract({ $id: "https://schemas.statehub.org/test/tired.v1" })],
  ["another title", contract({ title: "Tried" })],
  ["another type", event({ type: "org.statehub.test.moved" })],
  ["no $schema, no $id and no title, which go to their places", without("$schema", "$id", "title")],
  ["a contract that closes itself twice", contract({ additionalProperties: false, unevaluatedProperties: false })],
])("%s is put right", (_name, value) => {
  expect(fixed(broken(value))).toBe(plain.text);
});

test("a reference is made relative", () => {
  const slug = asFile(common("slug", { type: "string", maxLength: 9, examples: ["a"] }));
  const refer = (ref: string): Json => field({ $ref: ref, description: "The short name." });
  const absolute = broken(refer("https://schemas.statehub.org/common/slug.json"));
  expect(fixed(absolute, slug)).toBe(text(refer("../common/slug.json")));
});

test("the layout stays: tabs, the ends of lines, and what stands on one line", () => {
  const laidOut = (value: Json): string =>
    JSON.stringify(value, null, "\t")
      .replace(/\[\s*"id"\s*\]/, '["id"]')
      .replaceAll("\n", "\r\n");
  const file = { ...plain, text: laidOut(without("title")) };
  expect(fixed(file)).toBe(laidOut(contract()));
});

test("nothing is changed where there is nothing to put right, or more than one remedy", () => {
  expect(fixed(plain)).toBeUndefined();
  expect(fixed(broken(field({ type: "string", maxLenght: 3 })))).toBeUndefined();
});
