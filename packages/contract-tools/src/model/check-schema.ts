import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import { child } from "./pointer.ts";
import { FORMATS, KEYWORDS, type KeywordValue } from "./schema.ts";
import type { Source } from "./source.ts";

const TYPES = ["null", "boolean", "object", "array", "number", "string", "integer"];
const CLASSIFICATIONS = ["public", "internal", "personal", "secret"];
/** Keywords that say something about a whole file and nothing inside it. */
const ROOT_ONLY = new Set(["$schema", "$id", "x-event", "x-invalid-examples"]);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isStrings = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === "string") && new Set(value).size === value.length;
const isTypes = (value: unknown): boolean =>
  [value].flat().length > 0 && [value].flat().every((item) => TYPES.includes(item as string));

/** Kind of value → what is wanted, and whether a value is that. Kinds that hold schemas are checked by the walk. */
const VALUES: Record<KeywordValue, { want: string; is: (value: unknown) => boolean }> = {
  schema: { want: "a schema", is: (v) => isObject(v) || typeof v === "boolean" },
  schemas: { want: "a list of schemas, not empty", is: (v) => Array.isArray(v) && v.length > 0 },
  "schema map": { want: "an object of schemas", is: isObject },
  string: { want: "a string", is: (v) => typeof v === "string" },
  strings: { want: "a list of different strings", is: isStrings },
  boolean: { want: "true or false", is: (v) => typeof v === "boolean" },
  number: { want: "a number", is: (v) => typeof v === "number" },
  count: { want: "a whole number, 0 or more", is: (v) => Number.isSafeInteger(v) && (v as number) >= 0 },
  values: { want: "a list of values, not empty", is: (v) => Array.isArray(v) && v.length > 0 },
  any: { want: "a value", is: () => true },
  types: { want: `one or several of ${TYPES.join(", ")}`, is: isTypes },
  classification: {
    want: `one of ${CLASSIFICATIONS.join(", ")}`,
    is: (v) => CLASSIFICATIONS.includes(v as string),
  },
  "string map of strings": {
    want: "an object of lists of strings",
    is: (v) => isObject(v) && Object.values(v).every(isStrings),
  },
  event: { want: "an object that describes the event", is: isObject },
  "invalid examples": {
    want: 'a list of { "why": string, "data": any }',
    is: (v) => Array.isArray(v) && v.every((item) => isObject(item) && typeof item.why === "string" && "data" in item),
  },
};

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Checks that every keyword of a contract file is known, stands in a sensible place and has a value of its kind. */
export function checkSchema(source: Source): Diagnostic[] {
  const found: Diagnostic[] = [];

  function checkKeyword(keyword: string, value: unknown, pointer: string): void {
    const at = source.place(pointer);
    const kind = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    if (kind === undefined || (ROOT_ONLY.has(keyword) && pointer !== child("", keyword))) {
      found.push(
        diagnostic("unknown-keyword", at, { keyword, suggestion: didYouMean(keyword, Object.keys(KEYWORDS)) }),
      );
      return;
    }
    const { want, is } = VALUES[kind];
    if (!is(value)) found.push(diagnostic("keyword-value", at, { keyword, got: show(value), want }));
    else if (keyword === "additionalProperties" && value === false) {
      found.push(diagnostic("closed-contract", at, { keyword }));
    } else if (keyword === "format" && !FORMATS.includes(value as string)) {
      const suggestion = didYouMean(value as string, FORMATS);
      found.push(diagnostic("unknown-format", at, { format: value as string, known: FORMATS.join(", "), suggestion }));
    } else if (keyword === "pattern") checkPattern(value as string, pointer);
    else if (kind === "schema") check(value, pointer);
    else if (kind === "schemas") {
      for (const [i, item] of (value as unknown[]).entries()) check(item, child(pointer, i));
    } else if (kind === "schema map") {
      for (const [key, item] of Object.entries(value as object)) {
        check(item, child(pointer, key));
        if (keyword === "patternProperties") checkPattern(key, child(pointer, key));
      }
    }
  }

  function checkPattern(pattern: string, pointer: string): void {
    try {
      new RegExp(pattern, "u");
    } catch (error) {
      found.push(diagnostic("bad-pattern", source.place(pointer), { problem: (error as Error).message }));
    }
  }

  function check(schema: unknown, pointer: string): void {
    if (typeof schema === "boolean") return;
    if (!isObject(schema)) found.push(diagnostic("not-an-object", source.place(pointer), { got: show(schema) }));
    else for (const [keyword, value] of Object.entries(schema)) checkKeyword(keyword, value, child(pointer, keyword));
  }

  if (isObject(source.value)) check(source.value, "");
  else found.push(diagnostic("not-an-object", source.place(""), { got: show(source.value) }));
  return found;
}
