import { kinds, type Lit, not } from "../ir/store.ts";
import { own } from "../json/json.ts";
import { fromNumber } from "../json/rational.ts";
import type { Building } from "./context.ts";

export function buildNumbers({ store, schema }: Building): Lit[] {
  const lits: Lit[] = [];
  const limit = (name: string): number | undefined => {
    const value = own(schema, name);
    return typeof value === "number" ? value : undefined;
  };
  const least = (value: number, strict: boolean): void => void lits.push(store.above(fromNumber(value), strict));
  const most = (value: number, strict: boolean): void =>
    void lits.push(store.only(kinds.number, not(store.above(fromNumber(value), !strict))));
  const { minimum, maximum } = { minimum: limit("minimum"), maximum: limit("maximum") };
  if (minimum !== undefined) least(minimum, schema.exclusiveMinimum === true);
  if (maximum !== undefined) most(maximum, schema.exclusiveMaximum === true);
  const { above, below } = { above: limit("exclusiveMinimum"), below: limit("exclusiveMaximum") };
  if (above !== undefined) least(above, true);
  if (below !== undefined) most(below, true);
  const of = limit("multipleOf");
  if (of !== undefined && of > 0) lits.push(store.multiple(fromNumber(of)));
  return lits;
}
