import { type Confirm, confirmOf } from "./confirm/confirm.ts";
import type { Doubt } from "./confirm/judge.ts";
import { locate } from "./confirm/locate.ts";
import { reasonsFor } from "./explain/reasons.ts";
import type { FormatTable } from "./format/format.ts";
import { type Lit, not } from "./ir/store.ts";
import { canonical, type Json } from "./json/json.ts";
import type { Options } from "./options.ts";
import { type Question, unknown } from "./question.ts";
import { BudgetError, type Result } from "./solve/result.ts";
import type { Solver } from "./solve/solver.ts";
import type { Verdict } from "./verdict.ts";
import type { Workspace } from "./workspace.ts";

/** How many witnesses are tried when a validator disagrees with one. */
const maxWitnesses = 6;

/** Answers a question whose schemas are loaded. */
export function decide(question: Question, workspace: Workspace, options: Options): Verdict {
  if (question.obstacle !== undefined) {
    const { keyword, pointer, reason } = question.obstacle;
    return unknown(keyword, pointer, reason);
  }
  const { a, b } = question;
  if (sameText(question, workspace, options)) {
    return { answer: "yes", reasons: [{ location: "", because: "both schemas say the same" }] };
  }
  const { store, formats } = workspace;
  const first = workspace.formulaOf(a.library);
  const second = workspace.formulaOf(b.library);
  const goal = store.and(first, not(second));
  const solver = workspace.solver({
    steps: options.budget?.steps ?? 20_000,
    milliseconds: options.budget?.milliseconds ?? 2_000,
  });
  const result = attempt(solver, goal);
  if (result.is === "none")
    return { answer: "yes", reasons: options.reasons === false ? [] : reasonsFor(solver, first, second) };
  const confirm = confirmOf(question, formats);
  if (result.is === "found") return refute(question, solver, goal, result.value, confirm);
  for (const candidate of solver.candidates) {
    const outcome = confirm(candidate);
    if ("instance" in outcome) return refuted(question, formats, outcome.instance);
  }
  const { keyword, pointer, reason } = result.obstacle;
  return unknown(keyword, pointer, reason);
}

/** Two copies of one text, read in one way, are one schema. It must be readable all the same. */
function sameText({ a, b }: Question, workspace: Workspace, options: Options): boolean {
  if (options.model === "contract") return false;
  const [first, second] = [a.library.options, b.library.options];
  for (const option of ["dialect", "documents", "dialects"] as const) {
    if (first[option] !== second[option]) return false;
  }
  if (canonical(a.library.root.schema) !== canonical(b.library.root.schema)) return false;
  workspace.formulaOf(a.library);
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
function refute(question: Question, solver: Solver, goal: Lit, value: Json, confirm: Confirm): Verdict {
  const { store, formats } = solver;
  let candidate = value;
  let rest = goal;
  let doubt: Doubt | undefined;
  for (let i = 0; i < maxWitnesses; i++) {
    const outcome = confirm(candidate);
    if ("instance" in outcome) return refuted(question, formats, outcome.instance);
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

function refuted({ a, b }: Question, formats: FormatTable, instance: Json): Verdict {
  return { answer: "no", witness: { instance, ...locate(a, b, formats, instance) } };
}
