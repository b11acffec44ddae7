import { FALSE, kinds, type Lit, not, type Store, TRUE } from "../ir/store.ts";
import { isArray, isObject, own } from "../json/json.ts";
import { knows } from "../load/dialect.ts";
import type { Building } from "./context.ts";
import { patternLit } from "./strings.ts";

/** An object with this property; false of every other kind. */
export function presentLit(store: Store, name: string): Lit {
  return not(store.properties(store.strings([name]), FALSE));
}

/** The names that `properties` and `patternProperties` of this schema declare. */
export function declaredNames(building: Building): Lit {
  const { store, schema } = building;
  const { properties, patternProperties } = {
    properties: own(schema, "properties"),
    patternProperties: own(schema, "patternProperties"),
  };
  const patterns = isObject(patternProperties) ? Object.keys(patternProperties) : [];
  const names = isObject(properties) ? Object.keys(properties) : [];
  return store.or(
    ...(names.length > 0 ? [store.strings(names)] : []),
    ...patterns.map((pattern) => patternLit(building, "patternProperties", pattern)),
  );
}

export function buildObjects(building: Building): Lit[] {
  const { store, schema, location } = building;
  const lits: Lit[] = [];
  const forObjects = (lit: Lit): void => void lits.push(store.only(kinds.object, lit));

  const properties = own(schema, "properties");
  if (isObject(properties)) {
    for (const name of Object.keys(properties)) {
      lits.push(store.properties(store.strings([name]), building.child("properties", name)));
    }
  }
  const patterns = own(schema, "patternProperties");
  if (isObject(patterns)) {
    for (const pattern of Object.keys(patterns)) {
      const names = patternLit(building, "patternProperties", pattern);
      lits.push(store.properties(names, building.child("patternProperties", pattern)));
    }
  }
  if (own(schema, "additionalProperties") !== undefined) {
    lits.push(store.properties(not(declaredNames(building)), building.child("additionalProperties")));
  }
  if (own(schema, "propertyNames") !== undefined && knows(location.resource.dialect, "propertyNames")) {
    lits.push(store.properties(store.and(store.kind(kinds.string), not(building.child("propertyNames"))), FALSE));
  }
  const required = own(schema, "required");
  if (isArray(required)) for (const name of required) forObjects(presentLit(store, String(name)));
  const { least, most } = { least: own(schema, "minProperties"), most: own(schema, "maxProperties") };
  if (typeof least === "number") lits.push(store.moreProperties(Math.ceil(least) - 1));
  if (typeof most === "number") forObjects(most < 0 ? FALSE : not(store.moreProperties(Math.floor(most))));
  return lits.filter((lit) => lit !== TRUE);
}
