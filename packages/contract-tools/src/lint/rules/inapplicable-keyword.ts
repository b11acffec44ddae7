import type { JsonObject } from "@statehub/schema-compat";
import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { child } from "../../model/pointer.ts";
import { EVERYWHERE, type Rule } from "../rule.ts";
import { APPLIES_TO, STANDARD_FORMATS } from "../schema/keywords.ts";
import { typesOf } from "../schema/nodes.ts";

/** The formats of JSON Schema are all of strings; others, such as `int64`, may be of anything. */
const isFormatOfStrings = (keyword: string, { format }: JsonObject): boolean =>
  keyword === "format" && STANDARD_FORMATS.includes(String(format));

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
        const applies = isFormatOfStrings(keyword, schema) ? "string" : APPLIES_TO.get(keyword);
        if (applies === undefined || types.includes(applies)) continue;
        const params = { keyword, applies, type: (typesOf(schema) ?? []).join(" or ") };
        yield diagnostic("inapplicable-keyword", source.place(child(pointer, keyword)), params);
      }
    }
  },
};
