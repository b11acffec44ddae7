import type { Json, JsonObject } from "@statehub/schema-compat";
import fc from "fast-check";
import { arrays, objects } from "./containers.ts";
import { type Document, documentOf, type InstanceOptions } from "./document.ts";
import { both, type Flat, flatten } from "./flat.ts";
import { anything, numbers, strings } from "./values.ts";

/**
 * Instances of a schema, for property tests: each is valid, every branch, enumerated value and bound comes up, and a
 * failing one shrinks towards the smallest. The schema is self-contained, as `readSchema` of
 * `@statehub/events-contracts` gives it.
 * Throws RangeError when no instance can be found, SchemaError when the schema cannot be read.
 */
export function instancesOf<Data = unknown>(schema: object, options: InstanceOptions = {}): fc.Arbitrary<Data> {
  const document = documentOf(schema, options);
  const found = repaired(document.root, document, 0);
  if (found === undefined) throw new RangeError("no instance of the schema was found");
  return found as fc.Arbitrary<unknown> as fc.Arbitrary<Data>;
}

/** Recursive schemas go on below this only with the smallest instances that there are. */
const DEEPEST = 5;
/** Of more combinations of alternatives than this, the rest does not come up. */
const MOST_CASES = 60;

const ALL_TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"];

/** Instances of a part of a document; undefined where it has none. */
type Found = fc.Arbitrary<Json> | undefined;

/** Valid instances of a schema. */
function valid(schema: Json, document: Document, depth: number): Found {
  if (schema === true) return anything;
  if (depth > DEEPEST) return smallest(schema, document);
  const flat = flatten(schema, document.resolve);
  return flat.isExact ? made(flat, document, depth) : repaired(schema, document, depth);
}

/** Valid instances of a schema, whatever is in it: what is made and is not valid gives way to a sample. */
function repaired(schema: Json, document: Document, depth: number): Found {
  const isValid = document.isValid(schema);
  const tried = made(flatten(schema, document.resolve), document, depth);
  if (tried === undefined) return smallest(schema, document);
  // Mostly none is needed, and they take a while to find.
  let samples: readonly Json[] | undefined;
  const others = (): readonly Json[] => {
    samples ??= document.samples(schema);
    if (samples.length === 0) samples = fc.sample(tried, { numRuns: 200, seed: 1 }).filter(isValid);
    return samples;
  };
  if (!fc.sample(tried, { numRuns: 20, seed: 1 }).some(isValid) && others().length === 0) return undefined;
  return tried.map((value) => {
    if (isValid(value)) return value;
    return others()[JSON.stringify(value).length % others().length] as Json;
  });
}

function smallest(schema: Json, document: Document): Found {
  const samples = document.samples(schema, 8);
  return samples.length === 0 ? undefined : fc.constantFrom(...samples);
}

/** Instances by the keywords alone, of each combination of alternatives. */
function made(flat: Flat, document: Document, depth: number): Found {
  return oneOf(cases(flat, document).map((keywords) => ofKeywords(keywords, document, depth)));
}

function cases({ keywords, unions }: Flat, document: Document): JsonObject[] {
  const [union, ...others] = unions;
  if (union === undefined) return [keywords];
  return union
    .flatMap((branch) => {
      const inner = flatten(branch, document.resolve);
      return cases(both({ keywords, unions: others, isExact: true }, inner), document);
    })
    .slice(0, MOST_CASES);
}

function ofKeywords(keywords: JsonObject, document: Document, depth: number): Found {
  const { enum: members, type, ...rest } = keywords;
  if (Array.isArray(members)) {
    const isValid = document.isValid(type === undefined ? rest : { type, ...rest });
    const fitting = members.filter((value) => isValid(value));
    return fitting.length === 0 ? undefined : fc.constantFrom(...fitting);
  }
  const types = type === undefined ? ALL_TYPES : ([type].flat() as string[]);
  return oneOf(types.map((one) => ofType(one, keywords, document, depth)));
}

function ofType(type: string, keywords: JsonObject, document: Document, depth: number): Found {
  const inner = (schema: Json): Found => valid(schema, document, depth + 1);
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return numbers(keywords, type === "integer");
    case "string":
      return strings(keywords);
    case "array":
      return arrays(keywords, inner);
    default:
      return objects(keywords, inner);
  }
}

function oneOf(found: readonly Found[]): Found {
  const some = found.filter((one) => one !== undefined);
  if (some.length === 0) return undefined;
  return some.length === 1 ? some[0] : fc.oneof(...some);
}
