import { constantLit } from "../ir/constant.ts";
import { kinds, type Lit, type Store, TRUE } from "../ir/store.ts";
import { isArray, type Json, own } from "../json/json.ts";
import { fromNumber } from "../json/rational.ts";
import { knows } from "../load/dialect.ts";
import type { Building } from "./context.ts";

/** True of the listed values alone; the scalars of a kind are one set. */
export function enumLit(store: Store, values: readonly Json[]): Lit {
  const numbers = values.filter((value) => typeof value === "number");
  const strings = values.filter((value) => typeof value === "string");
  const others = values.filter((value) => typeof value !== "number" && typeof value !== "string");
  return store.or(
    ...(numbers.length > 0 ? [store.and(store.kind(kinds.number), store.numbers(numbers.map(fromNumber)))] : []),
    ...(strings.length > 0 ? [store.and(store.kind(kinds.string), store.strings(strings))] : []),
    ...others.map((value) => constantLit(store, value)),
  );
}

const namedKinds: Readonly<Record<string, number>> = {
  null: kinds.null,
  boolean: kinds.true | kinds.false,
  number: kinds.number,
  integer: kinds.number,
  string: kinds.string,
  array: kinds.array,
  object: kinds.object,
};

function typeLit(store: Store, type: Json): Lit {
  const names = isArray(type) ? type : [type];
  const mask = names.reduce<number>((sum, name) => sum | (namedKinds[String(name)] ?? 0), 0);
  const whole = names.includes("integer") && !names.includes("number");
  return store.and(store.kind(mask), whole ? store.multiple({ n: 1n, d: 1n }) : TRUE);
}

export function buildValues({ store, schema, location }: Building): Lit[] {
  const lits: Lit[] = [];
  const { type, values, constant } = {
    type: own(schema, "type"),
    values: own(schema, "enum"),
    constant: own(schema, "const"),
  };
  if (type !== undefined) lits.push(typeLit(store, type));
  if (isArray(values)) lits.push(enumLit(store, values));
  if (constant !== undefined && knows(location.resource.dialect, "const")) lits.push(constantLit(store, constant));
  return lits;
}
