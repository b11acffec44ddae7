import type { Json } from "@statehub/schema-compat";
import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { show } from "../../model/check-schema.ts";
import { child } from "../../model/pointer.ts";
import { EVERYWHERE, type Rule } from "../rule.ts";
import { typesOf } from "../schema/nodes.ts";

/** Whether a value is of a JSON Schema type; 1.0 is an integer since draft-06, and everywhere in JavaScript. */
function isOf(value: Json, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type && value !== null && !Array.isArray(value);
}

export const enumType: Rule = {
  id: "enum-type",
  severity: "error",
  description: "each value of `enum`, and that of `const`, is of the declared type",
  profiles: EVERYWHERE,
  *check({ nodes, source }) {
    for (const { schema, pointer } of nodes) {
      const types = typesOf(schema);
      if (types === undefined) continue;
      const params = (value: Json): { got: string; type: string } => ({ got: show(value), type: types.join(" or ") });
      const isWrong = (value: Json): boolean => !types.some((type) => isOf(value, type));
      if (schema.const !== undefined && isWrong(schema.const)) {
        yield diagnostic("enum-type", source.place(child(pointer, "const")), params(schema.const));
      }
      if (!Array.isArray(schema.enum)) continue;
      for (const [i, value] of (schema.enum as readonly Json[]).entries()) {
        if (isWrong(value))
          yield diagnostic("enum-type", source.place(child(child(pointer, "enum"), i)), params(value));
      }
    }
  },
};
