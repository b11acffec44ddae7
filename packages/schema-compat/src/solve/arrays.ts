import { isNegative, type Lit, not } from "../ir/store.ts";
import { arrange } from "./arrange.ts";
import { none, type Result } from "./result.ts";
import type { Solver } from "./solver.ts";
import { distinctItems, equalItems } from "./unique.ts";

/** Positions from `from` up to, not including, `to` that are under the same rules. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** What every item there must fulfil. */
  readonly base: Lit;
}

/** At least `least` items from `from` up to `to` fulfil `value`. */
export interface Wish {
  readonly from: number;
  readonly to: number;
  readonly value: Lit;
  readonly least: number;
}

/** At most `most` items fulfil `value`. */
export interface Limit {
  readonly value: Lit;
  readonly most: number;
}

/** All that is asked of an array. */
export interface Demands {
  readonly least: number;
  readonly most: number;
  readonly stretches: readonly Stretch[];
  readonly wishes: readonly Wish[];
  readonly limits: readonly Limit[];
}

const end = Number.POSITIVE_INFINITY;

/** Looks for an array: how long, and what at each position. */
export function solveArrays(solver: Solver, atoms: readonly Lit[]): Result {
  const { store } = solver;
  const every: { from: number; to: number; value: Lit }[] = [];
  const wishes: Wish[] = [];
  const limits: Limit[] = [];
  let least = 0;
  let most = end;
  let [distinct, repeated] = [false, false];
  for (const lit of atoms) {
    const node = store.node(lit);
    const negative = isNegative(lit);
    if (node.is === "items") {
      if (negative) wishes.push({ from: node.from, to: node.to, value: not(node.value), least: 1 });
      else every.push(node);
    } else if (node.is === "moreItems") {
      if (negative) most = Math.min(most, node.than);
      else least = Math.max(least, node.than + 1);
    } else if (node.is === "contains") {
      if (negative) limits.push({ value: node.value, most: node.least - 1 });
      else wishes.push({ from: 0, to: end, value: node.value, least: node.least });
    } else if (node.is === "unique") {
      if (negative) repeated = true;
      else distinct = true;
    }
  }
  const cuts = new Set<number>([0]);
  for (const { from, to } of [...every, ...wishes]) cuts.add(from).add(to);
  cuts.delete(end);
  const starts = [...cuts].sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  for (const [i, from] of starts.entries()) {
    const to = starts[i + 1] ?? end;
    const base = store.and(...every.filter((one) => one.from <= from && one.to >= to).map((one) => one.value));
    if (solver.solve(base).is === "none") most = Math.min(most, from);
    stretches.push({ from, to, base });
  }
  if (least > most) return none;
  const demands: Demands = { least, most, stretches, wishes, limits };
  if (distinct && repeated) return none;
  if (distinct) return distinctItems(solver, demands);
  return repeated ? equalItems(solver, demands) : arrange(solver, demands).result;
}
