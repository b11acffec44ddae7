import type { Json } from "@statehub/schema-compat";
import fc from "fast-check";
import { documentOf, type InstanceOptions } from "./document.ts";
import { instancesOf } from "./instances.ts";

/**
 * Values that a schema refuses, each for one reason where that is possible: an instance with one place changed, one
 * name more or one less, and one value for each single demand of the schema.
 * Throws RangeError when nothing is refused.
 */
export function invalidInstancesOf(schema: object, options: InstanceOptions = {}): fc.Arbitrary<unknown> {
  const document = documentOf(schema, options);
  const isValid = document.isValid(document.root);
  const samples = document.invalidSamples(document.root);
  const [first] = samples;
  if (first === undefined) throw new RangeError("no value was found that the schema refuses");
  const valid = instancesOf<Json>(schema, options);
  const changed = fc.tuple(valid, fc.nat(), fc.constantFrom(...CHANGES)).map(([value, place, change]) => {
    const places = pathsOf(value);
    const broken = changeAt(value, places[place % places.length] as readonly string[], change);
    return isValid(broken) ? first : broken;
  });
  return fc.oneof(fc.constantFrom(...samples), changed);
}

/** Small instances, the same each time: every branch, every enumerated value and every bound once. */
export function samplesOf(schema: object, options: InstanceOptions = {}): readonly unknown[] {
  const document = documentOf(schema, options);
  return document.samples(document.root, 100);
}

/** Values that a schema refuses, the same each time: one for each single demand of it. */
export function invalidSamplesOf(schema: object, options: InstanceOptions = {}): readonly unknown[] {
  const document = documentOf(schema, options);
  return document.invalidSamples(document.root);
}

/** What may be done to the value at a place. Undefined takes it away. */
const CHANGES: readonly ((value: Json) => Json | undefined)[] = [
  () => undefined,
  () => null,
  (value) => (typeof value === "string" ? 0 : "0"),
  (value) => (Array.isArray(value) ? {} : []),
  (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value, undeclared: 1 } : true,
  (value) => (typeof value === "number" ? value + 0.5 : typeof value === "string" ? "" : false),
];

/** The places in a value, itself first. */
function pathsOf(value: Json, path: readonly string[] = []): (readonly string[])[] {
  const inner = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([name, one]) => pathsOf(one, [...path, name]))];
}

function changeAt(value: Json, [name, ...rest]: readonly string[], change: (value: Json) => Json | undefined): Json {
  if (name === undefined) return change(value) ?? null;
  const entries = Object.entries(value as object).flatMap(([one, inner]: [string, Json]): [string, Json][] => {
    if (one !== name) return [[one, inner]];
    const changed = rest.length === 0 ? change(inner) : changeAt(inner, rest, change);
    return changed === undefined ? [] : [[one, changed]];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
