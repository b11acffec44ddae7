import type { ContractFile } from "./contract-file.ts";
import { child } from "./pointer.ts";
import type { References } from "./references.ts";
import { IN_PLACE, type Schema, type SchemaObject } from "./schema.ts";
import { subschemas } from "./walk.ts";

const NOT_IN_THE_DATA = new Set(["$defs", "propertyNames"]);

const isSensitive = (schema: SchemaObject): boolean =>
  schema["x-classification"] === "personal" || schema["x-classification"] === "secret";

/**
 * JSON Pointers into an event's data of its `personal` and `secret` fields, `*` standing for any index or name.
 * Where a schema contains itself, the place at which it does so counts as sensitive if anything in it is.
 */
export function sensitivePointers(file: ContractFile, references: References): string[] {
  const found = new Set<string>();

  function visit(schema: Schema, pointer: string, above: readonly SchemaObject[]): void {
    if (typeof schema === "boolean") return;
    if (isSensitive(schema)) {
      found.add(pointer);
      return;
    }
    if (above.includes(schema)) {
      const start = above.slice(above.indexOf(schema));
      if (start.some((one) => containsSensitive(one, references, new Set()))) found.add(pointer);
      return;
    }
    const path = [...above, schema];
    if (schema.$ref !== undefined) visit(references.schemaOf(schema), pointer, path);
    for (const inner of subschemas(schema, "")) {
      if (NOT_IN_THE_DATA.has(inner.keyword)) continue;
      const name = inner.keyword === "properties" ? inner.pointer.slice("/properties".length) : "/*";
      visit(inner.schema, IN_PLACE.has(inner.keyword) ? pointer : pointer + name, path);
    }
  }

  visit(file.schema, "", []);
  // A field under a sensitive one says nothing new.
  return [...found].filter((pointer) => ![...found].some((other) => pointer.startsWith(child(other, "")))).sort();
}

function containsSensitive(schema: Schema, references: References, seen: Set<SchemaObject>): boolean {
  if (typeof schema === "boolean" || seen.has(schema)) return false;
  seen.add(schema);
  if (isSensitive(schema)) return true;
  if (schema.$ref !== undefined && containsSensitive(references.schemaOf(schema), references, seen)) return true;
  return [...subschemas(schema, "")].some((inner) => containsSensitive(inner.schema, references, seen));
}
