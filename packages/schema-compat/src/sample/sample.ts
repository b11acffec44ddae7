import { build } from "../build/build.ts";
import { accepts } from "../evaluate/evaluate.ts";
import { type Lit, not, Store } from "../ir/store.ts";
import { canonical, type Json } from "../json/json.ts";
import { load } from "../load/library.ts";
import { formatsOf, type Options } from "../options.ts";
import { BudgetError } from "../solve/result.ts";
import { Solver } from "../solve/solver.ts";
import { variations, violations } from "./variations.ts";

export interface SampleOptions extends Options {
  /** How many at most. Default 20. */
  readonly count?: number;
}

/**
 * Different instances of a schema, small and at its edges: each branch and each enumerated value once, bounds exactly
 * met, optional properties there and not there. The same schema always gives the same list; it is empty when the
 * schema has no instance, or when none was found within the budget. Throws SchemaError when the schema cannot be read.
 */
export function sample(schema: Json, options: SampleOptions = {}): Json[] {
  return collect(schema, options, true, function* (store, lit, solver) {
    for (const value of solver.list(lit, 2).values) yield value;
    for (const variation of variations(store, lit)) yield* solutions(solver, lit, variation);
    // Each instance ruled out makes the next dearer to find.
    for (const value of solver.list(lit, Math.min(options.count ?? 20, 8)).values) yield value;
  });
}

/** Instances that a schema refuses, each for one reason alone where that is possible, in the same order each time. */
export function sampleInvalid(schema: Json, options: SampleOptions = {}): Json[] {
  return collect(schema, options, false, function* (store, lit, solver) {
    for (const violation of violations(store, lit)) yield* solutions(solver, violation);
    yield* solutions(solver, not(lit));
  });
}

function* solutions(solver: Solver, ...goals: readonly Lit[]): Generator<Json> {
  const result = solver.solve(...goals);
  if (result.is === "found") yield result.value;
}

type Source = (store: Store, lit: Lit, solver: Solver) => Generator<Json>;

/** Takes different values from the source, those that the schema's evaluation puts on the wanted side. */
function collect(schema: Json, options: SampleOptions, wanted: boolean, source: Source): Json[] {
  const formats = formatsOf(options);
  const library = load(schema, options);
  const store = new Store();
  const lit = build(store, library, formats, "a");
  const budget = { steps: options.budget?.steps ?? 20_000, milliseconds: options.budget?.milliseconds ?? 2_000 };
  const found = new Map<string, Json>();
  try {
    for (const value of source(store, lit, new Solver(store, formats, budget))) {
      if (accepts(library, formats, value) === wanted) found.set(canonical(value), value);
      if (found.size >= (options.count ?? 20)) break;
    }
  } catch (error) {
    if (!(error instanceof BudgetError)) throw error;
  }
  return [...found.values()];
}
