import { type Diagnostic, diagnostic, type Place } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import { canonicalJson } from "./canonical-json.ts";
import { child } from "./pointer.ts";
import { FORMATS, KEYWORDS, type KeywordValue } from "./schema.ts";
import type { Source } from "./source.ts";

const TYPES = ["null", "boolean", "object", "array", "number", "string", "integer"];
const CLASSIFICATIONS = ["public", "internal", "personal", "secret"];
/** Keywords that say something about a whole file and nothing inside it. */
const ROOT_ONLY = new Set(["$schema", "$id", "x-event", "x-invalid-examples"]);
/** Where a boolean may stand for a schema: any property of a map, no item behind the listed ones. */
const BOOLEANS: Readonly<Record<string, boolean>> = { additionalProperties: true, items: false };
/** What closes an object, which is for the content model to do. */
const CLOSING = new Set(["additionalProperties", "unevaluatedProperties"]);
/** Keywords that mean nothing without another one. */
const NEEDS: Readonly<Record<string, string>> = {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, never awaited
  then: "if",
  else: "if",
  minContains: "contains",
  maxContains: "contains",
};

type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object, and neither a list nor null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.length > 0;
const isSet = (value: unknown): value is readonly unknown[] =>
  isList(value) && new Set(value.map(canonicalJson)).size === value.length;
const isStrings = (value: unknown): boolean => isSet(value) && value.every((item) => typeof item === "string");
const isType = (value: unknown): boolean => TYPES.includes(value as string);

/** Kind of value → what is wanted, and whether a value is that. Kinds that hold schemas are checked by the walk. */
export const VALUES: Record<KeywordValue, { want: string; is: (value: unknown) => boolean }> = {
  schema: { want: "a schema", is: isObject },
  schemas: { want: "a list of schemas, not empty", is: isList },
  "schema map": { want: "an object of schemas", is: isObject },
  string: { want: "a string", is: (v) => typeof v === "string" },
  text: { want: "a string that is not blank", is: (v) => typeof v === "string" && v.trim() !== "" },
  strings: { want: "a list of different strings, not empty", is: isStrings },
  boolean: { want: "true or false", is: (v) => typeof v === "boolean" },
  number: { want: "a number", is: (v) => Number.isFinite(v) },
  "positive number": { want: "a number above 0", is: (v) => Number.isFinite(v) && (v as number) > 0 },
  count: { want: "a whole number, 0 or more", is: (v) => Number.isSafeInteger(v) && (v as number) >= 0 },
  examples: { want: "a list of values, not empty", is: isList },
  values: { want: "a list of different values, not empty", is: isSet },
  any: { want: "a value", is: () => true },
  types: {
    want: `one of ${TYPES.join(", ")}, or a list of several`,
    is: (v) => isType(v) || (isSet(v) && v.length > 1 && v.every(isType)),
  },
  classification: {
    want: `one of ${CLASSIFICATIONS.join(", ")}`,
    is: (v) => CLASSIFICATIONS.includes(v as string),
  },
  "map of strings": {
    want: "an object of lists of different strings, not empty",
    is: (v) => isObject(v) && isList(Object.values(v)) && Object.values(v).every(isStrings),
  },
  event: { want: "an object that describes the event", is: isObject },
  "invalid examples": {
    want: 'a list of { "why": string that is not blank, "data": any }, not empty',
    is: (v) =>
      isList(v) &&
      v.every((item) => isObject(item) && typeof item.why === "string" && item.why.trim() !== "" && "data" in item),
  },
};

/** A value as JSON, cut where it gets long. A number beyond all that JavaScript can hold has a word. */
export function show(value: unknown): string {
  const text = (typeof value === "number" ? String(value) : JSON.stringify(value)) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** The first of many values, and how many more there are. */
export function showAll(values: readonly unknown[]): string {
  const [told, more] = [values.slice(0, MOST_SHOWN).map(show).join(", "), values.length - MOST_SHOWN];
  return more > 0 ? `${told} and ${more} more` : told;
}

const MOST_SHOWN = 20;

/** Checks that every keyword of a contract file is known, stands in a sensible place and has a value of its kind. */
export function checkSchema(source: Source): Diagnostic[] {
  const found: Diagnostic[] = [];

  function checkKeyword(keyword: string, value: unknown, pointer: string, parent: JsonObject): void {
    // Finding a line takes a syntax tree of the file: only what is wrong is worth it.
    const at = (): Place => source.place(pointer);
    if (CLOSING.has(keyword) && value === false) {
      found.push(diagnostic("closed-contract", at(), { keyword }, { pointer, remove: true }));
      return;
    }
    const kind = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    if (kind === undefined || (ROOT_ONLY.has(keyword) && pointer !== child("", keyword))) {
      const suggestion = kind === undefined ? didYouMean(keyword, Object.keys(KEYWORDS)) : undefined;
      found.push(diagnostic("unknown-keyword", at(), { keyword, suggestion }));
      return;
    }
    if (Object.hasOwn(BOOLEANS, keyword) && value === BOOLEANS[keyword]) return;
    const { want, is } = VALUES[kind];
    if (!is(value)) {
      found.push(diagnostic("keyword-value", at(), { keyword, got: show(value), want }));
      return;
    }
    const needed = NEEDS[keyword];
    if (needed !== undefined && !Object.hasOwn(parent, needed)) {
      found.push(
        diagnostic("missing-keyword", at(), { keyword: needed, want: `it beside ${JSON.stringify(keyword)}` }),
      );
    }
    if (keyword === "format" && !FORMATS.includes(value as string)) {
      const suggestion = didYouMean(value as string, FORMATS);
      found.push(
        diagnostic("unknown-format", at(), { format: value as string, known: FORMATS.join(", "), suggestion }),
      );
    } else if (keyword === "pattern") checkPattern(value as string, pointer);
    else if (kind === "schema") check(value, pointer);
    else if (kind === "schemas") {
      for (const [i, item] of (value as unknown[]).entries()) check(item, child(pointer, i));
    } else if (kind === "schema map") {
      for (const [key, item] of Object.entries(value as object)) checkEntry(keyword, key, item, child(pointer, key));
    }
  }

  function checkEntry(keyword: string, key: string, schema: unknown, pointer: string): void {
    if (key === "__proto__") found.push(diagnostic("unusable-name", source.place(pointer), { name: key }));
    if (keyword === "patternProperties") checkPattern(key, pointer);
    check(schema, pointer);
  }

  function checkPattern(pattern: string, pointer: string): void {
    try {
      new RegExp(pattern, "u");
    } catch (error) {
      found.push(diagnostic("bad-pattern", source.place(pointer), { problem: (error as Error).message }));
    }
  }

  function check(schema: unknown, pointer: string): void {
    if (!isObject(schema)) {
      found.push(diagnostic("not-an-object", source.place(pointer), { got: show(schema) }));
      return;
    }
    for (const [keyword, value] of Object.entries(schema)) {
      checkKeyword(keyword, value, child(pointer, keyword), schema);
    }
  }

  check(source.value, "");
  return found;
}
