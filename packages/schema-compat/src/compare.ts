import type { Change, Effect } from "./changes/change.ts";
import { diff } from "./changes/diff.ts";
import type { Json } from "./json/json.ts";
import type { Options } from "./options.ts";
import { coupleOf, type Prepared } from "./prepare.ts";
import { guard } from "./question.ts";
import { decideBothWays } from "./readings.ts";
import type { Verdict } from "./verdict.ts";

/** Both directions between two versions of a schema, and what changed. */
export interface Comparison {
  /** Is every old instance one of the new schema: may new readers read old data? */
  readonly backward: Verdict;
  /** Is every new instance one of the old schema: may old readers read new data? */
  readonly forward: Verdict;
  /** Every difference, outermost first. Parts that mean the same are not in it. */
  readonly changes: readonly Change[];
}

export interface CompareOptions extends Options {
  /** Whether to list the changes, which takes longer than the verdicts. Default true. */
  readonly changes?: boolean;
}

/** Compares two versions of a schema in both directions; the schemas are read once. */
export function compare(older: Json | Prepared, newer: Json | Prepared, options: CompareOptions = {}): Comparison {
  const couple = coupleOf(older, newer, options);
  const { a: first, b: second, workspace } = couple;
  const backward = guard(() => decideBothWays(first, second, workspace, couple.options));
  const forward = guard(() => decideBothWays(second, first, workspace, couple.options));
  let changes: readonly Change[] = [];
  // A schema that cannot be read has no verdict either, and what keeps it from being read is told there.
  guard(() => {
    if (options.changes !== false)
      changes = diff(first.as("ignored").original, second.as("ignored").original, couple.options);
    return backward;
  });
  return {
    backward,
    forward,
    changes: changes.map((change) => ({
      ...change,
      backward: within(change.backward, backward),
      forward: within(change.forward, forward),
    })),
  };
}

/** A change that would break by itself breaks nothing where the whole is proved. */
function within(effect: Effect, whole: Verdict): Effect {
  if (whole.answer !== "yes" || effect.effect === "none") return effect;
  return { effect: "none", because: "other parts of the schema make up for it: the whole is proved" };
}
