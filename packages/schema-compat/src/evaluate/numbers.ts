import type { Json } from "../json/json.ts";
import { compare, fromNumber, isMultiple } from "../json/rational.ts";
import type { Keyword } from "./frame.ts";

function order(test: (sign: number) => boolean): Keyword {
  return (limit, { instance }) => {
    if (typeof instance !== "number" || typeof limit !== "number") return true;
    return test(compare(fromNumber(instance), fromNumber(limit)));
  };
}

/** The numeric assertions, on exact decimals. */
export const numberKeywords: Readonly<Record<string, Keyword>> = {
  // In draft-04 a boolean makes the bound beside it exclusive.
  minimum: (limit, frame) =>
    order(frame.schema.exclusiveMinimum === true ? (sign) => sign > 0 : (sign) => sign >= 0)(limit, frame),
  maximum: (limit, frame) =>
    order(frame.schema.exclusiveMaximum === true ? (sign) => sign < 0 : (sign) => sign <= 0)(limit, frame),
  exclusiveMinimum: order((sign) => sign > 0),
  exclusiveMaximum: order((sign) => sign < 0),
  multipleOf: (of: Json, { instance }) =>
    typeof instance !== "number" ||
    typeof of !== "number" ||
    of <= 0 ||
    isMultiple(fromNumber(instance), fromNumber(of)),
};
