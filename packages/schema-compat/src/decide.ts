import { build } from "./build/build.ts";
import { type Doubt, type Judge, judgeOf } from "./confirm/judge.ts";
import { locate } from "./confirm/locate.ts";
import { shrink } from "./confirm/shrink.ts";
import { reasonsFor } from "./explain/reasons.ts";
import type { FormatTable } from "./format/format.ts";
import { type Lit, not, Store } from "./ir/store.ts";
import { canonical, type Json } from "./json/json.ts";
import type { Options } from "./options.ts";
import { formatsOf } from "./options.ts";
import { type Question, unknown } from "./question.ts";
import { BudgetError, type Result } from "./solve/result.ts";
import { Solver } from "./solve/solver.ts";
import type { Verdict } from "./verdict.ts";

/** How many witnesses are tried when a validator disagrees with one. */
const maxWitnesses = 6;

/** Answers a question whose schemas are loaded. */
export function decide(question: Question, options: Options): Verdict {
  if (question.obstacle !== undefined) {
    const { keyword, pointer, reason } = question.obstacle;
    return unknown(keyword, pointer, reason);
  }
  const { a, b } = question;
  if (sameText(question, options)) {
    return { answer: "yes", reasons: [{ location: "", because: "both schemas say the same" }] };
  }
  const formats = formatsOf(options);
  const store = new Store();
  const first = build(store, a.library, formats, "a");
  const second = build(store, b.library, formats, "b");
  const goal = store.and(first, not(second));
  const solver = new Solver(store, formats, {
    steps: options.budget?.steps ?? 20_000,
    milliseconds: options.budget?.milliseconds ?? 2_000,
  });
  const result = attempt(solver, goal);
  if (result.is === "none")
    return { answer: "yes", reasons: options.reasons === false ? [] : reasonsFor(solver, first, second) };
  const judge = judgeOf(a, b, formats);
  if (result.is === "found") return refute(question, formats, solver, goal, result.value, judge);
  for (const candidate of solver.candidates) {
    if (judge(candidate) === true) return confirmed(question, formats, judge, candidate);
  }
  const { keyword, pointer, reason } = result.obstacle;
  return unknown(keyword, pointer, reason);
}

/** Two copies of one text, read in one way, are one schema. It must be readable all the same. */
function sameText({ a, b }: Question, options: Options): boolean {
  if (options.model === "contract" || options.firstDocuments !== options.secondDocuments) return false;
  if (canonical(a.library.root.schema) !== canonical(b.library.root.schema)) return false;
  build(new Store(), a.library, formatsOf(options), "a");
  return true;
}

function attempt(solver: Solver, goal: Lit): Result {
  try {
    return solver.solve(goal);
  } catch (error) {
    if (!(error instanceof BudgetError)) throw error;
    return { is: "open", obstacle: { keyword: "budget", pointer: "", reason: error.message } };
  }
}

/** A validator that rounds may disagree about one number and agree about the next: so several witnesses are tried. */
function refute(
  question: Question,
  formats: FormatTable,
  solver: Solver,
  goal: Lit,
  value: Json,
  judge: Judge,
): Verdict {
  const { store } = solver;
  let candidate = value;
  let rest = goal;
  let doubt: Doubt | undefined;
  for (let i = 0; i < maxWitnesses; i++) {
    const outcome = judge(candidate);
    if (outcome === true) return confirmed(question, formats, judge, candidate);
    doubt ??= outcome;
    rest = store.and(rest, not(solver.constant(candidate)));
    const next = attempt(solver, rest);
    if (next.is !== "found") break;
    candidate = next.value;
  }
  const { refusedBy } = locate(question.a, question.b, formats, value);
  return {
    answer: "unknown",
    keyword: doubt?.keyword ?? (refusedBy.keyword || "witness"),
    pointer: doubt?.keyword === undefined ? refusedBy.pointer : "",
    reason: doubt?.reason ?? "",
    unconfirmed: value,
  };
}

function confirmed({ a, b }: Question, formats: FormatTable, judge: Judge, candidate: Json): Verdict {
  const small = shrink(candidate, (instance) => judge(instance) === true);
  return { answer: "no", witness: { instance: small, ...locate(a, b, formats, small) } };
}
