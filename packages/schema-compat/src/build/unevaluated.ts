import { holds } from "../ir/holds.ts";
import { namesIn } from "../ir/names.ts";
import { FALSE, kinds, type Lit, not, TRUE } from "../ir/store.ts";
import { own } from "../json/json.ts";
import { knows } from "../load/dialect.ts";
import { Solver } from "../solve/solver.ts";
import type { Building } from "./context.ts";
import { type Enter, type Looked, lookedAt } from "./evaluated.ts";

/** More conditions on items than this, or more cells of names, would be spelt out in too many cases. */
const maxConditions = 6;
const maxCells = 128;

export function buildUnevaluated(building: Building, enter: Enter): Lit[] {
  const { schema, location } = building;
  const { dialect } = location.resource;
  const wanted = (keyword: string): boolean => own(schema, keyword) !== undefined && knows(dialect, keyword);
  if (!wanted("unevaluatedProperties") && !wanted("unevaluatedItems")) return [];
  const looked = lookedAt(building, enter, false, [location.key]);
  return [
    ...(wanted("unevaluatedProperties") ? unevaluatedNames(building, looked) : []),
    ...(wanted("unevaluatedItems") ? unevaluatedItems(building, looked) : []),
  ];
}

/** One entry for each condition, so that a name's fate depends on which conditions list it. */
function byCondition(building: Building, looked: readonly Looked[]): Map<Lit, Lit> {
  const groups = new Map<Lit, Lit>();
  for (const { when, names } of looked) {
    if (names === undefined || when === FALSE) continue;
    groups.set(when, building.store.or(groups.get(when) ?? FALSE, names));
  }
  return groups;
}

/**
 * Cuts the names into cells by which conditions list them. A name of a cell is evaluated when one of these holds, so
 * the keyword says: for each cell, one of its conditions, or every name in it has a fitting value.
 */
function unevaluatedNames(building: Building, looked: readonly Looked[]): Lit[] {
  const { store, formats, location } = building;
  const value = building.child("unevaluatedProperties");
  const groups = byCondition(building, looked);
  const always = groups.get(TRUE) ?? FALSE;
  groups.delete(TRUE);
  const listed = new Set([...groups.values(), always].flatMap((names) => [...namesIn(store, names)]));
  const cells = new Map<Lit, string[]>();
  for (const name of listed) {
    if (holds(store, formats, always, name) === true) continue;
    const conditions = [...groups]
      .filter(([, names]) => holds(store, formats, names, name) === true)
      .map(([when]) => when);
    const key = store.or(...conditions);
    cells.set(key, [...(cells.get(key) ?? []), name]);
  }
  const lits = [...cells].map(([when, names]) => store.or(when, store.properties(store.strings(names), value)));

  // Names that nothing mentions are told apart by patterns alone.
  const names = new Solver(store, formats, { steps: 20_000, milliseconds: 500 });
  const others = store.and(store.kind(kinds.string), not(store.strings(listed)), not(always));
  let rest: [names: Lit, when: Lit][] = [[others, FALSE]];
  for (const [when, group] of groups) {
    rest = rest
      .flatMap(([cell, condition]): [Lit, Lit][] => [
        [store.and(cell, group), store.or(condition, when)],
        [store.and(cell, not(group)), condition],
      ])
      .filter(([cell]) => names.solveName(cell).is !== "none");
    if (rest.length > maxCells) {
      const reason = `depends on ${groups.size} conditions at once`;
      return [store.opaque(kinds.object, "unevaluatedProperties", location.pointer, reason)];
    }
  }
  return lits.concat(rest.map(([cell, when]) => store.or(when, store.properties(cell, value))));
}

function unevaluatedItems(building: Building, looked: readonly Looked[]): Lit[] {
  const { store, location } = building;
  const value = building.child("unevaluatedItems");
  const prefixes = looked.filter((one) => one.items !== undefined && one.when !== FALSE);
  const contained = looked.filter((one) => one.contained !== undefined && one.when !== FALSE);
  const always = contained.filter((one) => one.when === TRUE).map((one) => one.contained as Lit);
  const sometimes = contained.filter((one) => one.when !== TRUE);
  if (sometimes.length > maxConditions) {
    const reason = `depends on ${sometimes.length} conditions at once`;
    return [store.opaque(kinds.array, "unevaluatedItems", location.pointer, reason)];
  }
  const fitting = (from: number, to: number): Lit => {
    let cases: [when: Lit, item: Lit][] = [[TRUE, store.or(value, ...always)]];
    for (const one of sometimes) {
      cases = cases.flatMap(([when, item]): [Lit, Lit][] => [
        [when, item],
        [store.and(when, one.when), store.or(item, one.contained as Lit)],
      ]);
    }
    return store.or(...cases.map(([when, item]) => store.and(when, store.items(from, to, item))));
  };
  const cuts = [...new Set([0, ...prefixes.map((one) => one.items as number)])].sort((a, b) => a - b);
  return cuts.map((from, i) => {
    const to = cuts[i + 1] ?? Number.POSITIVE_INFINITY;
    const conditions = prefixes.filter((one) => (one.items as number) >= to && from < to).map((one) => one.when);
    return from === Number.POSITIVE_INFINITY ? TRUE : store.or(...conditions, fitting(from, to));
  });
}
