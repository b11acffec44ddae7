import { CharBase, CharSet } from "refa";
import { type Decision, Decisions, no, yes } from "./decision.ts";
import { addPattern, lastCharacter, PatternError, type Position } from "./positions.ts";

/** A deterministic automaton: what a set of expressions, each demanded or forbidden, accepts together. State 0 is the start. */
export interface Language {
  /** Disjoint sets of characters that no state tells apart. */
  readonly characters: readonly CharSet[];
  /** By state and character set, the next state, or -1 when nothing can be accepted any more. */
  readonly next: readonly (readonly number[])[];
  readonly accepts: readonly boolean[];
}

const maxStates = 12_000;
const maxDiagram = 1_000_000;
const cache = new Map<string, Language | PatternError>();

/** A part of an automaton that was too large: what it accepts is accepted, what it does not accept may be. */
export class LargeLanguageError extends PatternError {
  readonly part: Language;

  constructor(part: Language) {
    super("its automaton is too large");
    this.part = part;
  }
}

/**
 * Texts that match every pattern of `wanted` and none of `refused`. Throws PatternError when that cannot be built, and
 * LargeLanguageError when a part of it could.
 */
export function languageOf(wanted: readonly string[], refused: readonly string[]): Language {
  const key = JSON.stringify([wanted, refused]);
  let language = cache.get(key);
  if (language === undefined) {
    if (cache.size > 2_000) cache.clear();
    try {
      language = construct(wanted, refused);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      language = error;
    }
    cache.set(key, language);
  }
  if (language instanceof PatternError) throw language;
  return language;
}

function construct(wanted: readonly string[], refused: readonly string[]): Language {
  const positions: Position[] = [];
  const starts = [...wanted, ...refused].map((pattern) => addPattern(positions, pattern));
  const sets = positions.flatMap((one) => (one.is === "char" || one.is === "behind" ? [one.set] : []));
  // Without any expression there is one set: all characters.
  const base = new CharBase([...sets, CharSet.all(lastCharacter)]);
  const all = base.sets;
  const parts = new Map<CharSet, ReadonlySet<number>>(sets.map((set) => [set, new Set(base.split(set))]));
  const looksBehind = positions.some((one) => one.is === "behind");
  const decisions = new Decisions();
  const closures = new Map<string, Decision>();

  /** What is demanded of the rest of the text at a place, the last character having been of set `before` (-1: none). */
  function closure(place: number, before: number, open: Set<number>): Decision {
    const position = positions[place] as Position;
    if (position.is === "end") return yes;
    if (position.is === "char") return decisions.variable(place);
    const key = looksBehind ? `${place},${before}` : `${place}`;
    const known = closures.get(key);
    if (known !== undefined) return known;
    // Round a loop without a character nothing new is accepted.
    if (open.has(place)) return no;
    open.add(place);
    const result = expand(position, before, open);
    open.delete(place);
    if (open.size === 0) closures.set(key, result);
    return result;
  }

  function expand(position: Position, before: number, open: Set<number>): Decision {
    switch (position.is) {
      case "split":
        return position.to.reduce<Decision>((sum, to) => decisions.or(sum, closure(to, before, open)), no);
      case "ahead": {
        const inner = closure(position.inner, before, open);
        return decisions.and(position.negate ? decisions.not(inner) : inner, closure(position.next, before, open));
      }
      case "behind": {
        const fits = before >= 0 && (parts.get(position.set)?.has(before) ?? false);
        return fits === position.negate ? no : closure(position.next, before, open);
      }
      default:
        return no;
    }
  }

  const replacers = all.map((_, character) => (place: number): Decision => {
    const position = positions[place];
    if (position?.is !== "char" || !parts.get(position.set)?.has(character)) return no;
    return closure(position.next, character, new Set());
  });
  const memos = all.map(() => new Map<Decision, Decision>());

  const initial = starts.reduce<Decision>((sum, start, i) => {
    const found = closure(start, -1, new Set());
    return decisions.and(sum, i < wanted.length ? found : decisions.not(found));
  }, yes);

  const states = [initial];
  const indexOf = new Map<Decision, number>([[initial, 0]]);
  const next: number[][] = [];
  for (let i = 0; i < states.length; i++) {
    const row: number[] = [];
    for (let c = 0; c < all.length; c++) {
      const to = decisions.compose(
        states[i] as Decision,
        replacers[c] as (place: number) => Decision,
        memos[c] as Map<Decision, Decision>,
      );
      if (to === no) row.push(-1);
      else {
        let index = indexOf.get(to);
        if (index === undefined) {
          index = states.push(to) - 1;
          indexOf.set(to, index);
        }
        row.push(index);
      }
    }
    next.push(row);
    if (states.length > maxStates || decisions.size > maxDiagram) {
      while (next.length < states.length) next.push(all.map(() => -1));
      const accepts = states.map((state) => decisions.whenAllFalse(state));
      throw new LargeLanguageError(trim({ characters: all, next, accepts }));
    }
  }
  return trim({ characters: all, next, accepts: states.map((state) => decisions.whenAllFalse(state)) });
}

/** Cuts the edges to states from which nothing is accepted. */
function trim(language: Language): Language {
  const { next, accepts } = language;
  const before: number[][] = next.map(() => []);
  next.forEach((row, from) => {
    for (const to of row) if (to >= 0) before[to]?.push(from);
  });
  const live = new Set<number>(accepts.flatMap((accepted, state) => (accepted ? [state] : [])));
  const queue = [...live];
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const from of before[state] ?? []) {
      if (live.has(from)) continue;
      live.add(from);
      queue.push(from);
    }
  }
  return { ...language, next: next.map((row, from) => row.map((to) => (live.has(from) && live.has(to) ? to : -1))) };
}
