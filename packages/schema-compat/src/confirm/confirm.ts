import type { FormatTable } from "../format/format.ts";
import type { Json } from "../json/json.ts";
import type { Question } from "../question.ts";
import { type Doubt, exactJudgeOf, judgeOf } from "./judge.ts";
import { shrink } from "./shrink.ts";

/** A small witness made of a candidate, or why the candidate is none. */
export type Confirm = (candidate: Json) => { readonly instance: Json } | Doubt;

/**
 * Makes candidates small by the exact evaluation first, so that ajv has little to compile. Should ajv disagree about the
 * small one, as it may about numbers, it has its say in every step.
 */
export function confirmOf({ a, b }: Question, formats: FormatTable): Confirm {
  const [exact, both] = [exactJudgeOf(a, b, formats), judgeOf(a, b, formats)];
  return (candidate) => {
    const first = exact(candidate);
    if (first !== true) return first;
    const small = shrink(candidate, (instance) => exact(instance) === true);
    if (both(small) === true) return { instance: small };
    const outcome = both(candidate);
    if (outcome !== true) return outcome;
    return { instance: shrink(candidate, (instance) => both(instance) === true) };
  };
}
