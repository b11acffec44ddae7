import { canonicalJson } from "../model/canonical-json.ts";
import { WRITERS_PROMISES } from "../model/content-model.ts";
import { fromPointer } from "../model/pointer.ts";
import type { Schema, SchemaMap, SchemaObject } from "../model/schema.ts";
import { NOT_ASSERTED, without } from "./version.ts";

// Most changes add an optional field or move a bound. That such a change breaks nothing follows from the form of the
// two schemas, in microseconds; proving it again by search, with ten versions of each of hundreds of contracts, takes
// minutes. What is not plain here is not plain at all, and left to the engine.

/** The keywords whose effect is looked at one by one. Any other one ends the looking. */
const PLAIN: ReadonlySet<string> = new Set([
  "type",
  "enum",
  "const",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "prefixItems",
  "anyOf",
  "oneOf",
]);

/**
 * Whether it is plain that the tolerant reader of one self-contained schema accepts all that the strict writer of
 * another sends. False says nothing.
 */
export function fitsPlainly(writer: SchemaObject, reader: SchemaObject): boolean {
  // Instances are finite: what recurs does so in a smaller part of the instance, and may be taken for granted there.
  const assumed = new Map<object, Set<object>>();
  return fits(writer, reader);

  function fits(a: Schema, b: Schema): boolean {
    const [sent, read] = [followed(a, writer), followed(b, reader)];
    if (sent === undefined || read === undefined) return isSame(a, b);
    if (read === true || sent === false) return true;
    if (typeof sent === "boolean" || typeof read === "boolean") return false;
    const known = assumed.get(sent) ?? new Set();
    if (known.has(read)) return true;
    assumed.set(sent, known.add(read));
    const keywords = keywordsOf(read);
    if (keywords.length === 0) return true;
    if (![...keywords, ...keywordsOf(sent)].every((keyword) => PLAIN.has(keyword))) return isSame(sent, read);
    return (
      fitsType(sent, read) &&
      fitsValues(sent, read) &&
      fitsObject(sent, read) &&
      fitsArray(sent, read) &&
      fitsUnion(sent, read)
    );
  }

  function fitsObject(sent: SchemaObject, read: SchemaObject): boolean {
    if (!(read.required ?? []).every((name) => sent.required?.includes(name))) return false;
    const [mine, theirs]: SchemaMap[] = [sent.properties ?? {}, read.properties ?? {}];
    if (!mine || !theirs) return false;
    const isShared = (name: string): boolean => Object.hasOwn(mine, name) && Object.hasOwn(theirs, name);
    // A name that one side alone declares is not sent, or not looked at; in a map, its values are like the others.
    if (sent.additionalProperties !== undefined && !Object.keys(theirs).every(isShared)) return false;
    if (read.additionalProperties !== undefined && !Object.keys(mine).every(isShared)) return false;
    if (sent.additionalProperties !== undefined && read.additionalProperties !== undefined) {
      if (!fits(sent.additionalProperties, read.additionalProperties)) return false;
    }
    return Object.keys(mine)
      .filter(isShared)
      .every((name) => fits(mine[name] as Schema, theirs[name] as Schema));
  }

  function fitsArray(sent: SchemaObject, read: SchemaObject): boolean {
    const [mine, theirs] = [sent.prefixItems ?? [], read.prefixItems ?? []];
    if (mine.length !== theirs.length || !mine.every((item, i) => fits(item, theirs[i] as Schema))) return false;
    // `items: false` only says how many there are.
    if (read.items === undefined || read.items === false) return true;
    return sent.items !== undefined && fits(sent.items, read.items);
  }

  /** Alternatives one by one. Each must declare its fields by itself, so that it is closed by itself. */
  function fitsUnion(sent: SchemaObject, read: SchemaObject): boolean {
    if (sent.anyOf === undefined && sent.oneOf === undefined)
      return read.anyOf === undefined && read.oneOf === undefined;
    if ([sent, read].some((one) => one.properties !== undefined || one.additionalProperties !== undefined))
      return false;
    if (sent.anyOf !== undefined && sent.oneOf !== undefined) return false;
    if ((sent.anyOf === undefined) !== (read.anyOf === undefined)) return false;
    const [mine, theirs] = [sent.anyOf ?? sent.oneOf ?? [], read.anyOf ?? read.oneOf ?? []];
    if (mine.length !== theirs.length) return false;
    // Where several forms may hold at once, a field of one could stand in another.
    if (sent.anyOf !== undefined && mine.filter((one) => mayBeObject(followed(one, writer))).length > 1) return false;
    return mine.every((one, i) => fits(one, theirs[i] as Schema));
  }
}

function fitsType(sent: SchemaObject, read: SchemaObject): boolean {
  if (read.type === undefined) return true;
  if (sent.type === undefined) return false;
  const accepted = [read.type].flat();
  return [sent.type]
    .flat()
    .every((type) => accepted.includes(type) || (type === "integer" && accepted.includes("number")));
}

function fitsValues(sent: SchemaObject, read: SchemaObject): boolean {
  const valuesOf = ({ enum: values, ...schema }: SchemaObject): readonly unknown[] | undefined =>
    "const" in schema ? [schema.const] : values;
  if (!("const" in read) && read.enum === undefined) return true;
  // Both at once is not worth a thought.
  if ("const" in read && read.enum !== undefined) return false;
  const accepted = new Set(valuesOf(read)?.map(canonicalJson));
  return valuesOf(sent)?.every((value) => accepted.has(canonicalJson(value))) ?? false;
}

/** The keywords that may refuse something. */
function keywordsOf(schema: SchemaObject): string[] {
  return Object.keys(schema).filter(
    (keyword) => keyword !== "$defs" && !WRITERS_PROMISES.has(keyword) && !NOT_ASSERTED.has(keyword),
  );
}

/** What a schema that is nothing but a reference leads to; undefined where something stands beside the reference. */
function followed(schema: Schema, root: SchemaObject): Schema | undefined {
  let current = schema;
  for (let steps = 0; typeof current === "object" && current.$ref !== undefined; steps++) {
    // A reference that leads back to itself is not in any contract.
    if (keywordsOf(current).length > 1 || steps > 100) return undefined;
    const [, name] = fromPointer(current.$ref.slice(1));
    current = name === undefined ? root : (root.$defs?.[name] as Schema);
  }
  return current;
}

function mayBeObject(schema: Schema | undefined): boolean {
  return typeof schema !== "object" || schema.type === undefined || [schema.type].flat().includes("object");
}

/** Whether two schemas say the same in the same words, and refer to nothing. */
function isSame(a: Schema, b: Schema): boolean {
  const [first, second] = [a, b].map((schema) => canonicalJson(without(schema, NOT_ASSERTED)));
  return first === second && !first?.includes('"$ref":');
}
