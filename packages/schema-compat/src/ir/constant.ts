import { isArray, isObject, type Json } from "../json/json.ts";
import { fromNumber } from "../json/rational.ts";
import { kindOfValue } from "./holds.ts";
import { FALSE, kinds, type Lit, not, type Store, TRUE } from "./store.ts";

/** True of this value alone. Arrays and objects are spelt out by position and by name. */
export function constantLit(store: Store, value: Json): Lit {
  if (typeof value === "number") return store.and(store.kind(kinds.number), store.numbers([fromNumber(value)]));
  if (typeof value === "string") return store.and(store.kind(kinds.string), store.strings([value]));
  if (isArray(value)) {
    return store.and(
      store.kind(kinds.array),
      ...value.map((item, i) => store.items(i, i + 1, constantLit(store, item))),
      store.moreItems(value.length - 1),
      not(store.moreItems(value.length)),
    );
  }
  if (isObject(value)) {
    const names = Object.keys(value);
    return store.and(
      store.kind(kinds.object),
      ...names.map((name) => store.properties(store.strings([name]), constantLit(store, value[name] as Json))),
      ...names.map((name) => not(store.properties(store.strings([name]), FALSE))),
      store.properties(names.length === 0 ? TRUE : not(store.strings(names)), FALSE),
    );
  }
  return store.kind(kindOfValue(value));
}
