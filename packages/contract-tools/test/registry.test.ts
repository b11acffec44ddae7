import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { fieldsOf } from "../src/generate/registry/fields.ts";
import { prose } from "../src/generate/registry/markdown.ts";
import { registryIndex, registryPage, subjectsDocument } from "../src/generate/registry/page.ts";
import { dataschemaOf, digest } from "../src/model/bundle.ts";
import { commonContract, eventContract, eventOf, modelOf } from "./support/contracts.ts";

test.each([
  ["Array<string> and <b>bold</b>", "Array\\<string> and \\<b>bold\\</b>"],
  ["in code: `Array<string>`, ``a`<b``; not: <i>", "in code: `Array<string>`, ``a`<b``; not: \\<i>"],
])("a description is Markdown without HTML: %s", (text, want) => {
  expect(prose(text)).toBe(want);
});

type Contract = Readonly<Record<string, unknown>>;

const TRIED = "org.statehub.test.tried";
const actor = commonContract("actor", {
  type: "object",
  properties: { name: { type: "string", maxLength: 9, "x-classification": "personal", description: "A name." } },
  required: ["name"],
});

function pageOf(more: Contract): string {
  const model = modelOf(eventContract(TRIED, more), actor);
  return registryPage(eventOf(model, TRIED), model).text;
}

/** The rows of the field table, without the row of `id`: path, type, required, limits, classification, meaning. */
function rowsOf(properties: Contract, more: Contract = {}): string[] {
  const model = modelOf(eventContract(TRIED, { properties, ...more }), actor);
  return fieldsOf(eventOf(model, TRIED).schema, model)
    .slice(1)
    .map(({ path, type, required, limits }) =>
      [path, type, required ? "required" : "", limits].filter(Boolean).join(" | "),
    );
}

/** The cells of a table's rows as GitHub reads them: a bar behind a backslash is text, in a code span too. */
function cellsOf(page: string): string[][] {
  return page
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll("\\|", "|")),
    );
}

/** What a code span is the code of (CommonMark, 6.1). */
function textOfCode(cell: string): string | undefined {
  const match = /(?<!`)(`+)(?!`)([\s\S]*?)(?<!`)\1(?!`)/.exec(cell);
  return match?.[2]?.replace(/^ (.*) $/, "$1");
}

const tagged = (tag: string, more: Contract): Contract => ({
  type: "object",
  properties: { kind: { const: tag }, ...more },
  required: ["kind"],
});

describe("the field table", () => {
  test.each<[name: string, properties: Contract, rows: string[]]>([
    [
      "nested objects",
      { a: { type: "object", properties: { b: { type: "string" } }, required: ["b"] } },
      ["a | object", "a.b | string | required"],
    ],
    [
      "lists of objects",
      { a: { type: "array", items: { type: "object", properties: { b: { type: "integer" } } } } },
      ["a | array of object", "a[].b | integer"],
    ],
    [
      "lists of values",
      { a: { type: "array", maxItems: 3, items: { type: "string", format: "uuid" } } },
      ["a | array of string | at most 3 items; each: uuid"],
    ],
    [
      "lists by position",
      { a: { type: "array", prefixItems: [{ type: "string" }, { $ref: "../common/actor.json" }], items: false } },
      ["a | list of string, Actor", "a[1].name | string | required | at most 9 characters"],
    ],
    [
      "maps",
      { a: { type: "object", additionalProperties: { $ref: "../common/actor.json" } } },
      ["a | map of Actor", "a.*.name | string | required | at most 9 characters"],
    ],
    [
      "a reference or null",
      { a: { anyOf: [{ $ref: "../common/actor.json" }, { type: "null" }] } },
      ["a | Actor or null", "a.name | string | required | at most 9 characters"],
    ],
    [
      "a list of references, or null",
      { a: { anyOf: [{ type: "array", items: { $ref: "../common/actor.json" } }, { type: "null" }] } },
      ["a | array of Actor or null", "a[].name | string | required | at most 9 characters"],
    ],
    [
      "alternatives",
      {
        a: {
          oneOf: [tagged("x", { size: { type: "number", minimum: 0 } }), tagged("y", { size: { type: "string" } })],
        },
      },
      ["a | object", 'a.kind | `"x"` or `"y"` | required', "a.size | number or string | at least 0"],
    ],
    [
      "what a condition adds",
      {
        a: {
          type: "object",
          properties: { b: {} },
          if: { required: ["b"] },
          else: { properties: { c: { type: "null" } }, required: ["c"] },
        },
      },
      ["a | object", "a.b | anything", "a.c | null"],
    ],
    [
      "all of several",
      {
        a: {
          allOf: [
            { $ref: "../common/actor.json" },
            { type: "object", properties: { b: { enum: [1, "x"] } }, required: ["b"] },
          ],
        },
      },
      ["a | Actor and object", "a.name | string | required | at most 9 characters", 'a.b | `1`, `"x"` | required'],
    ],
    [
      "an open set or null",
      { a: { type: ["string", "null"], "x-extensible-enum": ["x"] } },
      ['a | `"x"` … (open) or null'],
    ],
  ])("has %s", (_name, properties, rows) => {
    expect(rowsOf(properties)).toEqual(rows);
  });

  test("ends where a type contains itself", () => {
    const tree = {
      type: "object",
      properties: { name: { type: "string" }, branches: { type: "array", items: { $ref: "#/$defs/tree" } } },
    };
    const rows = ["tree | Tree", "tree.name | string", "tree.branches | array of Tree"];
    expect(rowsOf({ tree: { $ref: "#/$defs/tree" } }, { $defs: { tree } })).toEqual(rows);
  });

  test.each([
    ["bars", "a | b || c"],
    ["backticks", "`code` and ``more``"],
    ["lines", "one\ntwo\r\n\r\nthree"],
    ["a backslash before a bar", "a \\| b"],
  ])("keeps its columns when descriptions have %s", (_name, description) => {
    const page = pageOf({ description, properties: { a: { type: "string", description, deprecated: true } } });
    const [, row] = cellsOf(page);
    expect(row).toHaveLength(6);
    expect(row?.[5]).toContain("**Deprecated.**");
  });

  test.each(["a|b", "`", "``x`", "a\\|b", " x ", 'say "hi" | `x`'])("shows the value %j as it is, in code", (value) => {
    const pattern = value.replaceAll(/[|\\]/g, "\\$&");
    const page = pageOf({ properties: { one: { const: value }, two: { type: "string", pattern } } });
    const [, one, two] = cellsOf(page);
    expect(JSON.parse(textOfCode(one?.[1] ?? "") ?? "")).toBe(value);
    expect(textOfCode(two?.[3] ?? "")).toBe(pattern);
  });
});

describe("a registry page", () => {
  test("begins with YAML that a program can read", () => {
    const model = modelOf(eventContract(TRIED), actor);
    const event = eventOf(model, TRIED);
    const page = registryPage(event, model).text;
    expect(parse(page.split("---\n")[1] ?? "")).toEqual({
      type: TRIED,
      version: "1.0.0",
      subject: TRIED,
      owner: "team-test",
      lifecycle: "stable",
      key: "/id",
      schema: dataschemaOf(event),
      digest: digest(event, model.references),
    });
  });

  test("shows an envelope with the key's value as its subject", () => {
    const json = /```json\n([\s\S]*?)\n```/.exec(pageOf({ examples: [{ id: "```\n| x" }] }))?.[1] ?? "";
    expect(JSON.parse(json)).toMatchObject({ type: TRIED, subject: "```\n| x", data: { id: "```\n| x" } });
  });

  test("has links that resolve, from wherever they stand", () => {
    const replaced = eventContract("org.statehub.test.moved");
    const lifecycle = { lifecycle: "deprecated", sunset: "2027-01-31", replacedBy: TRIED };
    const model = modelOf(
      { ...replaced, "x-event": { ...(replaced["x-event"] as object), ...lifecycle } },
      eventContract(TRIED),
    );
    const document = "docs/nats-event-subjects.md";
    const files = [
      ...model.events.map((event) => registryPage(event, model)),
      registryIndex(model),
      subjectsDocument(document, "<!-- generated: subjects --><!-- /generated: subjects -->", model),
    ].flatMap((file) => file ?? []);
    const there = new Set([
      ...files.map(({ path }) => path),
      ...model.files.map(({ file }) => file),
      document,
      "CONTRIBUTING.md",
    ]);
    const links = files.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) =>
        new URL(link as string, `file:///${path}`).pathname.slice(1),
      ),
    );
    expect(links).toContain("event-types/org.statehub.test.tried.md");
    expect(links.filter((link) => !there.has(link))).toEqual([]);
  });

  test("says of an event that ends when it does and what to use", () => {
    const contract = eventContract("org.statehub.test.tried.v2");
    const model = modelOf(
      eventContract(TRIED, {
        "x-event": {
          ...(eventContract(TRIED)["x-event"] as object),
          lifecycle: "deprecated",
          sunset: "2027-01-31",
          replacedBy: "org.statehub.test.tried.v2",
        },
      }),
      contract,
    );
    expect(registryPage(eventOf(model, TRIED), model).text).toContain(
      "> This event is deprecated. It may stop being sent after 2027-01-31. Use [org.statehub.test.tried.v2](org.statehub.test.tried.v2.md) in its place.",
    );
  });
});
