import { fieldNames, fieldOf, itemsOf } from "./inside.ts";
import type { Shape } from "./shape.ts";

/** What the schemas of a place say about it beside its values. */
export interface Marks {
  readonly classification: "personal" | "secret" | undefined;
  readonly isDeprecated: boolean;
}

export function marksOf({ variants }: Shape): Marks {
  const schemas = variants.flatMap((variant) => variant.schemas);
  const has = (classification: string): boolean =>
    schemas.some((schema) => schema["x-classification"] === classification);
  return {
    classification: has("secret") ? "secret" : has("personal") ? "personal" : undefined,
    isDeprecated: schemas.some(({ deprecated }) => deprecated === true),
  };
}

/** The name of a secret field somewhere in a shape's objects and lists. */
export function secretIn(shape: Shape, depth = 0): string | undefined {
  // A schema may be recursive.
  if (depth > 6) return undefined;
  for (const name of fieldNames(shape)) {
    const field = fieldOf(shape, name);
    if (field === undefined) continue;
    if (marksOf(field.shape).classification === "secret") return name;
    const inside = secretIn(field.shape, depth + 1);
    if (inside !== undefined) return inside;
  }
  const items = itemsOf(shape);
  if (items.variants.length === 0) return undefined;
  return marksOf(items).classification === "secret" ? "an item" : secretIn(items, depth + 1);
}
