import { canonical, isArray, type Json, own } from "../json/json.ts";
import { atLeast } from "../load/dialect.ts";
import type { Frame, Keyword } from "./frame.ts";

function items(frame: Frame): readonly Json[] {
  return isArray(frame.instance) ? frame.instance : [];
}

function item(frame: Frame, index: number, ...steps: (string | number)[]): boolean {
  frame.evaluated.items.add(index);
  return frame.part(frame.run.library.child(frame.location, ...steps), items(frame)[index] as Json, index);
}

/** Each position on its own subschema, from the list that stands under the keyword. */
function positional(frame: Frame, list: readonly Json[], keyword: string): boolean {
  return items(frame)
    .slice(0, list.length)
    .map((_, i) => item(frame, i, keyword, i))
    .every(Boolean);
}

function rest(frame: Frame, from: number, keyword: string): boolean {
  let valid = true;
  const passed = new Set<Json>();
  for (const [i, value] of items(frame).entries()) {
    // The solver fills long arrays with one and the same object: it is looked at once.
    if (i < from) continue;
    if (passed.has(value)) frame.evaluated.items.add(i);
    else if (!item(frame, i, keyword)) valid = false;
    else if (typeof value === "object") passed.add(value);
  }
  return valid;
}

function contains(frame: Frame): boolean {
  if (!isArray(frame.instance)) return true;
  const { dialect } = frame.location.resource;
  const counted = atLeast(dialect, "2019-09");
  const least = counted ? Number(own(frame.schema, "minContains") ?? 1) : 1;
  const most = counted
    ? Number(own(frame.schema, "maxContains") ?? Number.POSITIVE_INFINITY)
    : Number.POSITIVE_INFINITY;
  const location = frame.run.library.child(frame.location, "contains");
  let count = 0;
  frame.instance.forEach((value, i) => {
    if (!frame.part(location, value, i, true)) return;
    count++;
    // Since 2020-12 an item that `contains` accepts is evaluated.
    if (dialect === "2020-12") frame.evaluated.items.add(i);
  });
  return count >= least && count <= most;
}

export const arrayKeywords: Readonly<Record<string, Keyword>> = {
  minItems: (limit, frame) => !isArray(frame.instance) || frame.instance.length >= Number(limit),
  maxItems: (limit, frame) => !isArray(frame.instance) || frame.instance.length <= Number(limit),
  uniqueItems: (wanted, { instance }) =>
    wanted !== true || !isArray(instance) || new Set(instance.map(canonical)).size === instance.length,
  prefixItems: (list, frame) => !isArray(list) || positional(frame, list, "prefixItems"),
  items: (value, frame) => {
    const { dialect } = frame.location.resource;
    if (dialect === "2020-12") {
      const prefix = own(frame.schema, "prefixItems");
      return isArray(value) || rest(frame, isArray(prefix) ? prefix.length : 0, "items");
    }
    return isArray(value) ? positional(frame, value, "items") : rest(frame, 0, "items");
  },
  additionalItems: (_, frame) => {
    const list = own(frame.schema, "items");
    return !isArray(list) || rest(frame, list.length, "additionalItems");
  },
  contains: (_, frame) => contains(frame),
  unevaluatedItems: (_, frame) =>
    items(frame)
      .map((_, i) => frame.evaluated.items.has(i) || item(frame, i, "unevaluatedItems"))
      .every(Boolean),
};
