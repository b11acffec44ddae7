import { standalone } from "../confirm/standalone.ts";
import { canonical, isArray, isObject, type Json, type JsonObject } from "../json/json.ts";
import { appendPointer } from "../json/pointer.ts";
import { knows } from "../load/dialect.ts";
import type { Library } from "../load/library.ts";
import type { Location } from "../load/location.ts";
import type { Options } from "../options.ts";
import { processorTime } from "../solve/processor-time.ts";
import { annotationChange } from "./annotations.ts";
import { assertionChanges, isWalked } from "./assertions.ts";
import { branchChanges } from "./branches.ts";
import type { Change } from "./change.ts";
import { propertyChanges } from "./properties.ts";
import { type Meeting, type Walk, written } from "./walk.ts";

/** Every difference between two schemas, outermost first; what means the same is not one. */
export function diff(olds: Library, news: Library, options: Options): Change[] {
  const changes: Change[] = [];
  const met = new Set<string>();
  const [oldTexts, newTexts] = [textsOf(olds), textsOf(news)];
  const walk: Walk = { olds, news, options: sharing(options), changes, step };

  function step(a: Location, b: Location, at: string): void {
    const [older, newer] = [followed(olds, a), followed(news, b)];
    const key = `${older.key} ${newer.key}`;
    if (met.has(key)) return;
    met.add(key);
    const annotations = annotationChange(older, newer, at);
    if (annotations !== undefined) changes.push(annotations);
    const same = oldTexts(older) === newTexts(newer);
    if (same && annotations === undefined && canonical(older.schema) === canonical(newer.schema)) return;
    const pair = {
      older: asObject(standalone(olds, older, "o")),
      newer: asObject(standalone(news, newer, "n")),
      dialect: older.resource.dialect,
    };
    const meeting: Meeting = { older, newer, at, pair };
    if (!same) {
      assertionChanges(walk, meeting, branchChanges(walk, meeting));
      propertyChanges(walk, meeting);
    }
    // Where the words are the same, descriptions further down may still differ.
    parts(walk, meeting);
  }

  step(olds.root, news.root, "");
  return changes;
}

/** All changes together may take a few times as long as one question, however many there are. */
function sharing(options: Options): () => Options {
  const most = options.budget?.milliseconds ?? 2_000;
  const until = processorTime() + SHARED * most;
  return () => {
    const milliseconds = Math.min(most, until - processorTime());
    return { ...options, budget: { ...options.budget, milliseconds } };
  };
}

const SHARED = 5;

/** What a place says, its references written out: equal texts are equal schemas. */
function textsOf(library: Library): (location: Location) => string {
  const texts = new Map<string, string>();
  return (location) => {
    let text = texts.get(location.key);
    if (text === undefined) {
      text = canonical(standalone(library, location));
      texts.set(location.key, text);
    }
    return text;
  };
}

/** Past references that say nothing else. */
function followed(library: Library, start: Location): Location {
  let at = start;
  for (let i = 0; i < 50; i++) {
    const { schema } = at;
    if (!isObject(schema) || typeof schema.$ref !== "string") return at;
    const { dialect } = at.resource;
    const silent = (keyword: string): boolean =>
      ["$ref", "$defs", "definitions"].includes(keyword) || !knows(dialect, keyword);
    if (!library.hides(at) && !Object.keys(schema).every(silent)) return at;
    at = library.resolve(schema.$ref, at);
  }
  return at;
}

function asObject(schema: Json): JsonObject {
  if (isObject(schema)) return schema;
  return schema === false ? { not: {} } : {};
}

/** Goes on at the subschemas for parts of the instance that both versions have. */
function parts(walk: Walk, { older, newer, at, pair }: Meeting): void {
  const go = (token: string, ...steps: (string | number)[]): void =>
    walk.step(walk.olds.child(older, ...steps), walk.news.child(newer, ...steps), appendPointer(at, token));
  for (const keyword of ["properties", "patternProperties", "additionalProperties", "prefixItems", "items"]) {
    const [before, after] = [written(older, keyword), written(newer, keyword)];
    if (before === undefined || after === undefined) continue;
    if (keyword !== "properties" && !isWalked(keyword, pair)) continue;
    if (isArray(before) && isArray(after)) {
      for (const i of before.keys()) go(String(i), keyword, i);
    } else if (keyword === "additionalProperties" || keyword === "items") go("*", keyword);
    else if (isObject(before) && isObject(after)) {
      for (const name of Object.keys(before)) {
        if (Object.hasOwn(after, name)) go(keyword === "properties" ? name : "*", keyword, name);
      }
    }
  }
}
