import { canonical, isArray, type Json, own } from "../json/json.ts";
import { bare, effectsOf } from "./effect.ts";
import { type Meeting, placeOf, type Walk } from "./walk.ts";

const lists = ["allOf", "anyOf", "oneOf"] as const;

/**
 * Branches that came or went; those that only moved are the same. As many new ones as missing ones are taken for
 * changed ones and walked into, in their order. Returns the keywords that are dealt with.
 */
export function branchChanges(walk: Walk, { older, newer, at, pair }: Meeting): Set<string> {
  const done = new Set<string>();
  for (const keyword of lists) {
    const [before, after] = [own(pair.older, keyword), own(pair.newer, keyword)];
    if (!isArray(before) || !isArray(after)) continue;
    done.add(keyword);
    const gone = unmatched(before, after);
    const come = unmatched(after, before);
    if (gone.length === come.length) {
      for (const [k, i] of gone.entries()) {
        const j = come[k] as number;
        walk.step(walk.olds.child(older, keyword, i), walk.news.child(newer, keyword, j), at);
      }
      continue;
    }
    const noun = keyword === "allOf" ? "condition" : "branch";
    for (const i of gone) {
      walk.changes.push({
        kind: `${noun}-removed`,
        location: at,
        old: placeOf(older, keyword, i),
        new: undefined,
        sentence: `${keyword}/${i} was removed`,
        ...effectsOf(pair, walk.options(), (schema) => ({ ...schema, [keyword]: before.toSpliced(i, 1) })),
      });
    }
    for (const j of come) {
      walk.changes.push({
        kind: `${noun}-added`,
        location: at,
        old: undefined,
        new: placeOf(newer, keyword, j),
        sentence: `${keyword}/${j} was added`,
        ...effectsOf(pair, walk.options(), (schema) => ({ ...schema, [keyword]: [...before, after[j] as Json] })),
      });
    }
  }
  return done;
}

/** The positions of the first list whose schemas the second has not, each of its schemas matching once. */
function unmatched(list: readonly Json[], others: readonly Json[]): number[] {
  const left = others.map((one) => bare(canonical(one)));
  return list.flatMap((one, i) => {
    const found = left.indexOf(bare(canonical(one)));
    if (found < 0) return [i];
    left.splice(found, 1);
    return [];
  });
}
