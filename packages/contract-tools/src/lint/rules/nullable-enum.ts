import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { child } from "../../model/pointer.ts";
import { EVERYWHERE, type Rule } from "../rule.ts";
import { typesOf } from "../schema/nodes.ts";

export const nullableEnum: Rule = {
  id: "nullable-enum",
  severity: "error",
  description: "an `enum` lists null where the type allows it",
  profiles: EVERYWHERE,
  *check({ nodes, source }) {
    for (const { schema, pointer } of nodes) {
      if (!Array.isArray(schema.enum) || !typesOf(schema)?.includes("null") || schema.enum.includes(null)) continue;
      if (Array.isArray(schema.type)) {
        yield diagnostic("nullable-enum", source.place(child(pointer, "enum")), { keyword: "enum" });
      }
    }
  },
};
