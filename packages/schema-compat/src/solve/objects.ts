import { holds } from "../ir/holds.ts";
import { isNegative, type Lit, not } from "../ir/store.ts";
import { type Json, objectOf } from "../json/json.ts";
import { type Cell, cellsOf } from "./cells.ts";
import { found, type Listing, none, type Obstacle, type Result } from "./result.ts";
import type { Solver } from "./solver.ts";

interface Rule {
  readonly names: Lit;
  readonly value: Lit;
}

/** A property of the instance being put together. `demand` is the conjunction of what its value must fulfil. */
interface Entry {
  readonly cell: Cell;
  readonly demand: Lit;
}

/** From here on names are not looked for one by one. */
const manyNames = 16;

/** Up to so many names of the form `a`, `b`, …, `aa`, … that the cell has. */
function readableNames({ store, formats }: Solver, cell: Cell, count: number): string[] {
  const names: string[] = [];
  for (let i = 0; names.length < count && i < 2 * count + 100; i++) {
    let name = "";
    for (let rest = i; rest >= 0; rest = Math.floor(rest / 26) - 1) name = String.fromCharCode(97 + (rest % 26)) + name;
    if (holds(store, formats, cell.names, name) === true) names.push(name);
  }
  return names;
}

/** Whether the one name that a rule lists can have no value for it: seen without telling all names apart. */
function isHopeless(solver: Solver, every: readonly Rule[], { names, value }: Rule): boolean {
  const { store, formats } = solver;
  solver.watch();
  const node = store.node(names);
  if (node.is !== "strings" || isNegative(names) || node.values.size !== 1) return false;
  const [name] = node.values as ReadonlySet<Json>;
  const near = every.filter((rule) => holds(store, formats, rule.names, name as Json) === true);
  return solver.solve(...near.map((rule) => rule.value), value).is === "none";
}

/** Looks for an object: which names it must have, what their values must be, and how many there may be. */
export function solveObjects(solver: Solver, atoms: readonly Lit[]): Result {
  const { store } = solver;
  const every: Rule[] = [];
  const some: Rule[] = [];
  let least = 0;
  let most = Number.POSITIVE_INFINITY;
  for (const lit of atoms) {
    const node = store.node(lit);
    if (node.is === "properties") {
      if (isNegative(lit)) some.push({ names: node.names, value: not(node.value) });
      else every.push({ names: node.names, value: node.value });
    } else if (node.is === "moreProperties") {
      if (isNegative(lit)) most = Math.min(most, node.than);
      else least = Math.max(least, node.than + 1);
    }
  }
  if (least > most) return none;
  if (some.length === 0 && least === 0) return found({});
  if (some.some((rule) => isHopeless(solver, every, rule))) return none;

  const { cells, obstacle: unsettled } = cellsOf(
    solver,
    [...every, ...some].map((rule) => rule.names),
  );
  let obstacle: Obstacle | undefined;
  const stop = (): Result => {
    const first = obstacle ?? unsettled();
    return first === undefined ? none : { is: "open", obstacle: first };
  };
  const bases = new Map<Cell, Lit>();
  const base = (cell: Cell): Lit => {
    let lit = bases.get(cell);
    if (lit === undefined) {
      solver.watch();
      lit = store.and(...every.filter((rule) => cell.has(rule.names)).map((rule) => rule.value));
      bases.set(cell, lit);
    }
    return lit;
  };
  const possible = (demand: Lit): boolean => {
    const result = solver.solve(demand);
    if (result.is === "open") obstacle ??= result.obstacle;
    return result.is === "found";
  };

  // Each thing that some property must show, the ones with the fewest places first.
  const wishes = some
    .map((rule) => {
      solver.watch();
      return { rule, places: cells.filter((cell) => cell.has(rule.names)) };
    })
    .sort((a, b) => a.places.length - b.places.length);
  for (const wish of wishes) {
    const fitting: Cell[] = [];
    for (const cell of wish.places) {
      solver.step();
      if (possible(store.and(base(cell), wish.rule.value))) fitting.push(cell);
    }
    wish.places = fitting;
    if (fitting.length === 0) return stop();
  }

  /** Every way to show the wishes from `index` on: on a property that is there already, or on a new one. */
  function* arrangements(index: number, entries: readonly Entry[]): Generator<readonly Entry[]> {
    const wish = wishes[index];
    if (wish === undefined) {
      yield entries;
      return;
    }
    solver.step();
    const roomy = (cell: Cell): boolean => cell.name === undefined || !entries.some((entry) => entry.cell === cell);
    const fresh = function* (): Generator<readonly Entry[]> {
      if (entries.length >= most) return;
      for (const cell of wish.places) {
        if (roomy(cell))
          yield* arrangements(index + 1, [...entries, { cell, demand: store.and(base(cell), wish.rule.value) }]);
      }
    };
    const shared = function* (): Generator<readonly Entry[]> {
      for (const [i, entry] of entries.entries()) {
        if (!entry.cell.has(wish.rule.names)) continue;
        const demand = store.and(entry.demand, wish.rule.value);
        if (demand === entry.demand || possible(demand)) {
          yield* arrangements(index + 1, entries.with(i, { cell: entry.cell, demand }));
        }
      }
    };
    // With a ceiling on the number of properties, sharing comes first.
    yield* most < wishes.length ? shared() : fresh();
    yield* most < wishes.length ? fresh() : shared();
  }

  for (const entries of arrangements(0, [])) {
    const value = assemble(entries);
    if (value !== undefined) return found(value);
  }
  return stop();

  /** Names the entries, and adds properties up to the least number. */
  function assemble(entries: readonly Entry[]): Json | undefined {
    const result = new Map<string, Json>();
    const put = (cell: Cell, count: number, demand: Lit): number => {
      const value = solver.solve(demand);
      if (value.is !== "found") {
        if (value.is === "open") obstacle ??= value.obstacle;
        return 0;
      }
      const wanted = count + [...result.keys()].length;
      const names = cell.name === undefined ? namesOf(cell, wanted) : { values: [cell.name], complete: true };
      let added = 0;
      for (const name of names.values) {
        if (added === count || result.has(name as string)) continue;
        result.set(name as string, value.value);
        added++;
      }
      if (added < count && !names.complete)
        obstacle ??= { keyword: "propertyNames", pointer: "", reason: "too few names were found" };
      return added;
    };
    for (const entry of entries) if (put(entry.cell, 1, entry.demand) === 0) return undefined;
    for (const cell of cells) {
      if (result.size >= least) break;
      put(cell, least - result.size, base(cell));
    }
    return result.size < least ? undefined : objectOf(result);
  }

  /** Names of a language; the empty one is a poor example, and comes in when there are too few others. */
  function namesOf(cell: Cell, count: number): Listing {
    const quick = count > manyNames ? readableNames(solver, cell, count) : [];
    if (quick.length === count) return { values: quick, complete: false };
    const others = solver.list(store.and(cell.names, store.longer(0)), count);
    return others.values.length < count ? solver.list(cell.names, count) : others;
  }
}
