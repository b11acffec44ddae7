import type { Json } from "./json/json.ts";
import type { Options } from "./options.ts";
import { coupleOf, type Prepared } from "./prepare.ts";
import { guard } from "./question.ts";
import { decideBothWays } from "./readings.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Decides whether every instance of `a` is an instance of `b`, under the content model of the options.
 *
 * "yes" is the result of an exhausted search for a counterexample; "no" carries one that ajv and this package's own
 * evaluation both confirm, for both schemas; everything else is "unknown". Never guesses, never fetches.
 */
export function isSubschema(a: Json | Prepared, b: Json | Prepared, options: Options = {}): Verdict {
  const couple = coupleOf(a, b, options);
  return guard(() => decideBothWays(couple.a, couple.b, couple.workspace, couple.options));
}
