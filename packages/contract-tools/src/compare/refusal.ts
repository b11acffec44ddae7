import { isObject, show, showAll } from "../model/check-schema.ts";
import { valueAt } from "../model/pointer.ts";
import type { SchemaObject } from "../model/schema.ts";

/** What a reader refuses in a witness. */
export interface Refused {
  readonly data: unknown;
  /** The part of the data that is refused. */
  readonly instancePointer: string;
  readonly keyword: string;
  /** Of the keyword, in the reader's schema. */
  readonly pointer: string;
}

/** The field that a refusal is about: what is missing, where something is missing. */
export function fieldOf(refused: Refused, reader: SchemaObject): string {
  const missing = missingIn(refused, reader);
  return missing === undefined ? refused.instancePointer : `${refused.instancePointer}/${missing}`;
}

function missingIn({ data, instancePointer, keyword, pointer }: Refused, reader: SchemaObject): string | undefined {
  const names = valueAt(reader, pointer);
  const part = valueAt(data, instancePointer);
  if (keyword !== "required" || !Array.isArray(names) || !isObject(part)) return undefined;
  return names.find((name) => !Object.hasOwn(part, name));
}

/** Says in words what is refused: got and want. */
export function refusalOf(refused: Refused, reader: SchemaObject): string {
  const { data, instancePointer, keyword, pointer } = refused;
  const missing = missingIn(refused, reader);
  if (missing !== undefined)
    return `${JSON.stringify(`${instancePointer}/${missing}`)} may be missing, and is required`;
  const where = instancePointer === "" ? "the data" : JSON.stringify(instancePointer);
  return `${where} may be ${show(valueAt(data, instancePointer))}, want ${wanted(keyword, valueAt(reader, pointer))}`;
}

function wanted(keyword: string, value: unknown): string {
  switch (keyword) {
    case "type":
      return [value].flat().join(" or ");
    case "enum":
      return `one of ${showAll(value as unknown[])}`;
    case "const":
      return show(value);
    case "anyOf":
    case "oneOf":
      return "one of the alternatives";
    default:
      return `what "${keyword}" says`;
  }
}
