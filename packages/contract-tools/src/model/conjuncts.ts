import type { References } from "./references.ts";
import type { Schema, SchemaObject } from "./schema.ts";

/** The schema objects that all hold for one value: the schema itself, what its `$ref` leads to, and its `allOf`. */
export function conjuncts(schema: Schema, references: References): SchemaObject[] {
  if (typeof schema === "boolean") return [];
  if (schema.$ref === undefined && schema.allOf === undefined) return [schema];
  const others = [...(schema.$ref === undefined ? [] : [references.schemaOf(schema)]), ...(schema.allOf ?? [])];
  return [schema, ...others.flatMap((other) => conjuncts(other, references))];
}
