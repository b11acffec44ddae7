import type { Case } from "../support/case.ts";

const old = { $schema: "http://json-schema.org/draft-04/schema#" };

export const cases: readonly Case[] = [
  {
    name: "a length that is text",
    schema: { properties: { a: { maxLength: "3" } } },
    finds: ["/properties/a/maxLength"],
    says: "want a whole number",
  },
  { name: "a type that there is not", schema: { type: "strnig" }, finds: ["/type"] },
  { name: "a list of types with one that there is not, once", schema: { type: ["string", "nul"] }, finds: ["/type"] },
  {
    name: "draft-03's required",
    schema: { properties: { a: { type: "string", required: true } } },
    finds: ["/properties/a/required"],
  },
  {
    name: "an exclusive bound of draft-04 in a later draft",
    schema: { minimum: 1, exclusiveMinimum: true },
    finds: ["/exclusiveMinimum"],
  },
  { name: "an exclusive bound of draft-04", schema: { ...old, minimum: 1, exclusiveMinimum: true }, finds: [] },
  { name: "no names in draft-04, which wants one", schema: { ...old, required: [] }, finds: ["/required"] },
  { name: "no names in a later draft", schema: { required: [] }, finds: [] },
  { name: "a property that is no schema", schema: { properties: { a: "string" } }, finds: ["/properties"] },
  {
    name: "a reference in the place of the properties",
    schema: { properties: { $ref: "#/x" } },
    finds: ["/properties"],
  },
];
