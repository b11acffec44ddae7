import { canonical, isArray, isObject, type Json, own } from "../json/json.ts";
import { bare, effectsOf, type Pair, withKeywords } from "./effect.ts";
import { type Meeting, placeOf, type Walk, written } from "./walk.ts";
import { wordingOf } from "./words.ts";

/** These are gone through name by name elsewhere. */
const elsewhere = new Set(["properties", "required", "$defs", "definitions"]);

/** What is one thing in several keywords. */
const groups: readonly (readonly string[])[] = [
  ["if", "then", "else"],
  ["contains", "minContains", "maxContains"],
];

/** The keywords of this very place that differ, each by itself. */
export function assertionChanges(walk: Walk, { older, newer, at, pair }: Meeting, done: ReadonlySet<string>): void {
  const reported = new Set<string>();
  for (const keyword of new Set([...Object.keys(pair.older), ...Object.keys(pair.newer)])) {
    if (done.has(keyword) || elsewhere.has(keyword) || isWalked(keyword, pair)) continue;
    const [before, after] = [own(pair.older, keyword), own(pair.newer, keyword)];
    const group = groups.find((one) => one.includes(keyword)) ?? [keyword];
    if (sameMeaning(before, after, pair) || reported.has(group[0] as string)) continue;
    reported.add(group[0] as string);
    walk.changes.push({
      ...wordingOf(keyword, written(older, keyword) ?? before, written(newer, keyword) ?? after),
      location: at,
      old: before === undefined ? undefined : placeOf(older, keyword),
      new: after === undefined ? undefined : placeOf(newer, keyword),
      ...effectsOf(pair, walk.options(), (schema) => withKeywords(schema, pair.newer, group)),
    });
  }
}

/** Whether both sides have a form of the keyword whose subschemas can be gone through side by side. */
export function isWalked(keyword: string, { older, newer }: Pair): boolean {
  const [before, after] = [own(older, keyword), own(newer, keyword)];
  switch (keyword) {
    case "additionalProperties":
      return isObject(before) && isObject(after);
    case "items":
      return (isObject(before) && isObject(after)) || sameLength(before, after);
    case "prefixItems":
      return sameLength(before, after);
    case "patternProperties":
      return (
        isObject(before) &&
        isObject(after) &&
        Object.keys(before).sort().join("\n") === Object.keys(after).sort().join("\n")
      );
    default:
      return false;
  }
}

function sameLength(before: Json | undefined, after: Json | undefined): boolean {
  return isArray(before) && isArray(after) && before.length === after.length;
}

/** References were renamed when the places were written by themselves; they are told apart by what they lead to. */
function sameMeaning(before: Json | undefined, after: Json | undefined, { older, newer }: Pair): boolean {
  if (before === undefined || after === undefined) return before === after;
  if (bare(canonical(before)) !== bare(canonical(after))) return false;
  const refers = canonical(before).includes('"#/$defs/');
  return !refers || bare(canonical(older.$defs ?? {})) === bare(canonical(newer.$defs ?? {}));
}
