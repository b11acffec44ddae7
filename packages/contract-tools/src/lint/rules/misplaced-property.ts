import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { child } from "../../model/pointer.ts";
import { JSON_SCHEMA, type Rule } from "../rule.ts";
import { statusOf } from "../schema/keywords.ts";
import { isObject, type SchemaNode } from "../schema/nodes.ts";

const MAKES_A_SCHEMA = ["type", "$ref", "properties", "enum", "const", "allOf", "anyOf", "oneOf"];

/** Whether what stands under a name that is no keyword reads as the schema of a property. */
export function isMisplacedProperty({ schema }: SchemaNode, name: string): boolean {
  const value = schema[name];
  if (!isObject(value) || !isObject(schema.properties) || Object.hasOwn(schema.properties, name)) return false;
  return MAKES_A_SCHEMA.some((keyword) => keyword in value && !isObject(value[keyword]));
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
