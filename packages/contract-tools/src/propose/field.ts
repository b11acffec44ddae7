import { didYouMean } from "../diagnostics/did-you-mean.ts";
import type { ContractFile } from "../model/contract-file.ts";
import type { SchemaObject } from "../model/schema.ts";
import { UNWRITTEN } from "../model/unwritten.ts";

/** A field of an event that is being proposed. */
export interface Field {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: SchemaObject;
}

/** What a type of a field says, and a value to begin with; a text without one is a person's to write. */
const TYPES: Readonly<Record<string, { readonly schema: SchemaObject; readonly example?: unknown }>> = {
  string: { schema: { type: "string", minLength: 1, maxLength: 200 } },
  text: { schema: { type: "string", maxLength: 2000 } },
  uuid: { schema: { type: "string", format: "uuid" }, example: "01979c61-0a3e-7b52-8f1d-3c9a5e70d416" },
  "date-time": { schema: { type: "string", format: "date-time" }, example: "2026-01-31T09:30:00.000Z" },
  date: { schema: { type: "string", format: "date" }, example: "2026-01-31" },
  time: { schema: { type: "string", format: "time" }, example: "09:30:00Z" },
  uri: { schema: { type: "string", format: "uri", maxLength: 2048 }, example: "https://example.org/" },
  email: {
    schema: { type: "string", format: "email", maxLength: 254, "x-classification": "personal" },
    example: "someone@example.org",
  },
  integer: { schema: { type: "integer" }, example: 1 },
  number: { schema: { type: "number" }, example: 0.5 },
  boolean: { schema: { type: "boolean" }, example: true },
};

/** `name`, `?` if it may be absent, the type, a default, and what it means. */
const FORM = /^([a-z][a-z0-9]*(?:_[a-z0-9]+)*)(\?)?:([^\s=]+)(?:=(\S+))?(?:\s+(.*\S))?\s*$/su;
/** The form in words. */
export const FIELD_FORM =
  '"name:type", "name?:type", "name:type|null" or "name:type[]", with "=default" and a description';

/** Reads a field as people write it on a command line: `closed_at?:date-time When it was closed, in UTC.` */
export function readField(
  text: string,
  fragments: readonly ContractFile[],
  depth: number,
): Field | { problem: string } {
  const [, name, optional, types, defaultText, description] = FORM.exec(text) ?? [];
  if (name === undefined || types === undefined) return { problem: `want ${FIELD_FORM}` };
  const schema = readType(types, fragments, depth);
  if ("problem" in schema) return schema;
  const value = defaultText === undefined ? undefined : readDefault(defaultText, schema.schema);
  const defaults = value === undefined ? {} : { default: value };
  const { "x-classification": classification, ...rest } = schema.schema;
  const more = [...(optional ? ["absence"] : []), ...(types.split("|").includes("null") ? ["null"] : [])].join(" or ");
  const asked = `${UNWRITTEN}: what \`${name}\` means${more === "" ? "" : `, and what its ${more} means`}.`;
  const classified = classification === undefined ? {} : { "x-classification": classification };
  return {
    name,
    isRequired: optional === undefined,
    schema: { ...rest, ...defaults, description: description ?? asked, ...classified },
  };
}

/** JSON if it is any and the schema is not of strings, else the text as it is. */
function readDefault(text: string, { type }: SchemaObject): unknown {
  if ([type].flat().includes("string") && text !== "null") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `uuid`, `string|null`, `low|normal|high`, `slug[]`, with the fragments under schemas/common/ as types too. */
function readType(
  text: string,
  fragments: readonly ContractFile[],
  depth: number,
): { schema: SchemaObject } | { problem: string } {
  const parts = text.split("|");
  const others = parts.filter((part) => part !== "null");
  const isNullable = others.length < parts.length;
  const [only = "", ...more] = others;
  const known = [...Object.keys(TYPES), ...fragments.map(nameOf)];
  const mixed = more.length > 0 ? others.find((part) => known.includes(part.replace("[]", ""))) : undefined;
  if (mixed !== undefined)
    return { problem: `got ${JSON.stringify(text)}, want one type, or the values that there are` };
  if (more.length > 0) return { schema: orNull({ type: "string", "x-extensible-enum": others }, isNullable) };
  const item = only.replace(/\[\]$/, "");
  const schema = schemaOf(item, fragments, depth);
  if (schema === undefined) {
    const suggestion = didYouMean(item, known);
    const hint = suggestion === undefined ? "" : `; did you mean ${JSON.stringify(suggestion)}?`;
    return { problem: `got type ${JSON.stringify(item)}, want one of ${known.join(", ")}, or values as a|b${hint}` };
  }
  const listed: SchemaObject = item === only ? schema : { type: "array", items: schema, maxItems: 100 };
  return { schema: orNull(listed, isNullable) };
}

function schemaOf(name: string, fragments: readonly ContractFile[], depth: number): SchemaObject | undefined {
  if (Object.hasOwn(TYPES, name)) return TYPES[name]?.schema;
  const fragment = fragments.find((one) => nameOf(one) === name);
  return fragment === undefined ? undefined : { $ref: `${"../".repeat(depth)}common/${name}.json` };
}

const nameOf = ({ path }: ContractFile): string => path.slice("common/".length);

function orNull(schema: SchemaObject, isNullable: boolean): SchemaObject {
  if (!isNullable) return schema;
  if (typeof schema.type !== "string" || schema["x-extensible-enum"]) return { anyOf: [schema, { type: "null" }] };
  return { ...schema, type: [schema.type, "null"] };
}

/** A value to begin with, which fits the schema of a field. */
export function exampleOf({ name, schema }: Field, fragments: readonly ContractFile[]): unknown {
  const { $ref, anyOf, items, type, format } = schema;
  const [first] = anyOf ?? [];
  if (typeof first === "object") return exampleOf({ name, schema: first, isRequired: true }, fragments);
  if (typeof items === "object") return [exampleOf({ name, schema: items, isRequired: true }, fragments)];
  if ($ref !== undefined) return fragments.find(({ path }) => $ref.endsWith(`${path}.json`))?.schema.examples?.[0];
  const [member] = schema["x-extensible-enum"] ?? [];
  const known = TYPES[format ?? String([type].flat()[0])]?.example;
  return member ?? known ?? `${UNWRITTEN}: ${name.replaceAll("_", " ")}`;
}
