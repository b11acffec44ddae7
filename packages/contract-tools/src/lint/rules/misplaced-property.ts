import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { child } from "../../model/pointer.ts";
import { JSON_SCHEMA, type Rule } from "../rule.ts";
import { statusOf } from "../schema/keywords.ts";
import { isObject, type SchemaNode } from "../schema/nodes.ts";

const TYPES: ReadonlySet<unknown> = new Set(["null", "boolean", "object", "array", "number", "string", "integer"]);
const MAKES_A_SCHEMA = ["$ref", "properties", "items", "enum", "const", "allOf", "anyOf", "oneOf", "description"];

/** Whether what stands under a name that is no keyword reads as the schema of a property. */
export function isMisplacedProperty({ schema }: SchemaNode, name: string): boolean {
  const value = schema[name];
  if (!isObject(value)) return false;
  const isTyped = [value.type].flat().some((type) => TYPES.has(type));
  if (isObject(schema.properties)) return isTyped || (typeof value.$ref === "string" && !("type" in value));
  // Elsewhere a brace that closes too late put it here. What says nothing else itself only holds schemas by name.
  return "type" in schema && isTyped && MAKES_A_SCHEMA.some((keyword) => keyword in value);
}

export const misplacedProperty: Rule = {
  id: "misplaced-property",
  severity: "error",
  description: "what reads as a property stands in `properties`, not beside it",
  profiles: JSON_SCHEMA,
  *check({ nodes, source, dialect }) {
    for (const node of nodes) {
      for (const name of Object.keys(node.schema)) {
        if (statusOf(name, dialect) === "known" || !isMisplacedProperty(node, name)) continue;
        yield diagnostic("misplaced-property", source.place(child(node.pointer, name)), { name });
      }
    }
  },
};
