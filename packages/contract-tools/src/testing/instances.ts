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
  const found = new Maker(document).repaired(document.root, 0);
  if (found === undefined) throw new RangeError("no instance of the schema was found");
  return found as fc.Arbitrary<unknown> as fc.Arbitrary<Data>;
}

/** Recursive schemas go on below this only with the smallest instances that there are. */
const DEEPEST = 5;
/** Of more combinations of alternatives than this, the rest does not come up. */
const MOST_CASES = 60;

const ALL_TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"];

/** Makes arbitraries for the parts of one document. Undefined stands for what has no instance. */
export class Maker {
  readonly #document: Document;

  constructor(document: Document) {
    this.#document = document;
  }

  /** Valid instances of a schema. */
  of(schema: Json, depth: number): fc.Arbitrary<Json> | undefined {
    if (schema === true) return anything;
    if (depth > DEEPEST) return this.#smallest(schema);
    const flat = flatten(schema, (ref) => this.#document.resolve(ref));
    return flat.isExact ? this.#made(flat, depth) : this.repaired(schema, depth);
  }

  /** Valid instances of a schema, whatever is in it: what is made and is not valid gives way to a sample. */
  repaired(schema: Json, depth: number): fc.Arbitrary<Json> | undefined {
    const flat = flatten(schema, (ref) => this.#document.resolve(ref));
    const isValid = this.#document.isValid(schema);
    const made = this.#made(flat, depth);
    if (made === undefined) return this.#smallest(schema);
    // Mostly none is needed, and they take a while to find.
    let samples: readonly Json[] | undefined;
    const others = (): readonly Json[] => {
      samples ??= this.#document.samples(schema);
      if (samples.length === 0) samples = fc.sample(made, { numRuns: 200, seed: 1 }).filter(isValid);
      return samples;
    };
    if (!fc.sample(made, { numRuns: 20, seed: 1 }).some(isValid) && others().length === 0) return undefined;
    return made.map((value) => {
      if (isValid(value)) return value;
      return others()[JSON.stringify(value).length % others().length] as Json;
    });
  }

  #smallest(schema: Json): fc.Arbitrary<Json> | undefined {
    const samples = this.#document.samples(schema, 8);
    return samples.length === 0 ? undefined : fc.constantFrom(...samples);
  }

  /** Instances by the keywords alone, of each combination of alternatives. */
  #made(flat: Flat, depth: number): fc.Arbitrary<Json> | undefined {
    return oneOf(this.#cases(flat).map((keywords) => this.#ofKeywords(keywords, depth)));
  }

  #cases({ keywords, unions }: Flat): JsonObject[] {
    const [union, ...others] = unions;
    if (union === undefined) return [keywords];
    return union
      .flatMap((branch) => {
        const inner = flatten(branch, (ref) => this.#document.resolve(ref));
        return this.#cases(both({ keywords, unions: others, isExact: true }, inner));
      })
      .slice(0, MOST_CASES);
  }

  #ofKeywords(keywords: JsonObject, depth: number): fc.Arbitrary<Json> | undefined {
    const { enum: members, type } = keywords;
    if (Array.isArray(members)) return this.#members(members, keywords);
    const types = type === undefined ? ALL_TYPES : ([type].flat() as string[]);
    return oneOf(types.map((one) => this.#ofType(one, keywords, depth)));
  }

  #members(members: readonly Json[], { enum: _, ...rest }: JsonObject): fc.Arbitrary<Json> | undefined {
    const isValid = this.#document.isValid(rest);
    const valid = members.filter((value) => isValid(value));
    return valid.length === 0 ? undefined : fc.constantFrom(...valid);
  }

  #ofType(type: string, keywords: JsonObject, depth: number): fc.Arbitrary<Json> | undefined {
    const inner = (schema: Json): fc.Arbitrary<Json> | undefined => this.of(schema, depth + 1);
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
}

function oneOf(found: readonly (fc.Arbitrary<Json> | undefined)[]): fc.Arbitrary<Json> | undefined {
  const some = found.filter((one) => one !== undefined);
  if (some.length === 0) return undefined;
  return some.length === 1 ? some[0] : fc.oneof(...some);
}
