import { build } from "./build/build.ts";
import type { FormatTable } from "./format/format.ts";
import { type Lit, Store } from "./ir/store.ts";
import type { Library } from "./load/library.ts";
import type { Result } from "./solve/result.ts";
import { type Budget, Solver } from "./solve/solver.ts";

/** Formulas, and what was found out about them: schemas that share one are translated once, and so are equal parts. */
export interface Workspace {
  readonly formats: FormatTable;
  readonly store: Store;
  formulaOf(library: Library): Lit;
  solver(budget: Budget): Solver;
}

export function workspaceFor(formats: FormatTable): Workspace {
  const store = new Store();
  const results = new Map<Lit, Result>();
  const formulas = new Map<Library, Lit>();
  return {
    formats,
    store,
    formulaOf(library) {
      let formula = formulas.get(library);
      if (formula === undefined) {
        formula = build(store, library, formats, `${formulas.size} `);
        formulas.set(library, formula);
      }
      return formula;
    },
    solver: (budget) => new Solver(store, formats, budget, results),
  };
}
