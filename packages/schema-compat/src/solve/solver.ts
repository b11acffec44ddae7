import type { FormatTable } from "../format/format.ts";
import { constantLit } from "../ir/constant.ts";
import { allKinds, FALSE, isNegative, kinds, type Lit, not, type Store } from "../ir/store.ts";
import { canonical, type Json } from "../json/json.ts";
import { processorTime } from "./processor-time.ts";
import { BudgetError, type Listing, none, type Obstacle, type Result } from "./result.ts";
import { searchKind } from "./search.ts";

export interface Budget {
  /** Cases looked at, over the whole question. */
  readonly steps: number;
  /** Of processor time. */
  readonly milliseconds: number;
}

/**
 * Decides whether a formula has an instance. A formula that is met again inside a part of its own instance is taken
 * to have none there: were there an instance, the smallest one would not contain another. So recursion ends, and both
 * answers stay right; but "none" is remembered only when it rests on no such assumption about an enclosing formula.
 */
export class Solver {
  readonly store: Store;
  readonly formats: FormatTable;
  /** What is settled; solvers of one store may share it. */
  readonly #results: Map<Lit, Result>;
  /** What could not be settled: whoever asks again must meet the candidates again. */
  readonly #unsettled = new Map<Lit, Result>();
  readonly #open = new Map<Lit, number>();
  readonly #candidates: Json[] = [];
  /** When the processor time may be over at the earliest: to look at that costs more than a glance at the clock. */
  #lookAt: number;
  readonly #until: number;
  #steps: number;
  /** The outermost enclosing formula that the current answer rests on. */
  #lowest = Number.POSITIVE_INFINITY;

  constructor(store: Store, formats: FormatTable, budget: Budget, results: Map<Lit, Result> = new Map()) {
    this.store = store;
    this.formats = formats;
    this.#results = results;
    this.#steps = budget.steps;
    this.#lookAt = performance.now() + budget.milliseconds;
    this.#until = processorTime() + budget.milliseconds;
  }

  /** Counts a case. */
  step(): void {
    this.#steps--;
    if (this.#steps < 0) throw new BudgetError("too many cases");
    this.watch();
  }

  /** Ends what takes too long, also between cases. */
  watch(): void {
    const now = performance.now();
    if (now <= this.#lookAt) return;
    const left = this.#until - processorTime();
    if (left <= 0) throw new BudgetError("too much time");
    this.#lookAt = now + left;
  }

  /** Remembers a value that may be a witness although it was not proved to be one. */
  candidate(value: Json): void {
    if (this.#candidates.length < 100) this.#candidates.push(value);
  }

  get candidates(): readonly Json[] {
    return this.#candidates;
  }

  /** Replaces references by what they stand for, so that one formula has one name. */
  #plain(goal: Lit): Lit {
    let lit = goal;
    for (let i = 0; i < 50; i++) {
      const node = this.store.node(lit);
      if (node.is === "ref" && node.target !== undefined) lit = isNegative(lit) ? not(node.target) : node.target;
      else if (node.is === "and" && !isNegative(lit) && node.all.some((part) => this.store.node(part).is === "ref")) {
        lit = this.store.and(...node.all.map((part) => this.#target(part)));
      } else break;
    }
    return lit;
  }

  #target(lit: Lit): Lit {
    const node = this.store.node(lit);
    if (node.is !== "ref" || node.target === undefined) return lit;
    return isNegative(lit) ? not(node.target) : node.target;
  }

  /** An instance of all the formulas, if there is one. */
  solve(...goals: readonly Lit[]): Result {
    const goal = this.#plain(this.store.and(...goals));
    if (goal === FALSE) return none;
    const known = this.#results.get(goal) ?? this.#unsettled.get(goal);
    if (known !== undefined) return known;
    const enclosing = this.#open.get(goal);
    if (enclosing !== undefined) {
      this.#lowest = Math.min(this.#lowest, enclosing);
      return none;
    }
    const depth = this.#open.size;
    if (depth > 200) throw new BudgetError("too deep");
    const outer = this.#lowest;
    this.#lowest = Number.POSITIVE_INFINITY;
    this.#open.set(goal, depth);
    const result = this.#byKind(goal);
    this.#open.delete(goal);
    const independent = this.#lowest >= depth;
    if (result.is === "found" || independent)
      (result.is === "open" ? this.#unsettled : this.#results).set(goal, result);
    // An instance that was found rests on nothing.
    this.#lowest = result.is === "found" || independent ? outer : Math.min(outer, this.#lowest);
    return result;
  }

  #byKind(goal: Lit): Result {
    let obstacle: Obstacle | undefined;
    for (const kind of allKinds) {
      const result = searchKind(this, goal, kind);
      if (result.is === "found") return result;
      if (result.is === "open") obstacle ??= result.obstacle;
    }
    return obstacle === undefined ? none : { is: "open", obstacle };
  }

  /** A text that all the formulas accept; for the names of properties. */
  solveName(...goals: readonly Lit[]): Result {
    return this.solve(this.store.kind(kinds.string), ...goals);
  }

  constant(value: Json): Lit {
    return constantLit(this.store, value);
  }

  /** Up to `count` different instances. */
  list(goal: Lit, count: number): Listing {
    const values: Json[] = [];
    const seen = new Set<string>();
    let rest = goal;
    while (values.length < count) {
      const result = this.solve(rest);
      if (result.is !== "found") return { values, complete: result.is === "none" };
      const text = canonical(result.value);
      if (seen.has(text)) return { values, complete: false };
      seen.add(text);
      values.push(result.value);
      rest = this.store.and(rest, not(this.constant(result.value)));
    }
    return { values, complete: false };
  }
}
