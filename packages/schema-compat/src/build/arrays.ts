import { FALSE, kinds, type Lit, not } from "../ir/store.ts";
import { isArray, own } from "../json/json.ts";
import { atLeast, knows } from "../load/dialect.ts";
import type { Building } from "./context.ts";

const end = Number.POSITIVE_INFINITY;

/** `items` of an array, whichever keyword of the draft says it. */
function buildPositions(building: Building): Lit[] {
  const { store, schema, location } = building;
  const modern = location.resource.dialect === "2020-12";
  const lits: Lit[] = [];
  const listKeyword = modern ? "prefixItems" : "items";
  const list = own(schema, listKeyword);
  const length = isArray(list) ? list.length : 0;
  for (let i = 0; i < length; i++) lits.push(store.items(i, i + 1, building.child(listKeyword, i)));
  const restKeyword = modern || !isArray(list) ? "items" : "additionalItems";
  const rest = own(schema, restKeyword);
  if (rest !== undefined && !isArray(rest)) lits.push(store.items(length, end, building.child(restKeyword)));
  return lits;
}

function buildContains(building: Building): Lit[] {
  const { store, schema, location } = building;
  const { dialect } = location.resource;
  if (own(schema, "contains") === undefined || !knows(dialect, "contains")) return [];
  const counted = atLeast(dialect, "2019-09");
  const least = counted ? own(schema, "minContains") : undefined;
  const most = counted ? own(schema, "maxContains") : undefined;
  const value = building.child("contains");
  const lits = [store.contains(value, Math.ceil(typeof least === "number" ? least : 1))];
  if (typeof most === "number") {
    lits.push(store.only(kinds.array, most < 0 ? FALSE : not(store.contains(value, Math.floor(most) + 1))));
  }
  return lits;
}

export function buildArrays(building: Building): Lit[] {
  const { store, schema } = building;
  const lits = [...buildPositions(building), ...buildContains(building)];
  const { least, most } = { least: own(schema, "minItems"), most: own(schema, "maxItems") };
  if (typeof least === "number") lits.push(store.moreItems(Math.ceil(least) - 1));
  if (typeof most === "number")
    lits.push(store.only(kinds.array, most < 0 ? FALSE : not(store.moreItems(Math.floor(most)))));
  if (own(schema, "uniqueItems") === true) lits.push(store.unique());
  return lits;
}
