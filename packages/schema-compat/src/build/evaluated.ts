import { type Lit, not, TRUE } from "../ir/store.ts";
import { isArray, isObject, own } from "../json/json.ts";
import { knows } from "../load/dialect.ts";
import { type Location, SchemaError } from "../load/location.ts";
import { targetsOf } from "../load/surroundings.ts";
import type { Building } from "./context.ts";
import { declaredNames, presentLit } from "./objects.ts";

/** Names and items that a schema looks at, provided that `when` holds (and the schema itself does). */
export interface Looked {
  readonly when: Lit;
  readonly names?: Lit;
  /** Every item before this position. */
  readonly items?: number;
  /** Every item that this formula accepts. */
  readonly contained?: Lit;
}

export const comesBackMessage = "the reference comes back to itself at the same instance";

/** Enters another place applied to the same instance. */
export type Enter = (location: Location, from: Building) => Building | undefined;

/**
 * What the keywords of a schema evaluate, its in-place subschemas included (2020-12 core §11). `closing` counts the
 * schema's own `unevaluated*` too, as a schema around it does.
 */
export function lookedAt(building: Building, enter: Enter, closing: boolean, path: readonly string[]): Looked[] {
  const { schema, store, library, location } = building;
  const { dialect } = location.resource;
  const result: Looked[] = [];
  const follow = (at: Location, when: Lit): void => {
    const inner = enter(at, building);
    if (inner === undefined) return;
    if (path.includes(at.key)) throw new SchemaError("$ref", at.pointer, comesBackMessage);
    for (const looked of lookedAt(inner, enter, true, [...path, at.key]))
      result.push({ ...looked, when: store.and(when, looked.when) });
  };
  for (const target of targetsOf(library, location, schema, building.around)) follow(target, TRUE);
  if (library.hides(location) && own(schema, "$ref") !== undefined) return result;

  result.push(...lookedAtNames(building, closing), ...lookedAtItems(building, closing));
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    const list = own(schema, keyword);
    if (!isArray(list)) continue;
    list.forEach(
      (_, i) =>
        void follow(library.child(location, keyword, i), keyword === "allOf" ? TRUE : building.child(keyword, i)),
    );
  }
  if (knows(dialect, "if") && own(schema, "if") !== undefined) {
    const condition = building.child("if");
    follow(library.child(location, "if"), condition);
    if (own(schema, "then") !== undefined) follow(library.child(location, "then"), condition);
    if (own(schema, "else") !== undefined) follow(library.child(location, "else"), not(condition));
  }
  for (const keyword of ["dependentSchemas", "dependencies"]) {
    const map = own(schema, keyword);
    if (!isObject(map) || !knows(dialect, keyword)) continue;
    for (const name of Object.keys(map)) {
      if (!isArray(map[name])) follow(library.child(location, keyword, name), presentLit(store, name));
    }
  }
  return result;
}

function lookedAtNames(building: Building, closing: boolean): Looked[] {
  const { schema, location } = building;
  const everything =
    own(schema, "additionalProperties") !== undefined ||
    (closing &&
      own(schema, "unevaluatedProperties") !== undefined &&
      knows(location.resource.dialect, "unevaluatedProperties"));
  return [{ when: TRUE, names: everything ? TRUE : declaredNames(building) }];
}

function lookedAtItems(building: Building, closing: boolean): Looked[] {
  const { schema, location } = building;
  const { dialect } = location.resource;
  const modern = dialect === "2020-12";
  const list = own(schema, modern ? "prefixItems" : "items");
  const everything =
    own(schema, "items") !== undefined && !isArray(own(schema, "items"))
      ? true
      : (!modern && isArray(list) && own(schema, "additionalItems") !== undefined) ||
        (closing && own(schema, "unevaluatedItems") !== undefined && knows(dialect, "unevaluatedItems"));
  const result: Looked[] = [
    { when: TRUE, items: everything ? Number.POSITIVE_INFINITY : isArray(list) ? list.length : 0 },
  ];
  // Since 2020-12 `contains` evaluates the items that it accepts.
  if (modern && own(schema, "contains") !== undefined)
    result.push({ when: TRUE, contained: building.child("contains") });
  return result;
}
