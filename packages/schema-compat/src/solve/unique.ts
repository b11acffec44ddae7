import type { Lit } from "../ir/store.ts";
import { canonical, type Json } from "../json/json.ts";
import { arrange } from "./arrange.ts";
import type { Demands, Stretch } from "./arrays.ts";
import { found, none, type Obstacle, open, type Result } from "./result.ts";
import type { Solver } from "./solver.ts";

/** Longer arrays of different items are not tried. */
const maxDistinct = 256;

const stuck = open("uniqueItems", "the items that are possible could not be told apart in number");

/** Looks for an array without equal items. */
export function distinctItems(solver: Solver, demands: Demands): Result {
  const { store } = solver;
  const { result, profiles } = arrange(solver, demands);
  if (result.is !== "found") return result;
  if (profiles.length > maxDistinct) return tooFew(solver, demands, profiles.length) ? none : stuck;
  const choices = profiles.map((profile) => solver.list(profile.demand, profiles.length).values);
  const chosen = match(choices);
  if (chosen !== undefined) return found(chosen);

  // No array is shorter than this one, so the first positions already need as many different items.
  if (tooFew(solver, demands, profiles.length)) return none;
  for (const wish of demands.wishes) {
    const kinds = demands.stretches
      .filter(({ from, to }) => wish.from <= from && to <= wish.to && from < demands.most)
      .map(({ base }) => store.and(base, wish.value));
    const all = solver.list(store.or(...kinds), wish.least);
    if (all.complete && all.values.length < wish.least) return none;
  }
  return stuck;
}

/** Whether the first positions cannot all be different, whatever else is asked of them. */
function tooFew(solver: Solver, { stretches }: Demands, length: number): boolean {
  const count = Math.min(length, maxDistinct);
  const lists: (readonly Json[] | undefined)[] = [];
  for (const { from, to, base } of stretches) {
    const { values, complete } = from < count ? solver.list(base, count) : { values: [], complete: true };
    for (let i = from; i < Math.min(to, count); i++) lists.push(complete ? values : undefined);
  }
  const finite = lists.filter((list) => list !== undefined);
  return match(finite) === undefined;
}

/** One value for each list, all different (augmenting paths), or undefined when that is impossible. */
function match(lists: readonly (readonly Json[])[]): Json[] | undefined {
  const owner = new Map<string, number>();
  const values = new Map<string, Json>();
  const place = (index: number, tried: Set<string>): boolean => {
    for (const value of lists[index] ?? []) {
      const key = canonical(value);
      if (tried.has(key)) continue;
      tried.add(key);
      values.set(key, value);
      const holder = owner.get(key);
      if (holder === undefined || place(holder, tried)) {
        owner.set(key, index);
        return true;
      }
    }
    return false;
  };
  for (let i = 0; i < lists.length; i++) if (!place(i, new Set())) return undefined;
  const chosen: Json[] = [];
  for (const [key, index] of owner) chosen[index] = values.get(key) as Json;
  return chosen;
}

/** Looks for an array with two equal items: one value at the first places of two stretches. */
export function equalItems(solver: Solver, demands: Demands): Result {
  const { store } = solver;
  const { stretches, most } = demands;
  let obstacle: Obstacle | undefined;
  for (const [i, first] of stretches.entries()) {
    for (const second of stretches.slice(i)) {
      const at = second === first ? first.from + 1 : second.from;
      if (at >= second.to || at >= most) continue;
      const shared = store.and(first.base, second.base);
      const twins = twinsOf(solver, shared, demands);
      if (twins.obstacle !== undefined) obstacle ??= twins.obstacle;
      for (const value of twins.values) {
        const result = withTwins(solver, demands, first.from, at, value);
        if (result.is === "found") return result;
        if (result.is === "open") obstacle ??= result.obstacle;
        else if (demands.limits.length + demands.wishes.length > 0 || demands.least > 0) obstacle ??= stuckObstacle;
      }
    }
  }
  return obstacle === undefined ? none : { is: "open", obstacle };
}

const stuckObstacle: Obstacle = { keyword: "uniqueItems", pointer: "", reason: "no pair of equal items was found" };

/** Some values that both places may have, those that serve a wish among them. */
function twinsOf(
  solver: Solver,
  shared: Lit,
  { wishes, limits }: Demands,
): { values: Json[]; obstacle: Obstacle | undefined } {
  const { store } = solver;
  const plain = solver.solve(shared);
  const values: Json[] = plain.is === "found" ? [plain.value] : [];
  for (const extra of [...wishes.map((wish) => wish.value), ...limits.map((limit) => limit.value ^ 1)]) {
    const result = solver.solve(store.and(shared, extra));
    if (result.is === "found") values.push(result.value);
  }
  return { values, obstacle: plain.is === "open" ? plain.obstacle : undefined };
}

/** The same demands with one value fixed at two positions. */
function withTwins(solver: Solver, demands: Demands, a: number, b: number, value: Json): Result {
  const fixed = solver.constant(value);
  const stretches: Stretch[] = demands.stretches.flatMap(({ from, to, base }) => {
    const cuts = [...new Set([from, a, a + 1, b, b + 1, to])]
      .filter((cut) => cut >= from && cut <= to)
      .sort((x, y) => x - y);
    return cuts.slice(0, -1).map((start, i) => {
      const stretch = { from: start, to: cuts[i + 1] as number };
      return { ...stretch, base: start === a || start === b ? solver.store.and(base, fixed) : base };
    });
  });
  return arrange(solver, { ...demands, stretches, least: Math.max(demands.least, b + 1) }).result;
}
