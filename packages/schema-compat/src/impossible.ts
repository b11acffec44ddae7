import { build } from "./build/build.ts";
import { type Lit, Store } from "./ir/store.ts";
import type { Json } from "./json/json.ts";
import { appendPointer } from "./json/pointer.ts";
import { load } from "./load/library.ts";
import { type Location, SchemaError } from "./load/location.ts";
import { formatsOf, type Options } from "./options.ts";
import { BudgetError } from "./solve/result.ts";
import { Solver } from "./solve/solver.ts";

/** A place in a schema that no instance can satisfy. */
export interface Impossible {
  /** JSON Pointer of the schema. */
  readonly pointer: string;
  /** Nothing matches the schema itself, or nothing that matches it also satisfies the schema around it. */
  readonly why: "by itself" | "by what is around it";
}

/** Where a value decides for one of several schemas, one that can never be taken is a mistake. */
const UNIONS = ["anyOf", "oneOf"];

/**
 * The places in a schema that accept nothing, inner ones first; boolean schemas, which say so themselves, are not among
 * them. Each is proved. Places in other documents are left out, and so is what cannot be decided within the budget.
 */
export function impossiblePlaces(schema: Json, options: Options = {}): readonly Impossible[] {
  const formats = formatsOf(options);
  const store = new Store();
  const met = new Map<string, { readonly location: Location; readonly lit: Lit }>();
  try {
    build(store, load(schema, options), formats, "a", (location, lit) => {
      if (location.document === "") met.set(location.pointer, { location, lit });
    });
  } catch (error) {
    if (error instanceof SchemaError || error instanceof RangeError) return [];
    throw error;
  }
  const solver = new Solver(store, formats, {
    steps: options.budget?.steps ?? 200_000,
    milliseconds: options.budget?.milliseconds ?? 2_000,
  });
  const isEmpty = (lit: Lit): boolean => solver.solve(lit).is === "none";

  const found: Impossible[] = [];
  try {
    for (const [pointer, { location, lit }] of met) {
      if (isEmpty(lit)) found.push({ pointer, why: "by itself" });
      else
        found.push(
          ...branchesOf(location)
            .filter((branch) => isDead(branch, lit))
            .map(around),
        );
    }
  } catch (error) {
    if (!(error instanceof BudgetError)) throw error;
  }
  return found;

  function isDead(branch: string, lit: Lit): boolean {
    const inner = met.get(branch)?.lit;
    return inner !== undefined && !isEmpty(inner) && isEmpty(store.and(lit, inner));
  }
}

const around = (pointer: string): Impossible => ({ pointer, why: "by what is around it" });

function branchesOf({ schema, pointer }: Location): string[] {
  return UNIONS.flatMap((keyword) => {
    const branches = (schema as { readonly [name: string]: Json })[keyword];
    return Array.isArray(branches) ? branches.map((_, i) => appendPointer(pointer, keyword, i)) : [];
  });
}
