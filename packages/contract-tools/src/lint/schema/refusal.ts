import type { Json } from "@statehub/schema-compat";
import { show, showAll } from "../../model/check-schema.ts";
import { valueAt } from "../../model/pointer.ts";
import type { Judgement } from "../engine.ts";

/** Keywords that pass on what a schema inside them refused. */
const PASSES_ON: ReadonlySet<string> = new Set([
  ...["$ref", "$dynamicRef", "$recursiveRef", "properties", "patternProperties", "additionalProperties", "items"],
  ...["prefixItems", "additionalItems", "allOf", "if", "then", "else", "dependentSchemas", "dependencies"],
]);

/** What was refused first, in words; nothing where nothing was. */
export function refusal(
  { failures, documentOf }: Judgement,
  value: Json,
): { pointer: string; got: string; want: string } | undefined {
  // The inner ones come first, and say more.
  const told = failures.find(({ keyword }) => !PASSES_ON.has(keyword)) ?? failures[0];
  if (told === undefined) return undefined;
  const pointer = told.instancePointer;
  const got = valueAt(value, pointer);
  const document = documentOf(told);
  return { pointer, got: show(got), want: wantOf(told.keyword, valueAt(document, told.schemaPointer), got) };
}

function wantOf(keyword: string, demanded: unknown, got: unknown): string {
  if (keyword === "false" || keyword === "unevaluatedProperties") return "nothing undeclared here";
  if (keyword === "anyOf" || keyword === "oneOf") return `what one of the forms under "${keyword}" accepts`;
  if (keyword === "required" && Array.isArray(demanded)) {
    const missing = demanded.filter((name) => !Object.hasOwn(got ?? {}, String(name)));
    return `${showAll(missing)} there too`;
  }
  if (keyword === "enum" && Array.isArray(demanded)) return `one of ${showAll(demanded)}`;
  if (keyword === "type" && demanded !== undefined) return [demanded].flat().join(" or ");
  return demanded === undefined || typeof demanded === "object"
    ? `what "${keyword}" accepts`
    : `what "${keyword}": ${show(demanded)} accepts`;
}
