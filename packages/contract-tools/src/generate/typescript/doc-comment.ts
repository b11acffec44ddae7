import type { SchemaObject } from "../../model/schema.ts";
import { WIDTH } from "./document.ts";

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
  const { description = "", items } = schema;
  const each = typeof items === "object" ? itemComment(items) : "";
  const paragraphs = [description.trim(), each, tagsOf(schema).join("\n")].filter((text) => text !== "");
  return paragraphs.length === 0 ? undefined : paragraphs.join("\n\n");
}

/** What is said of the items of a list, which have no place for a comment of their own; a named type has one. */
function itemComment({ $ref, title, ...items }: SchemaObject): string {
  if ($ref !== undefined || title !== undefined) return "";
  const tags = tagsOf(items).map((tag) => tag.slice(1));
  const text = [items.description?.trim() ?? "", tags.length === 0 ? "" : `(${tags.join(", ")})`].join(" ").trim();
  return text === "" ? "" : `Each item: ${text}`;
}

function tagsOf(schema: SchemaObject): string[] {
  const tags: string[] = TAGS.flatMap((tag) => (schema[tag] === undefined ? [] : [`@${tag} ${schema[tag]}`]));
  if (schema.uniqueItems === true) tags.push("@uniqueItems");
  if (schema.default !== undefined) tags.push(`@default ${JSON.stringify(schema.default)}`);
  const classification = schema["x-classification"];
  if (classification !== undefined && classification !== "public") tags.push(`@classification ${classification}`);
  if (schema.deprecated === true) tags.push("@deprecated");
  return tags;
}

/** A comment's text as a doc comment at a margin, with a newline behind it; empty where there is no text. */
export function layOutComment(text: string | undefined, margin: string): string {
  return commentLines(text ?? "", margin.length)
    .map((line) => `${margin}${line}\n`)
    .join("");
}

/** The lines of a doc comment that stands at `column`, its paragraphs wrapped; none where there is no text. */
export function commentLines(text: string, column: number): string[] {
  const lines = text
    .replaceAll("*/", "*\\/")
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .flatMap((line) => wrap(line.trimEnd(), WIDTH - column - 3));
  while (lines[0] === "") lines.shift();
  while (lines.at(-1) === "") lines.pop();
  const [only] = lines;
  if (only === undefined) return [];
  if (lines.length === 1 && column + only.length + 7 <= WIDTH) return [`/** ${only} */`];
  return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"];
}

function wrap(line: string, width: number): string[] {
  if (line.length <= width || line.startsWith("@")) return [line];
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    if (current !== "" && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === "" ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}
