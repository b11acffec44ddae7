import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { child } from "../../model/pointer.ts";
import { EVERYWHERE, type Rule } from "../rule.ts";
import { APPLIES_TO } from "../schema/keywords.ts";
import { typesOf } from "../schema/nodes.ts";

export const inapplicableKeyword: Rule = {
  id: "inapplicable-keyword",
  severity: "error",
  description: "a keyword can apply to the declared type",
  profiles: EVERYWHERE,
  *check({ nodes, source }) {
    for (const { schema, pointer } of nodes) {
      const types = typesOf(schema)?.map((type) => (type === "integer" ? "number" : type));
      if (types === undefined) continue;
      for (const keyword of Object.keys(schema)) {
        const applies = APPLIES_TO.get(keyword);
        if (applies === undefined || types.includes(applies)) continue;
        const params = { keyword, applies, type: (typesOf(schema) ?? []).join(" or ") };
        yield diagnostic("inapplicable-keyword", source.place(child(pointer, keyword)), params);
      }
    }
  },
};
