import { accepts, explain } from "./evaluate/evaluate.ts";
import type { Failure } from "./evaluate/frame.ts";
import type { Json } from "./json/json.ts";
import { load } from "./load/library.ts";
import { formatsOf, type Options } from "./options.ts";

/**
 * A validator that takes numbers as the exact decimals that they are written as: 0.3 is a multiple of 0.1. Slow beside
 * compiled ones. Throws SchemaError where the schema cannot be read.
 */
export function validatorOf(schema: Json, options: Options = {}): (instance: Json) => boolean {
  const library = load(schema, options);
  const formats = formatsOf(options);
  return (instance) => accepts(library, formats, instance);
}

/** Whether a schema accepts an instance, and every keyword that refuses it, innermost first. */
export function evaluate(
  schema: Json,
  instance: Json,
  options: Options = {},
): { readonly valid: boolean; readonly failures: readonly Failure[] } {
  const { valid, failures } = explain(load(schema, options), formatsOf(options), instance);
  return { valid, failures };
}
