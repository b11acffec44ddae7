import type { FormatTable } from "../format/format.ts";
import { canonical, codePoints, isArray, isObject, type Json } from "../json/json.ts";
import { compare, fromNumber, isMultiple } from "../json/rational.ts";
import { expressionOf } from "../pattern/expression.ts";
import { isNegative, type Kind, kinds, type Lit, type Store } from "./store.ts";

export function kindOfValue(value: Json): Kind {
  if (value === null) return kinds.null;
  if (value === true) return kinds.true;
  if (value === false) return kinds.false;
  if (typeof value === "number") return kinds.number;
  if (typeof value === "string") return kinds.string;
  return isArray(value) ? kinds.array : kinds.object;
}

/** Whether the formula is true of the value; undefined where an opaque part leaves it open. */
export function holds(store: Store, formats: FormatTable, lit: Lit, value: Json): boolean | undefined {
  const positive = atom(store, formats, lit, value);
  return positive === undefined ? undefined : positive !== isNegative(lit);
}

function atom(store: Store, formats: FormatTable, lit: Lit, value: Json): boolean | undefined {
  const node = store.node(lit);
  switch (node.is) {
    case "true":
      return true;
    case "and":
      return every(node.all, (part) => holds(store, formats, part, value));
    case "ref":
      return node.target === undefined ? undefined : holds(store, formats, node.target, value);
    case "kind":
      return (node.mask & kindOfValue(value)) !== 0;
    case "opaque":
      return (node.mask & kindOfValue(value)) === 0 ? true : undefined;
  }
  if (typeof value === "number") {
    const exact = fromNumber(value);
    if (node.is === "above") {
      const sign = compare(exact, node.limit);
      return node.strict ? sign > 0 : sign >= 0;
    }
    if (node.is === "multiple") return isMultiple(exact, node.of);
    if (node.is === "numbers") return node.values.some((one) => compare(one, exact) === 0);
    return true;
  }
  if (typeof value === "string") {
    if (node.is === "longer") return codePoints(value) > node.than;
    if (node.is === "strings") return node.values.has(value);
    if (node.is === "pattern") return expressionOf(node.source)?.test(value);
    if (node.is === "format") return formats[node.name]?.validate(value) ?? true;
    return true;
  }
  if (isArray(value)) {
    if (node.is === "moreItems") return value.length > node.than;
    if (node.is === "unique") return new Set(value.map(canonical)).size === value.length;
    if (node.is === "items")
      return every([...new Set(value.slice(node.from, node.to))], (item) => holds(store, formats, node.value, item));
    if (node.is === "contains") {
      const verdicts = value.map((item) => holds(store, formats, node.value, item));
      const sure = verdicts.filter((v) => v === true).length;
      if (sure >= node.least) return true;
      return sure + verdicts.filter((v) => v === undefined).length >= node.least ? undefined : false;
    }
    return true;
  }
  if (isObject(value)) {
    if (node.is === "moreProperties") return Object.keys(value).length > node.than;
    if (node.is === "properties") {
      return every(Object.keys(value), (name) => {
        const concerned = holds(store, formats, node.names, name);
        if (concerned === false) return true;
        const fine = holds(store, formats, node.value, value[name] as Json);
        return fine === true ? true : concerned === undefined ? undefined : fine;
      });
    }
  }
  return true;
}

/** Three-valued conjunction: one false decides, one unknown leaves it open. */
function every<T>(list: readonly T[], test: (item: T) => boolean | undefined): boolean | undefined {
  let result: boolean | undefined = true;
  for (const item of list) {
    const verdict = test(item);
    if (verdict === false) return false;
    if (verdict === undefined) result = undefined;
  }
  return result;
}
