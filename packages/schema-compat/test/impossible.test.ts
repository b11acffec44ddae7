import { expect, test } from "vitest";
import { type Impossible, impossiblePlaces, type Json } from "../src/index.ts";

const own = (...pointers: string[]): Impossible[] => pointers.map((pointer) => ({ pointer, why: "by itself" }));
const dead = (pointer: string): Impossible => ({ pointer, why: "by what is around it" });

const cases: [name: string, schema: Json, places: Impossible[]][] = [
  ["nothing in a schema that accepts something", { type: "object", properties: { a: { minLength: 1 } } }, []],
  ["an optional property", { properties: { a: { type: "string", minLength: 2, maxLength: 1 } } }, own("/properties/a")],
  [
    "a required one, and then what requires it",
    { type: "object", properties: { a: { type: [] } }, required: ["a"] },
    own("/properties/a", ""),
  ],
  [
    "a definition, and what refers to it",
    { items: { $ref: "#/$defs/a" }, $defs: { a: { enum: [] } } },
    own("/$defs/a", "/items"),
  ],
  ["an alternative beside what excludes it", { type: "string", anyOf: [{}, { type: "null" }] }, [dead("/anyOf/1")]],
  ["a form that another one always matches too", { oneOf: [{}, { type: "null" }] }, [dead("/oneOf/1")]],
  ["recursion that never ends", { type: "array", minItems: 1, items: { $ref: "#" } }, own("/items", "")],
  ["no boolean schema, which says so itself", { properties: { a: false } }, []],
  ["nothing where a reference leads nowhere", { $ref: "#/$defs/gone", type: [] }, []],
];

test.each(cases)("impossible places are %s", (_name, schema, places) => {
  expect(impossiblePlaces(schema)).toEqual(places);
});

test("a spent budget ends the search, and what was proved until then is told", () => {
  const schema = { properties: { a: { enum: [] }, b: { type: "string", minLength: 2, maxLength: 1 } } };
  expect(impossiblePlaces(schema, { budget: { steps: 0 } })).toEqual(own("/properties/a"));
});

test("places in other documents are theirs", () => {
  const documents = { "https://a.example/b": { enum: [] } };
  expect(impossiblePlaces({ items: { $ref: "https://a.example/b" } }, { documents })).toEqual(own("/items"));
});
