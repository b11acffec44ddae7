import { holds } from "../ir/holds.ts";
import { FALSE, isNegative, type Lit, not, type Store, TRUE } from "../ir/store.ts";
import { appendPointer } from "../json/pointer.ts";
import { BudgetError } from "../solve/result.ts";
import type { Solver } from "../solve/solver.ts";
import type { Reason } from "../verdict.ts";
import { describe } from "./describe.ts";

const maxReasons = 200;
const maxDepth = 12;

/** The formulas that must all hold. */
function conjuncts(store: Store, lit: Lit): readonly Lit[] {
  const node = store.node(lit);
  if (node.is === "ref" && node.target !== undefined)
    return conjuncts(store, isNegative(lit) ? not(node.target) : node.target);
  if (node.is === "and" && !isNegative(lit)) return node.all;
  return lit === TRUE ? [] : [lit];
}

/**
 * Tells a proved inclusion apart by what the second schema demands, place by place. Each reason is checked by itself:
 * where a demand does not follow from what the first schema says at that place alone, the reason says so.
 */
export function reasonsFor(solver: Solver, a: Lit, b: Lit): Reason[] {
  const { store } = solver;
  const reasons: Reason[] = [];
  const give = (location: string, because: string): void => {
    reasons.push({ location, because });
  };

  function follow(first: Lit, second: Lit, location: string, depth: number): void {
    if (reasons.length >= maxReasons) return;
    const plain = settled(first, second, depth);
    if (plain !== undefined) {
      give(location, plain);
      return;
    }
    const own = conjuncts(store, first);
    let same = 0;
    for (const demand of conjuncts(store, second)) {
      if (own.includes(demand)) {
        same++;
        continue;
      }
      const inner = depth < maxDepth ? part(own, demand, location) : undefined;
      if (inner === undefined) give(location, `always ${describe(store, demand)}${source(own, demand)}`);
      else follow(inner.first, inner.second, inner.location, depth + 1);
    }
    if (same > 0) give(location, `${same} of its demands ${same === 1 ? "is one" : "are ones"} of the first schema`);
  }

  function settled(first: Lit, second: Lit, depth: number): string | undefined {
    if (first === second) return "both schemas say the same";
    if (second === TRUE) return "the second schema accepts anything";
    const empty = first === FALSE || (depth === 0 && solver.solve(first).is === "none");
    return empty ? "the first schema accepts nothing" : undefined;
  }

  /** The narrowest single demand of the first schema that this one follows from. */
  function source(own: readonly Lit[], demand: Lit): string {
    const one = own.find((lit) => solver.solve(lit, not(demand)).is === "none");
    return one === undefined ? "" : `, since ${describe(store, one)}`;
  }

  /** A demand about the value of one name or of some items, if it follows from what the first schema says about them. */
  function part(
    own: readonly Lit[],
    demand: Lit,
    location: string,
  ): { first: Lit; second: Lit; location: string } | undefined {
    const node = store.node(demand);
    if (isNegative(demand) || (node.is !== "properties" && node.is !== "items")) return undefined;
    const values = own.flatMap((lit): Lit[] => {
      const said = store.node(lit);
      if (isNegative(lit)) return [];
      if (node.is === "properties" && said.is === "properties")
        return covers(said.names, node.names) ? [said.value] : [];
      if (node.is === "items" && said.is === "items")
        return said.from <= node.from && said.to >= node.to ? [said.value] : [];
      return [];
    });
    const first = store.and(...values);
    if (solver.solve(first, not(node.value)).is !== "none") return undefined;
    return { first, second: node.value, location: appendPointer(location, token(demand)) };
  }

  function covers(wider: Lit, names: Lit): boolean {
    const node = store.node(names);
    if (node.is === "strings" && !isNegative(names)) {
      return [...node.values].every((name) => holds(store, solver.formats, wider, name) === true);
    }
    return wider === names || solver.solveName(names, not(wider)).is === "none";
  }

  function token(lit: Lit): string {
    const node = store.node(lit);
    if (node.is === "items") return node.to === node.from + 1 ? String(node.from) : "*";
    if (node.is !== "properties" || isNegative(node.names)) return "*";
    const names = store.node(node.names);
    return names.is === "strings" && names.values.size === 1 ? ([...names.values][0] as string) : "*";
  }

  try {
    follow(a, b, "", 0);
  } catch (error) {
    // The inclusion is proved already; only its telling ran out of steps.
    if (!(error instanceof BudgetError)) throw error;
    give("", "the search for a counterexample was exhausted");
  }
  return reasons;
}
