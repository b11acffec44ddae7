import { equal, isArray, isObject, type Json } from "../json/json.ts";
import type { Keyword } from "./frame.ts";

function hasType(type: Json, instance: Json): boolean {
  switch (type) {
    case "null":
      return instance === null;
    case "integer":
      return typeof instance === "number" && Number.isInteger(instance);
    case "array":
      return isArray(instance);
    case "object":
      return isObject(instance);
    default:
      return typeof instance === type;
  }
}

/** The assertions that apply to any type. */
export const valueKeywords: Readonly<Record<string, Keyword>> = {
  type: (type, { instance }) => (isArray(type) ? type.some((one) => hasType(one, instance)) : hasType(type, instance)),
  enum: (values, { instance }) => !isArray(values) || values.some((one) => equal(one, instance)),
  const: (value, { instance }) => equal(value, instance),
};
