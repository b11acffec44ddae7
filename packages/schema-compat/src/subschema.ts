import type { Json } from "./json/json.ts";
import { type Options, optionsOf } from "./options.ts";
import { guard } from "./question.ts";
import { decideBothWays, readingOf } from "./readings.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Decides whether every instance of `a` is an instance of `b`, under the content model of the options.
 *
 * "yes" is the result of an exhausted search for a counterexample; "no" carries one that ajv and this package's own
 * evaluation both confirm, for both schemas; everything else is "unknown". Never guesses, never fetches.
 */
export function isSubschema(a: Json, b: Json, options: Options = {}): Verdict {
  return guard(() =>
    decideBothWays(readingOf(a, optionsOf(options, "first")), readingOf(b, optionsOf(options, "second")), options),
  );
}
