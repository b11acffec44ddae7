import { isObject, type Json, type JsonObject, objectOf, own } from "../json/json.ts";
import type { Dialect } from "../load/dialect.ts";
import type { Options } from "../options.ts";
import { isSubschema } from "../subschema.ts";
import type { Effect } from "./change.ts";

/** One place of both schemas, each written by itself: no references out of it, `$defs` of different names. */
export interface Pair {
  readonly older: JsonObject;
  readonly newer: JsonObject;
  readonly dialect: Dialect;
}

function definitionsOf({ older, newer }: Pair): JsonObject {
  const of = (schema: JsonObject): JsonObject => (isObject(schema.$defs) ? schema.$defs : {});
  return { ...of(older), ...of(newer) };
}

/**
 * The effects of changing the old place in one respect only. `change` gets the old keywords and returns what they
 * become; whatever else differs between the two versions stays out of the question.
 */
export function effectsOf(
  pair: Pair,
  options: Options,
  change: (older: JsonObject) => JsonObject,
): { readonly backward: Effect; readonly forward: Effect } {
  const { documents: _, firstDocuments: __, secondDocuments: ___, dialects: ____, ...rest } = options;
  // draft-04's own words were rewritten on the way here.
  const dialect: Dialect = pair.dialect === "draft-04" ? "draft-07" : pair.dialect;
  const definitions = definitionsOf(pair);
  const [before, after] = [pair.older, change(pair.older)].map((schema) => withDefinitions(schema, definitions)) as [
    JsonObject,
    JsonObject,
  ];
  const ask = (a: Json, b: Json, whose: string): Effect => {
    const verdict = isSubschema(a, b, { ...rest, dialect, reasons: false });
    if (verdict.answer === "yes") return { effect: "none", because: `every ${whose} value is still accepted` };
    if (verdict.answer === "unknown") return { effect: "unknown", because: `${verdict.keyword}: ${verdict.reason}` };
    const { instance, refusedBy } = verdict.witness;
    return {
      effect: "breaking",
      because: `${JSON.stringify(instance)} is refused by "${refusedBy.keyword}"`,
      example: instance,
    };
  };
  return { backward: ask(before, after, "old"), forward: ask(after, before, "new") };
}

/** The schema with those definitions that it leads to. */
function withDefinitions({ $defs: _, ...schema }: JsonObject, definitions: JsonObject): JsonObject {
  const needed = new Map<string, Json>();
  const waiting: Json[] = [schema];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const [, name = ""] of JSON.stringify(next).matchAll(/"#\/\$defs\/([on]\d+)"/g)) {
      const definition = own(definitions, name);
      if (definition === undefined || needed.has(name)) continue;
      needed.set(name, definition);
      waiting.push(definition);
    }
  }
  return needed.size === 0 ? schema : { ...schema, $defs: objectOf(needed) };
}

/** The old keywords with some of them as the new version has them. */
export function withKeywords(older: JsonObject, newer: JsonObject, keywords: readonly string[]): JsonObject {
  const kept = Object.entries(older).filter(([keyword]) => !keywords.includes(keyword));
  const taken = keywords.filter((keyword) => Object.hasOwn(newer, keyword));
  return objectOf([...kept, ...taken.map((keyword): [string, Json] => [keyword, newer[keyword] as Json])]);
}

/** A text without the prefixes that keep the definitions of the two versions apart. */
export function bare(text: string): string {
  return text.replaceAll(/"#\/\$defs\/[on](\d+)"/g, '"#/$defs/$1"').replaceAll(/"[on](\d+)":/g, '"$1":');
}
