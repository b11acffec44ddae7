import { describe, expect, test } from "vitest";
import type { SchemaObject } from "../../src/model/schema.ts";
import { readField } from "../../src/propose/field.ts";
import { commonContract, eventContract, modelOf } from "../support/contracts.ts";

const slug = commonContract("slug", { type: "string", examples: ["a-b"] });
const { files } = modelOf(slug, eventContract("org.statehub.test.tried"));
const fragments = files.filter(({ kind }) => kind === "common");

const CASES: [text: string, name: string, isRequired: boolean, schema: SchemaObject][] = [
  ["repo_id:uuid The id.", "repo_id", true, { type: "string", format: "uuid", description: "The id." }],
  ["name:string N.", "name", true, { type: "string", minLength: 1, maxLength: 200, description: "N." }],
  ["note?:text N.", "note", false, { type: "string", maxLength: 2000, description: "N." }],
  ["due_on:date|null D.", "due_on", true, { type: ["string", "null"], format: "date", description: "D." }],
  ["level:low|high L.", "level", true, { type: "string", "x-extensible-enum": ["low", "high"], description: "L." }],
  [
    "level:low|high|null L.",
    "level",
    true,
    { anyOf: [{ type: "string", "x-extensible-enum": ["low", "high"] }, { type: "null" }], description: "L." },
  ],
  ["slug:slug S.", "slug", true, { $ref: "../common/slug.json", description: "S." }],
  [
    "tags:slug[] T.",
    "tags",
    true,
    { type: "array", items: { $ref: "../common/slug.json" }, maxItems: 100, description: "T." },
  ],
  ["count:integer=0 C.", "count", true, { type: "integer", default: 0, description: "C." }],
  ["is_open:boolean=true O.", "is_open", true, { type: "boolean", default: true, description: "O." }],
  ["mode:a|b=a M.", "mode", true, { type: "string", "x-extensible-enum": ["a", "b"], default: "a", description: "M." }],
  [
    "title:string|null=null T.",
    "title",
    true,
    {
      type: ["string", "null"],
      minLength: 1,
      maxLength: 200,
      default: null,
      description: "T.",
    },
  ],
  [
    "mail:email M.",
    "mail",
    true,
    { type: "string", format: "email", maxLength: 254, description: "M.", "x-classification": "personal" },
  ],
  ["a:integer", "a", true, { type: "integer", description: "TODO: what `a` means." }],
  [
    "a?:date|null",
    "a",
    false,
    {
      type: ["string", "null"],
      format: "date",
      description: "TODO: what `a` means, and what its absence or null means.",
    },
  ],
];

describe("a field as people write it", () => {
  test.each(CASES)("%j", (text, name, isRequired, schema) => {
    expect(readField(text, fragments, 1)).toEqual({ name, isRequired, schema });
  });

  test.each([
    ["without a type", "name", 'want "name:type"'],
    ["not in snake_case", "repoId:uuid", 'want "name:type"'],
    ["of an unknown type", "name:strnig", 'did you mean "string"?'],
    ["of two types", "name:string|integer", "want one type"],
  ])("is refused %s", (_, text, words) => {
    expect(readField(text, fragments, 1)).toEqual({ problem: expect.stringContaining(words) });
  });

  test("refers to fragments from where its event stands", () => {
    expect(readField("slug:slug S.", fragments, 2)).toMatchObject({ schema: { $ref: "../../common/slug.json" } });
  });
});
