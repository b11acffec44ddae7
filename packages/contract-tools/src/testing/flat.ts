import type { Json, JsonObject } from "@statehub/schema-compat";
import { canonicalJson } from "../model/canonical-json.ts";

/** What a schema and all that holds beside it say, in one place. */
export interface Flat {
  /** Keywords about one value; references, `allOf` and unions are taken apart. */
  readonly keywords: JsonObject;
  /** Of each of these lists, a value is an instance of one schema at least. */
  readonly unions: readonly (readonly Json[])[];
  /** Whether that is all: an instance of these is an instance of the schema. Else it is to be looked at. */
  readonly isExact: boolean;
}

/** Nothing is allowed. */
const NOTHING: JsonObject = { enum: [] };

/** Takes a schema apart. `resolve` finds what a reference leads to; undefined for what it cannot find. */
export function flatten(schema: Json, resolve: (ref: string) => Json | undefined, seen: readonly string[] = []): Flat {
  if (schema === true) return { keywords: {}, unions: [], isExact: true };
  if (!isObject(schema)) return { keywords: NOTHING, unions: [], isExact: true };
  const { $ref, allOf, anyOf, oneOf, if: condition, then, else: otherwise, ...keywords } = schema;
  const parts: Flat[] = [{ keywords: constAsEnum(keywords), unions: [], isExact: isUnderstood(keywords) }];
  const add = (part: Json, path = seen): void => void parts.push(flatten(part, resolve, path));
  if (typeof $ref === "string") {
    const target = resolve($ref);
    if (target === undefined || seen.includes($ref)) parts.push({ keywords: {}, unions: [], isExact: false });
    else add(target, [...seen, $ref]);
  }
  for (const part of list(allOf)) add(part);
  if (anyOf !== undefined) parts.push({ keywords: {}, unions: [list(anyOf)], isExact: true });
  if (oneOf !== undefined) parts.push({ keywords: {}, unions: [list(oneOf)], isExact: list(oneOf).length < 2 });
  if (condition !== undefined && (then !== undefined || otherwise !== undefined)) {
    const branches = [{ allOf: [condition, then ?? true] }, otherwise ?? true];
    parts.push({ keywords: {}, unions: [branches], isExact: false });
  }
  return parts.reduce(both);
}

/** What holds when two hold. */
export function both(a: Flat, b: Flat): Flat {
  const merged = merge(a.keywords, b.keywords);
  return {
    keywords: merged.keywords,
    unions: [...a.unions, ...b.unions],
    isExact: a.isExact && b.isExact && merged.isExact,
  };
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

function constAsEnum({ const: value, ...keywords }: JsonObject): JsonObject {
  return value === undefined ? keywords : merge(keywords, { enum: [value] }).keywords;
}

/** Keywords that are obeyed as instances are made, together with what says nothing of a value. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...["type", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength"],
  ...["properties", "required", "prefixItems", "items", "minItems", "maxItems"],
  ...["$schema", "$id", "$anchor", "$defs", "$comment", "title", "description", "default", "examples", "deprecated"],
  ...["readOnly", "writeOnly", "unevaluatedProperties", "const"],
]);

function isUnderstood(keywords: JsonObject): boolean {
  return Object.entries(keywords).every(
    ([name, value]) =>
      UNDERSTOOD.has(name) || name.startsWith("x-") || (name === "additionalProperties" && value === false),
  );
}

type Rule = (a: Json, b: Json) => Json;
const most: Rule = (a, b) => Math.max(Number(a), Number(b));
const least: Rule = (a, b) => Math.min(Number(a), Number(b));
const bothHold: Rule = (a, b) => (a === false || b === false ? false : { allOf: [a, b] });

/** How two values of a keyword become one that says both. */
const MERGED: Readonly<Record<string, Rule>> = {
  type: (a, b) => [a].flat().flatMap((one) => narrower(one as string, [b].flat() as string[])),
  enum: (a, b) => {
    const others = new Set(list(b).map(canonicalJson));
    return list(a).filter((one) => others.has(canonicalJson(one)));
  },
  required: (a, b) => [...new Set([...list(a), ...list(b)])],
  properties: (a, b) => {
    const [one, other] = [a, b] as [JsonObject, JsonObject];
    const shared = Object.keys(one).filter((name) => Object.hasOwn(other, name));
    const merged = shared.map((name) => [name, bothHold(one[name] as Json, other[name] as Json)] as const);
    return { ...one, ...other, ...Object.fromEntries(merged) };
  },
  items: bothHold,
  additionalProperties: bothHold,
  uniqueItems: (a, b) => a === true || b === true,
  ...{ minimum: most, exclusiveMinimum: most, minLength: most, minItems: most, minProperties: most },
  ...{ maximum: least, exclusiveMaximum: least, maxLength: least, maxItems: least, maxProperties: least },
};

function narrower(type: string, others: readonly string[]): string[] {
  if (others.includes(type)) return [type];
  if (type === "number" && others.includes("integer")) return ["integer"];
  return type === "integer" && others.includes("number") ? ["integer"] : [];
}

function merge(a: JsonObject, b: JsonObject): { readonly keywords: JsonObject; readonly isExact: boolean } {
  const keywords: Record<string, Json> = { ...a };
  // What one says of the names and places that it does not list, it says of those that the other lists.
  const isOpen = (one: JsonObject): boolean => one.additionalProperties === undefined && one.prefixItems === undefined;
  let isExact = isOpen(a) && isOpen(b);
  for (const [name, value] of Object.entries(b)) {
    const known = keywords[name];
    const rule = MERGED[name];
    if (known === undefined) keywords[name] = value;
    else if (rule !== undefined) keywords[name] = rule(known, value);
    else if (canonicalJson(known) !== canonicalJson(value)) isExact &&= UNDERSTOOD.has(name) || name.startsWith("x-");
  }
  return { keywords, isExact };
}
