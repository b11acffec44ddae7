import { holds } from "../ir/holds.ts";
import { isNegative, type Kind, kinds, type Lit, type Node, not } from "../ir/store.ts";
import type { Json } from "../json/json.ts";
import { solveArrays } from "./arrays.ts";
import { solveNumbers } from "./numbers.ts";
import { solveObjects } from "./objects.ts";
import { found, none, type Obstacle, open, type Result } from "./result.ts";
import type { Solver } from "./solver.ts";
import { solveStrings } from "./strings.ts";

/** What is settled so far about one instance of one kind. */
interface State {
  /** By node, whether it is assumed to hold. */
  readonly assumed: Map<number, boolean>;
  /** Literals that were tried in this place and lead nowhere. */
  readonly refuted: Set<Lit>;
  atoms: Lit[];
  clauses: Lit[][];
}

/** Looks for an instance of one kind: assumes what must hold, and splits a case only when a first attempt needs it. */
export function searchKind(solver: Solver, goal: Lit, kind: Kind): Result {
  const { store, formats } = solver;

  /** True, false, or undefined when it is open, of any instance of this kind. */
  function constant(node: Node): boolean | undefined {
    if (node.is === "true") return true;
    if (node.is === "kind") return (node.mask & kind) !== 0;
    if (node.is === "and" || node.is === "ref") return undefined;
    return (store.mask(node) & kind) === 0 ? true : undefined;
  }

  function value(state: State, lit: Lit, depth = 0): boolean | undefined {
    // Only as a case of its own: what refuted literals imply elsewhere is not enforced.
    if (depth === 0 && state.refuted.has(lit)) return false;
    const node = store.node(lit);
    const positive = constant(node) ?? state.assumed.get(lit >> 1);
    if (positive !== undefined) return positive !== isNegative(lit);
    if (node.is !== "and" || depth > 2) return undefined;
    let all: boolean | undefined = true;
    for (const part of node.all) {
      const one = value(state, part, depth + 1);
      if (one === false) return isNegative(lit);
      if (one === undefined) all = undefined;
    }
    return all === undefined ? undefined : !isNegative(lit);
  }

  /** False when the literal contradicts what is assumed. */
  function assume(state: State, first: Lit): boolean {
    const queue = [first];
    for (let lit = queue.pop(); lit !== undefined; lit = queue.pop()) {
      const known = state.assumed.get(lit >> 1);
      if (known !== undefined) {
        if (known === isNegative(lit)) return false;
        continue;
      }
      const node = store.node(lit);
      const fixed = constant(node);
      if (fixed !== undefined) {
        if (fixed === isNegative(lit)) return false;
        continue;
      }
      state.assumed.set(lit >> 1, !isNegative(lit));
      if (node.is === "and") {
        if (isNegative(lit)) state.clauses.push(node.all.map(not));
        else queue.push(...node.all);
      } else if (node.is === "ref") {
        if (node.target === undefined)
          throw new Error(`got a reference without a target, want ${node.key} to be built`);
        queue.push(isNegative(lit) ? not(node.target) : node.target);
      } else state.atoms.push(lit);
    }
    return true;
  }

  /** Drops the cases that are decided, and assumes those that are forced. False on a contradiction. */
  function propagate(state: State): boolean {
    for (let again = true; again; ) {
      again = false;
      const waiting = state.clauses;
      state.clauses = [];
      for (const clause of waiting) {
        const left: Lit[] = [];
        let satisfied = false;
        for (const lit of clause) {
          const known = value(state, lit);
          if (known === true) satisfied = true;
          else if (known === undefined) left.push(lit);
        }
        if (satisfied) continue;
        if (left.length === 0) return false;
        if (left.length > 1) state.clauses.push(left);
        else {
          again = true;
          if (!assume(state, left[0] as Lit)) return false;
        }
      }
    }
    return true;
  }

  function domain(atoms: readonly Lit[]): Result {
    const opaque = atoms.find((lit) => store.node(lit).is === "opaque");
    const clear = opaque === undefined ? atoms : atoms.filter((lit) => store.node(lit).is !== "opaque");
    const result = byKind(clear);
    if (opaque === undefined || result.is !== "found") return result;
    const node = store.node(opaque);
    if (node.is !== "opaque") return result;
    solver.candidate(result.value);
    return open(node.keyword, node.reason, node.pointer);
  }

  function byKind(atoms: readonly Lit[]): Result {
    switch (kind) {
      case kinds.null:
        return found(null);
      case kinds.true:
        return found(true);
      case kinds.false:
        return found(false);
      case kinds.number:
        return solveNumbers(store, atoms);
      case kinds.string:
        return solveStrings(store, formats, atoms);
      case kinds.array:
        return solveArrays(solver, atoms);
      case kinds.object:
        return solveObjects(solver, atoms);
    }
  }

  /** The smallest open case that the value does not fulfil already. */
  function unfulfilled(state: State, attempt: Json | undefined): Lit[] | undefined {
    let best: Lit[] | undefined;
    for (const clause of state.clauses) {
      if (best !== undefined && clause.length >= best.length) continue;
      if (attempt !== undefined && clause.some((lit) => holds(store, formats, lit, attempt) === true)) continue;
      best = clause;
    }
    return best;
  }

  function explore(state: State): Result {
    solver.step();
    if (!propagate(state)) return none;
    const attempt = domain(state.atoms);
    if (attempt.is === "none") return none;
    const clause = unfulfilled(state, attempt.is === "found" ? attempt.value : undefined);
    if (clause === undefined) return attempt;
    let obstacle: Obstacle | undefined;
    for (const lit of clause) {
      const next: State = {
        assumed: new Map(state.assumed),
        refuted: new Set(state.refuted),
        atoms: [...state.atoms],
        clauses: [...state.clauses],
      };
      if (!assume(next, lit)) continue;
      const result = explore(next);
      if (result.is === "found") return result;
      if (result.is === "none") state.refuted.add(lit);
      else obstacle ??= result.obstacle;
    }
    return obstacle === undefined ? none : { is: "open", obstacle };
  }

  const start: State = { assumed: new Map(), refuted: new Set(), atoms: [], clauses: [] };
  return assume(start, goal) ? explore(start) : none;
}
