import { conjuncts } from "../../model/conjuncts.ts";
import type { Model } from "../../model/model.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import { code, codeText } from "./markdown.ts";
import { isNull } from "./members.ts";

/** Format, bounds and the like of a value, in words. */
export function limitsOf(schema: Schema, model: Model): string[] {
  const parts = conjuncts(schema, model.references);
  const alternatives = parts.flatMap((part) => [...(part.anyOf ?? []), ...(part.oneOf ?? [])]);
  const others = alternatives.filter((part) => !isNull(part, model));
  return [
    ...parts.flatMap(ownLimits),
    // A reference or null has the limits of what is referred to.
    ...(others.length === 1 ? limitsOf(others[0] as Schema, model) : []),
    ...parts.flatMap(({ items }) => {
      const limits = items === undefined ? [] : limitsOf(items, model);
      return limits.length === 0 ? [] : [`each: ${limits.join(", ")}`];
    }),
  ];
}

function ownLimits(schema: SchemaObject): string[] {
  return [
    ...(schema.format === undefined ? [] : [schema.format]),
    ...range(schema.minLength, schema.maxLength, " characters"),
    ...range(schema.minimum, schema.maximum, ""),
    ...(schema.exclusiveMinimum === undefined ? [] : [`above ${schema.exclusiveMinimum}`]),
    ...(schema.exclusiveMaximum === undefined ? [] : [`below ${schema.exclusiveMaximum}`]),
    ...(schema.multipleOf === undefined ? [] : [`a multiple of ${schema.multipleOf}`]),
    ...range(schema.minItems, schema.maxItems, " items"),
    ...(schema.uniqueItems === true ? ["no item twice"] : []),
    ...range(schema.minProperties, schema.maxProperties, " entries"),
    ...(schema.pattern === undefined ? [] : [`matches ${codeText(schema.pattern)}`]),
    ...(schema.default === undefined ? [] : [`default ${code(schema.default)}`]),
  ];
}

function range(low: number | undefined, high: number | undefined, unit: string): string[] {
  if (low === undefined && high === undefined) return [];
  if (low === undefined) return [`at most ${high}${unit}`];
  if (high === undefined) return [`at least ${low}${unit}`];
  return [low === high ? `${low}${unit}` : `${low} to ${high}${unit}`];
}
