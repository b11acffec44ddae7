import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CONTRACTS_SOURCE, UPCASTERS } from "../../src/generate/paths.ts";
import { upcasterSteps } from "../../src/generate/typescript/upcasters.ts";
import type { Known } from "../../src/propose/upcaster/match.ts";
import { upcasterStub } from "../../src/propose/upcaster/stub.ts";
import { commonContract, eventContract, modelOf } from "../support/contracts.ts";
import { modulesOf } from "../support/types.ts";
import { Workspace } from "../support/workspace.ts";

const V1 = "org.statehub.test.tried";
const text = (description = "A text."): object => ({ type: "string", maxLength: 9, description });
const object = (properties: object, required = Object.keys(properties)): object => ({
  type: "object",
  properties,
  required,
});
const orNull = (schema: object): object => ({ anyOf: [schema, { type: "null" }] });

/** A field of the earlier major and of the later one; `?` behind a name makes it optional. */
type Fields = Readonly<Record<string, object>>;
type Case = [name: string, before: Fields, after: Fields, code: string[], known?: Partial<Known>];

const CASES: Case[] = [
  ["nothing that changed", { a: text() }, { a: text() }, ["upcast(data) {", "return data;"]],
  ["words alone", { a: text() }, { a: text("Other words.") }, ["upcast(data) {", "return data;"]],
  ["a wider bound", { a: { type: "string", maxLength: 9 } }, { a: { type: "string", maxLength: 5 } }, ["return data;"]],
  [
    "a field that is gone",
    { a: text(), b: { type: "integer" } },
    { a: text() },
    ["upcast({ b, ...same }) {", "...same,"],
  ],
  [
    "a name that shares words",
    { repo_url: text("x") },
    { url: text("y") },
    ["// A guess: it was `repo_url`.", "url: repo_url,"],
  ],
  ["a shortened word", { repo_id: text("x") }, { repository_id: text("y") }, ["repository_id: repo_id,"]],
  ["another name with the same words", { title: text() }, { label: text() }, ["label: title,"]],
  [
    "a name that was told",
    { title: text("x") },
    { label: text("y") },
    ["label: title,"],
    { renamed: new Map([["title", "label"]]) },
  ],
  [
    "another name and other words",
    { title: text("x") },
    { label: text("y") },
    ["// New and required: what do the older events say of it? Perhaps it was `title`.", "label: TODO,"],
  ],
  [
    "a removal that was told",
    { title: text() },
    { label: text() },
    ["// New and required: what do the older events say of it?", "label: TODO,"],
    { removed: ["title"] },
  ],
  [
    "one that could be two",
    { first_name: text("x") },
    { name: text("y"), first: text("z") },
    ["name: TODO,", "first: TODO,"],
  ],
  ["a name that means the opposite", { min_days: text("x") }, { max_days: text("y") }, ["max_days: TODO,"]],
  ["a new field with a default", {}, { count: { type: "integer", default: 3 } }, ["return {", "...data,", "count: 3,"]],
  ["a new field with one value", {}, { kind: { const: "x" } }, ['kind: "x",']],
  ["a new optional field", {}, { "count?": { type: "integer" } }, ["return data;"]],
  [
    "a new optional field that one that is gone might be",
    { title: text("x") },
    { "label?": text("y") },
    ["// New. Perhaps it was `title`. Else remove this line.", "label: TODO,"],
  ],
  [
    "a field that became required, with a default",
    { "a?": text() },
    { a: { ...text(), default: "x" } },
    ['a: a ?? "x",'],
  ],
  [
    "a field that became required",
    { "a?": text() },
    { a: text() },
    ["// It was optional: what when it is absent?", "a: a ?? TODO,"],
  ],
  [
    "a nullable field that became required",
    { "a?": orNull(text()) },
    { a: { ...orNull(text()), default: "x" } },
    ['a: a === undefined ? "x" : a,'],
  ],
  [
    "another type",
    { a: text() },
    { a: { type: "integer" } },
    ["// Not all older values fit: how are they to be read?", "a: TODO,"],
  ],
  ["a value that may no longer be null", { a: orNull(text()) }, { a: text() }, ["a: TODO,"]],
  ["fewer members of an enum", { a: { enum: ["x", "y"] } }, { a: { enum: ["x"] } }, ["a: TODO,"]],
  [
    "a name in an object",
    { o: object({ slug: text("s"), old_name: text("n") }) },
    { o: object({ slug: text("s"), name: text("n") }) },
    ["upcast({ o, ...same }) {", "slug: o.slug,", "// A guess: it was `o/old_name`.", "name: o.old_name,"],
  ],
  [
    "an object that may be absent or null",
    { "o?": orNull(object({ old_name: text("n") })) },
    { "o?": orNull(object({ name: text("n") })) },
    ["o === undefined", "o === null ? null : {", "name: o?.old_name ?? TODO,"],
  ],
  [
    "the items of a list",
    { list: { type: "array", items: object({ a: text() }) } },
    { list: { type: "array", items: object({ a: text(), b: { type: "integer", default: 1 } }) } },
    ["list: list.map((item) => ({", "a: item.a,", "b: 1,"],
  ],
  [
    "a field that moved into a new object",
    { provider_url: text("u"), provider_name: text("n") },
    { provider: object({ url: text("u"), name: text("n") }) },
    ["provider: {", "url: provider_url,", "name: provider_name,"],
  ],
  [
    "a field that moved out of an object",
    { provider: object({ url: text("u"), name: text("n") }) },
    { provider: object({ name: text("n") }), provider_url: text("u") },
    ["provider_url: provider.url,"],
  ],
  [
    "names that are no variables",
    { class: text("x"), "a-b": text("y") },
    { klass: text("x"), ab: text("y") },
    ['upcast({ class: class_, "a-b": a_b_, ...same }) {', "klass: class_,", "ab: a_b_,"],
  ],
  [
    "a fragment that both refer to",
    { part: { $ref: "../common/part.json" } },
    { part: { $ref: "../common/part.json" } },
    ["return data;"],
  ],
];

function contractOf(type: string, fields: Fields): Record<string, unknown> {
  const names = Object.entries(fields).map(([name, schema]): [string, object, boolean] => [
    name.replace("?", ""),
    schema,
    !name.endsWith("?"),
  ]);
  return eventContract(type, {
    properties: Object.fromEntries(names),
    required: names.filter(([, , isRequired]) => isRequired).map(([name]) => name),
    examples: [null],
  });
}

const folderOf = (index: number): string => `case-${String(index).padStart(2, "0")}`;
const part = commonContract("part", object({ x: text() }) as Record<string, unknown>);
const stubs: string[] = [];
let workspace: Workspace;
let typeErrors: string[];

beforeAll(async () => {
  workspace = new Workspace();
  const paths: string[] = [];
  for (const [index, [, before, after, , known]] of CASES.entries()) {
    const model = modelOf(contractOf(V1, before), contractOf(`${V1}.v2`, after), part);
    const [step] = upcasterSteps(model);
    if (step === undefined) throw new Error("no step");
    const stub = upcasterStub(step, model, { renamed: new Map(), removed: [], ...known });
    stubs.push(stub.text);
    for (const { path, text: module } of await modulesOf(model)) {
      workspace.write(`${folderOf(index)}/gen/${path.replace(`${CONTRACTS_SOURCE}/`, "")}`, module);
    }
    const path = `${folderOf(index)}/upcasters/${stub.path.slice(UPCASTERS.length + 1)}`;
    workspace.write(path, stub.text);
    paths.push(path);
  }
  typeErrors = workspace.typeCheck(paths);
});

afterAll(() => workspace[Symbol.dispose]());

describe("an upcaster to begin with", () => {
  test.each(CASES.map(([name, , , code], index) => ({ name, code, index })))("for $name", ({ code, index }) => {
    const lines = (stubs[index] as string).split("\n").map((line) => line.trim());
    for (const one of code) expect(lines.join("\n")).toContain(one);
  });

  test.each(CASES.map(([name], index) => ({ name, index })))("compiles but for what is marked: $name", ({ index }) => {
    const lines = (stubs[index] as string).split("\n");
    const marked = lines.flatMap((line, i) => (line.includes("TODO") ? [i + 1] : []));
    const complaints = typeErrors.filter((line) => line.startsWith(folderOf(index)));
    const wrong = complaints.filter((line) => !line.endsWith("error TS2304: Cannot find name 'TODO'."));
    expect(wrong).toEqual([]);
    const at = complaints.map((line) => Number(/\((\d+),/.exec(line)?.[1]));
    expect(at).toEqual(marked);
  });

  test("no case's types are checked in vain", () => {
    expect(typeErrors.length).toBeGreaterThan(5);
  });
});
