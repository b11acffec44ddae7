import type { SchemaObject } from "../../model/schema.ts";

/** Keywords that types cannot express, as JSDoc tags, in this order. */
const TAGS = [
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
  "minContains",
  "maxContains",
  "minProperties",
  "maxProperties",
] as const;

/** The text of the JSDoc comment of a schema: its description, then what its type does not say. */
export function docComment(schema: SchemaObject): string | undefined {
  const tags: string[] = TAGS.flatMap((tag) => (schema[tag] === undefined ? [] : [`@${tag} ${schema[tag]}`]));
  if (schema.uniqueItems === true) tags.push("@uniqueItems");
  if (schema.default !== undefined) tags.push(`@default ${JSON.stringify(schema.default)}`);
  const classification = schema["x-classification"];
  if (classification !== undefined && classification !== "public") tags.push(`@classification ${classification}`);
  if (schema.deprecated === true) tags.push("@deprecated");
  const paragraphs = [schema.description?.trim(), tags.join("\n")].filter((text) => text !== undefined && text !== "");
  return paragraphs.length === 0 ? undefined : paragraphs.join("\n\n");
}
