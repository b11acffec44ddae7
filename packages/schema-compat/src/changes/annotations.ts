import { canonical, isObject } from "../json/json.ts";
import { knows } from "../load/dialect.ts";
import type { Location } from "../load/location.ts";
import type { Change, Effect } from "./change.ts";

/** Words that locate or name a schema: moving one is no change of what it says. */
const silent = new Set([
  "$schema",
  "$id",
  "id",
  "$anchor",
  "$dynamicAnchor",
  "$recursiveAnchor",
  "$vocabulary",
  "$defs",
  "definitions",
]);

const unheard: Effect = { effect: "none", because: "validators ignore it" };

/** What was changed for people only: descriptions, examples, defaults and keywords that the draft does not know. */
export function annotationChange(older: Location, newer: Location, at: string): Change | undefined {
  if (!isObject(older.schema) || !isObject(newer.schema)) return undefined;
  const [before, after] = [older.schema, newer.schema];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !silent.has(name) && !knows(older.resource.dialect, name) && !knows(newer.resource.dialect, name),
  );
  const changed = names.filter((name) => {
    const [a, b] = [before[name], after[name]];
    return a === undefined || b === undefined ? a !== b : canonical(a) !== canonical(b);
  });
  if (changed.length === 0) return undefined;
  const verb = changed.length === 1 ? "was" : "were";
  return {
    kind: "annotation-changed",
    location: at,
    old: { pointer: older.pointer, document: older.document },
    new: { pointer: newer.pointer, document: newer.document },
    sentence: `${changed.join(", ")} ${verb} changed`,
    backward: unheard,
    forward: unheard,
  };
}
