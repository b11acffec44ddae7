import { DEFS } from "../../model/bundle.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import { mapSubschemas, subschemas } from "../../model/walk.ts";

/** How much larger a schema may get by inlining: beyond it, reading the code would cost more than the calls it saves. */
const LARGEST_GROWTH = 3;

/**
 * Puts each definition where it is referred to: ajv calls a function for every `$ref`, and hands it a new object.
 * Schemas that contain themselves, or would grow too large, are returned as they are.
 */
export function inlineReferences(root: SchemaObject): SchemaObject {
  const { $defs = {}, ...top } = root;
  let room = LARGEST_GROWTH * sizeOf(root);

  /** The schema without references; undefined where it contains itself or there is no more room. */
  function inline(schema: Schema, above: readonly string[]): Schema | undefined {
    if (typeof schema === "boolean") return schema;
    room -= Object.keys(schema).length;
    let isPossible = room >= 0;
    const { $ref, ...rest } = mapSubschemas(schema, (inner) => {
      const inlined = isPossible ? inline(inner, above) : undefined;
      isPossible &&= inlined !== undefined;
      return inlined ?? inner;
    });
    if ($ref === undefined || !isPossible) return isPossible ? rest : undefined;
    if ($ref === "#" || above.includes($ref)) return undefined;
    const target = inline($defs[$ref.slice(DEFS.length)] as Schema, [...above, $ref]);
    if (target === undefined || Object.keys(rest).length === 0) return target;
    return { ...rest, allOf: [...(rest.allOf ?? []), target] };
  }

  return (inline(top, []) as SchemaObject | undefined) ?? root;
}

/** How many keywords there are in a schema. */
function sizeOf(schema: Schema): number {
  if (typeof schema === "boolean") return 0;
  return [...subschemas(schema, "")].reduce((sum, inner) => sum + sizeOf(inner.schema), Object.keys(schema).length);
}
