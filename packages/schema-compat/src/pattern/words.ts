import type { CharSet } from "refa";
import type { Language } from "./language.ts";
import { PatternError } from "./positions.ts";

const maxTable = 4_000_000;
/** Longer texts are not written down. */
const longestText = 1_000_000;

/** What a person likes to read in an example, best first. */
const readable = [..."abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_-. /:@,;+=#!?~"].map(
  (c) => c.codePointAt(0) as number,
);

/** The characters of a set, readable ones first. Half of a surrogate pair is never a good example, but it comes last. */
function* charactersOf(set: CharSet): Generator<number> {
  const given = new Set<number>();
  for (const c of readable) {
    if (!set.has(c)) continue;
    given.add(c);
    yield c;
  }
  for (const wanted of [false, true]) {
    for (const { min, max } of set.ranges) {
      for (let c = min; c <= max; c++) {
        const odd = c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0xd800 && c < 0xe000);
        if (odd === wanted && !given.has(c)) yield c;
      }
    }
  }
}

/** The character sets by their best character. */
function byReadability({ characters }: Language): { readonly index: number; readonly best: number }[] {
  const rank = (c: number): number => (readable.includes(c) ? readable.indexOf(c) : 1_000 + c);
  return characters
    .map((set, index) => ({ index, best: charactersOf(set).next().value ?? 0 }))
    .sort((a, b) => rank(a.best) - rank(b.best));
}

/**
 * Words of the language with a length from `least` to `most` code points, each once, short ones first. Ends only when
 * there are no more; throws PatternError when the lengths are beyond what can be tabulated.
 */
export function* words(language: Language, least: number, most: number): Generator<string> {
  const { next, accepts, characters } = language;
  const orders = byReadability(language);

  // finishing[r] holds the states from which a word of exactly r more characters ends well.
  const finishing: Uint8Array[] = [Uint8Array.from(accepts, Number)];
  const finish = (r: number): Uint8Array => {
    while (finishing.length <= r) {
      if (finishing.length * next.length > maxTable) throw new PatternError("its texts are too long");
      const last = finishing[finishing.length - 1] as Uint8Array;
      const before = finishing.at(-2);
      if (before !== undefined && last.every((bit, i) => bit === before[i])) return last;
      finishing.push(Uint8Array.from(next, (row) => Number(row.some((to) => to >= 0 && last[to] === 1))));
    }
    return finishing[r] as Uint8Array;
  };

  function* from(length: number): Generator<string> {
    type Step = { state: number; choices: Generator<[text: string, state: number]> };
    function* choices(state: number, left: number): Generator<[string, number]> {
      const table = finish(left - 1);
      for (const { index } of orders) {
        const to = next[state]?.[index] ?? -1;
        if (to < 0 || table[to] !== 1) continue;
        for (const c of charactersOf(characters[index] as CharSet)) yield [String.fromCodePoint(c), to];
      }
    }
    if (finish(length)[0] !== 1) return;
    if (length === 0) {
      yield "";
      return;
    }
    const path: string[] = [];
    const stack: Step[] = [{ state: 0, choices: choices(0, length) }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const step = top.choices.next();
      if (step.done) {
        stack.pop();
        path.pop();
        continue;
      }
      const [text, state] = step.value;
      if (stack.length === length) yield path.join("") + text;
      else {
        path.push(text);
        stack.push({ state, choices: choices(state, length - stack.length) });
      }
    }
  }

  if (next.length === 1 && accepts[0] && least > 32) {
    // Every text is a word: a long prefix of one letter, and an end that differs.
    if (least > longestText) throw new PatternError("its texts are too long");
    for (let length = least; length <= most; length++) for (const end of from(4)) yield "a".repeat(length - 4) + end;
    return;
  }

  // States that some prefix of each length leads to; when none is left, no longer word exists.
  let reached = new Set<number>([0]);
  for (let length = 0; length <= most && reached.size > 0; length++) {
    if (length >= least) yield* from(length);
    const further = new Set<number>();
    for (const state of reached) for (const to of next[state] ?? []) if (to >= 0) further.add(to);
    // Once a step changes nothing, the steps up to the first length of interest change nothing either.
    if (length < least && further.size === reached.size && [...further].every((state) => reached.has(state)))
      length = Math.max(length, least - 1);
    reached = further;
  }
}

/** A shortest word, or undefined when there is none; found without looking at any length but its own. */
export function shortestWord(language: Language): string | undefined {
  const { next, accepts } = language;
  const orders = byReadability(language);
  const came: ({ from: number; letter: string } | undefined)[] = [];
  const seen = new Set([0]);
  for (const state of seen) {
    if (accepts[state] === true) {
      let word = "";
      for (let at = came[state]; at !== undefined; at = came[at.from]) word = at.letter + word;
      return word;
    }
    for (const { index, best } of orders) {
      const to = next[state]?.[index] ?? -1;
      if (to < 0 || seen.has(to)) continue;
      seen.add(to);
      came[to] = { from: state, letter: String.fromCodePoint(best) };
    }
  }
  return undefined;
}
