import { holds } from "../ir/holds.ts";
import { namesIn } from "../ir/names.ts";
import { kinds, type Lit, not, type Store, TRUE } from "../ir/store.ts";
import { BudgetError, type Obstacle } from "./result.ts";
import type { Solver } from "./solver.ts";

/** Names that every formula in question treats alike. */
export interface Cell {
  /** One name, or undefined when the cell is a language. */
  readonly name: string | undefined;
  /** The formula of a language's names. */
  readonly names: Lit;
  /** Whether a formula of names accepts this cell. */
  has(formula: Lit): boolean;
}

export interface Cells {
  readonly cells: readonly Cell[];
  /** A cell whose emptiness or whose place is not settled. It is listed as if it had names. */
  obstacle(): Obstacle | undefined;
}

const maxCells = 256;

/**
 * Cuts all possible names by the formulas: every name that one of them mentions is a cell of its own, and the others
 * fall into the combinations of formulas that some name fulfils.
 */
export function cellsOf(solver: Solver, formulas: readonly Lit[]): Cells {
  const { store, formats } = solver;
  const distinct = [...new Set(formulas)];
  const mentioned = new Set<string>();
  const seen = new Set<number>();
  for (const lit of distinct) namesIn(store, lit, mentioned, seen);
  let obstacle: Obstacle | undefined;

  function single(name: string): Cell {
    const known = new Map<Lit, boolean>();
    return {
      name,
      names: TRUE,
      has(formula) {
        let inside = known.get(formula);
        if (inside === undefined) {
          const holding = holds(store, formats, formula, name);
          if (holding === undefined) {
            obstacle ??= { keyword: "propertyNames", pointer: "", reason: `it is not settled for the name "${name}"` };
          }
          inside = holding === true;
          known.set(formula, inside);
        }
        return inside;
      },
    };
  }

  const stranger = nameOutside(mentioned);
  const others = store.and(store.kind(kinds.string), mentioned.size === 0 ? TRUE : not(store.strings(mentioned)));
  let rest: { names: Lit; inside: Lit[] }[] = [{ names: others, inside: [] }];
  for (const lit of distinct) {
    if (listsOnly(store, lit)) {
      // All names that nobody mentions are alike to a formula that only lists names.
      if (holds(store, formats, lit, stranger) === true) for (const cell of rest) cell.inside.push(lit);
      continue;
    }
    const split: typeof rest = [];
    for (const cell of rest) {
      const [into, out] = [store.and(cell.names, lit), store.and(cell.names, not(lit))];
      const [first, second] = [solver.solveName(into), solver.solveName(out)];
      for (const side of [first, second]) if (side.is === "open") obstacle ??= side.obstacle;
      if (first.is !== "none") {
        split.push({ names: second.is === "none" ? cell.names : into, inside: [...cell.inside, lit] });
      }
      if (second.is !== "none") split.push({ names: first.is === "none" ? cell.names : out, inside: [...cell.inside] });
    }
    rest = split;
    if (rest.length > maxCells) throw new BudgetError("too many combinations of property names");
  }
  const languages = rest.map(({ names, inside }): Cell => {
    const accepted = new Set(inside);
    return { name: undefined, names, has: (formula) => accepted.has(formula) };
  });
  return { cells: [...[...mentioned].map(single), ...languages], obstacle: () => obstacle };
}

function nameOutside(names: ReadonlySet<string>): string {
  let name = "a";
  while (names.has(name)) name += "a";
  return name;
}

function listsOnly(store: Store, lit: Lit): boolean {
  const node = store.node(lit);
  if (node.is === "and") return node.all.every((part) => listsOnly(store, part));
  return node.is === "strings" || node.is === "true" || node.is === "kind";
}
