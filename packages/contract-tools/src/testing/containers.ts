import type { Json, JsonObject } from "@statehub/schema-compat";
import fc from "fast-check";
import { canonicalJson } from "../model/canonical-json.ts";
import { anything } from "./values.ts";

/** Instances of a schema one level deeper; undefined where it has none. */
type Inner = (schema: Json) => fc.Arbitrary<Json> | undefined;

const count = (value: Json | undefined): number | undefined => (typeof value === "number" ? value : undefined);

/** The longest list that is made just to reach its bound. */
const LONGEST = 30;

/** Lists, by position and length. Whether items differ or are contained is to be looked at. */
export function arrays(keywords: JsonObject, inner: Inner): fc.Arbitrary<Json> | undefined {
  const { prefixItems, items = true, contains, uniqueItems } = keywords;
  const min = count(keywords.minItems) ?? 0;
  const max = count(keywords.maxItems) ?? Number.POSITIVE_INFINITY;
  const first = (Array.isArray(prefixItems) ? prefixItems : []).map(inner);
  const end = first.indexOf(undefined);
  const prefix = (end === -1 ? first : first.slice(0, end)) as fc.Arbitrary<Json>[];
  // Behind a place that no value can have there is none either.
  const rest =
    end === -1 ? inner(contains === undefined || items === false ? items : { anyOf: [items, contains] }) : undefined;
  const most = rest === undefined ? Math.min(max, prefix.length) : max;
  if (min > most) return undefined;
  const lists = fc.tuple(
    fc.tuple(...prefix),
    rest === undefined ? fc.constant([]) : behind(rest, min - prefix.length, most - prefix.length),
  );
  const all = fc.tuple(lists, fc.nat({ max: prefix.length })).map(([[head, tail], cut]) => {
    // Places that are listed may be left out, from the end.
    const shorter = tail.length === 0 ? head.slice(0, Math.max(min, head.length - cut)) : head;
    return [...shorter, ...tail].slice(0, most);
  });
  return uniqueItems === true
    ? all.map((list) => [...new Map(list.map((one) => [canonicalJson(one), one])).values()])
    : all;
}

/** The items behind those that are listed by place; some lists are as short and some as long as can be. */
function behind(item: fc.Arbitrary<Json>, least: number, most: number): fc.Arbitrary<Json[]> {
  const min = Math.max(0, least);
  const max = Math.max(min, Number.isFinite(most) ? most : min + 10);
  const exactly = (length: number): fc.Arbitrary<Json[]> => fc.array(item, { minLength: length, maxLength: length });
  const bounds = [min, max].filter((length) => length <= LONGEST).map(exactly);
  return fc.oneof(
    { weight: 6, arbitrary: fc.array(item, { minLength: min, maxLength: max }) },
    ...bounds.map((arbitrary) => ({ weight: 1, arbitrary })),
  );
}

/** Objects, by the names that are declared; other names only where a schema is given for them. */
export function objects(keywords: JsonObject, inner: Inner): fc.Arbitrary<Json> | undefined {
  const { properties = {}, additionalProperties: additional, patternProperties, propertyNames } = keywords;
  const required = (Array.isArray(keywords.required) ? keywords.required : []) as string[];
  const declared = new Map(Object.entries(properties as JsonObject));
  const others = additional ?? true;
  for (const name of required) if (!declared.has(name)) declared.set(name, others);

  const values: Record<string, fc.Arbitrary<Json>> = {};
  for (const [name, schema] of declared) {
    const value = inner(schema);
    if (value !== undefined) values[name] = value;
    else if (required.includes(name)) return undefined;
  }
  const own = fc.record(values, { requiredKeys: required, noNullPrototype: true });
  const more = maps(patternProperties as JsonObject | undefined, additional, propertyNames, inner);
  if (more.length === 0) return own;
  return fc.tuple(own, ...more).map(([one, ...maps]) => {
    // What is declared has the values that it is declared to have.
    const entries = maps.flatMap((map) => Object.entries(map)).filter(([name]) => !declared.has(name));
    return { ...Object.fromEntries(entries), ...one };
  });
}

/** Objects with other names than the declared ones. */
function maps(
  patterns: JsonObject | undefined,
  additional: Json | undefined,
  names: Json | undefined,
  inner: Inner,
): fc.Arbitrary<Record<string, Json>>[] {
  const of = (
    name: fc.Arbitrary<string>,
    value: fc.Arbitrary<Json> | undefined,
  ): fc.Arbitrary<Record<string, Json>>[] =>
    value === undefined ? [] : [fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true })];
  const matching = Object.entries(patterns ?? {}).flatMap(([pattern, schema]) => {
    const name = inner({ type: "string", pattern }) as fc.Arbitrary<string> | undefined;
    return name === undefined ? [] : of(name, inner(schema));
  });
  // An object of which nothing is said of other names is left with those that it declares.
  if (additional === undefined || additional === false) return matching;
  const plain = fc.stringMatching(/^[a-z][a-z_]{0,7}$/);
  const name =
    names === undefined ? plain : (inner({ allOf: [{ type: "string" }, names] }) as fc.Arbitrary<string> | undefined);
  return [...matching, ...of(name ?? plain, additional === true ? anything : inner(additional))];
}
