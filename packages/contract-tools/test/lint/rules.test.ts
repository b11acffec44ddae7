import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { RULES } from "../../src/lint/rules/index.ts";
import type { Case } from "./support/case.ts";
import { lintOf, lintSchema } from "./support/inputs.ts";
import { blocksOf, lintBlocks } from "./support/page.ts";

const pages = new URL("../../src/lint/rules/", import.meta.url);
const tables = new URL("./rules/", import.meta.url);
const pageOf = (id: string): string => readFileSync(new URL(`${id}.md`, pages), "utf8");
const codesOf = (found: readonly Diagnostic[] | undefined): string[] => [...new Set(found?.map(({ code }) => code))];

test("every rule has a page, and every page is that of a rule", () => {
  const ids = RULES.map(({ id }) => id);
  const names = readdirSync(pages).filter((name) => name.endsWith(".md"));
  expect(names.map((name) => name.slice(0, -".md".length)).sort()).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(RULES.map(({ id }) => id))("the page of %s", (id) => {
  const page = pageOf(id);

  test("begins with its name and shows what is wrong and what is right", () => {
    expect(page).toMatch(new RegExp(`^# ${id}\n\n[A-Z\\x60]`));
    expect(blocksOf(page, "Wrong").length).toBeGreaterThan(0);
    expect(blocksOf(page, "Right").length).toBeGreaterThan(0);
    expect(page).toMatch(/\n## What to do\n/);
  });

  test("says the truth: the wrong is found, and nothing is found in the right", () => {
    const wrong = lintBlocks(blocksOf(page, "Wrong"));
    if (wrong !== undefined) expect(codesOf(wrong)).toContain(id);
    const right = lintBlocks(blocksOf(page, "Right")) ?? [];
    expect(right.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  });
});

const checked = RULES.filter(({ check }) => check !== undefined);

test("every rule that checks has a table of cases", () => {
  expect(checked.filter(({ id }) => !existsSync(new URL(`${id}.ts`, tables))).map(({ id }) => id)).toEqual([]);
});

describe.each(checked.map(({ id }) => id))("%s", async (id) => {
  const { cases } = (await import(new URL(`${id}.ts`, tables).href)) as { cases: readonly Case[] };

  test.each(cases)("$name", ({ contracts, schema, file, finds, says = "" }) => {
    const all = contracts === undefined ? lintSchema(schema, file) : lintOf(...contracts);
    const found = all.filter(({ code }) => code === id);
    expect(found.map(({ pointer }) => pointer)).toEqual(finds);
    expect(found.map(({ message, fix }) => `${message} ${fix}`).join("\n")).toContain(says);
  });

  test("is tried with what it finds and with what it lets pass", () => {
    expect(cases.some(({ finds }) => finds.length > 0)).toBe(true);
    expect(cases.some(({ finds }) => finds.length === 0)).toBe(true);
  });
});
