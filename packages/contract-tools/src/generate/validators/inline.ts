import type { Schema, SchemaObject } from "../../model/schema.ts";
import { mapSubschemas } from "../../model/walk.ts";

const DEFS = "#/$defs/";
/** How much larger a schema may get by inlining: beyond it, reading the code would cost more than the calls it saves. */
const LARGEST_GROWTH = 3;

/**
 * Puts each definition where it is referred to: ajv calls a function for every `$ref`, and hands it a new object.
 * Schemas that contain themselves, or would grow too large, are returned as they are.
 */
export function inlineReferences(root: SchemaObject): SchemaObject {
  const { $defs = {}, ...top } = root;
  let isRecursive = false;

  function inline(schema: Schema, above: readonly string[]): Schema {
    if (typeof schema === "boolean" || isRecursive) return schema;
    const { $ref, ...rest } = mapSubschemas(schema, (inner) => inline(inner, above));
    if ($ref === undefined) return rest;
    if ($ref === "#" || above.includes($ref)) {
      isRecursive = true;
      return schema;
    }
    const target = inline($defs[$ref.slice(DEFS.length)] as Schema, [...above, $ref]);
    return Object.keys(rest).length === 0 ? target : { ...rest, allOf: [...(rest.allOf ?? []), target] };
  }

  const inlined = inline(top, []) as SchemaObject;
  const isSmall = JSON.stringify(inlined).length <= LARGEST_GROWTH * JSON.stringify(root).length;
  return isRecursive || !isSmall ? root : inlined;
}
