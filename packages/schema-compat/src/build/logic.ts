import { anyKind, FALSE, type Lit, not, type Store } from "../ir/store.ts";
import { isArray, isObject, own } from "../json/json.ts";
import { knows } from "../load/dialect.ts";
import type { Building } from "./context.ts";
import { presentLit } from "./objects.ts";

function list(building: Building, keyword: string): Lit[] | undefined {
  const value = own(building.schema, keyword);
  return isArray(value) ? value.map((_, i) => building.child(keyword, i)) : undefined;
}

/** At most one of these. */
function atMostOne(store: Store, lits: readonly Lit[]): Lit[] {
  return lits.flatMap((lit, i) => lits.slice(0, i).map((earlier) => not(store.and(earlier, lit))));
}

/** The pairs of more alternatives than this are too many to be written out. */
const MOST = 400;

function tooMany({ store, location }: Building, one: readonly Lit[]): Lit {
  return store.opaque(anyKind, "oneOf", location.pointer, `${one.length} alternatives are too many to tell apart`);
}

export function buildLogic(building: Building): Lit[] {
  const { store, schema, location } = building;
  const { dialect } = location.resource;
  const lits: Lit[] = list(building, "allOf") ?? [];
  const any = list(building, "anyOf");
  if (any !== undefined) lits.push(store.or(...any));
  const one = list(building, "oneOf");
  if (one !== undefined)
    lits.push(store.or(...one), ...(one.length > MOST ? [tooMany(building, one)] : atMostOne(store, one)));
  if (own(schema, "not") !== undefined) lits.push(not(building.child("not")));
  if (knows(dialect, "if") && own(schema, "if") !== undefined) {
    const condition = building.child("if");
    if (own(schema, "then") !== undefined) lits.push(store.or(not(condition), building.child("then")));
    if (own(schema, "else") !== undefined) lits.push(store.or(condition, building.child("else")));
  }
  return lits.concat(buildDependencies(building));
}

function buildDependencies(building: Building): Lit[] {
  const { store, schema, location } = building;
  const lits: Lit[] = [];
  const absent = (name: string): Lit => store.properties(store.strings([name]), FALSE);
  for (const keyword of ["dependentSchemas", "dependentRequired", "dependencies"]) {
    const map = own(schema, keyword);
    if (!isObject(map) || !knows(location.resource.dialect, keyword)) continue;
    for (const [name, needs] of Object.entries(map)) {
      if (isArray(needs)) {
        const all = needs.map((other) => presentLit(store, String(other)));
        lits.push(store.or(absent(name), store.and(...all)));
      } else if (keyword !== "dependentRequired") lits.push(store.or(absent(name), building.child(keyword, name)));
    }
  }
  return lits;
}
