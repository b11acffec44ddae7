import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rulesTable } from "../../src/lint/rules-table.ts";

test("docs/lint.md lists every rule as it is", () => {
  const document = readFileSync(new URL("../../../../docs/lint.md", import.meta.url), "utf8");
  const [, listed] = /<!-- rules -->\n\n([\s\S]*)\n<!-- \/rules -->/.exec(document) ?? [];
  expect(listed).toBe(rulesTable());
});
