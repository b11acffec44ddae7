import { knows, refHidesSiblings } from "@statehub/schema-compat";
import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { child } from "../../model/pointer.ts";
import { JSON_SCHEMA, type Rule } from "../rule.ts";

/** What may stand beside a reference for others to refer to. */
const HOLDERS = ["$ref", "definitions", "$defs"];

export const refSiblings: Rule = {
  id: "ref-siblings",
  severity: "error",
  description: "up to draft-07, nothing that refuses anything stands beside `$ref`",
  profiles: JSON_SCHEMA,
  *check({ nodes, source, dialect }) {
    if (!refHidesSiblings(dialect)) return;
    for (const { schema, pointer } of nodes) {
      if (typeof schema.$ref !== "string") continue;
      const hidden = Object.keys(schema).filter((keyword) => !HOLDERS.includes(keyword) && knows(dialect, keyword));
      if (hidden.length === 0) continue;
      const keywords = hidden.map((keyword) => JSON.stringify(keyword)).join(", ");
      yield diagnostic("ref-siblings", source.place(child(pointer, "$ref")), { keywords, dialect });
    }
  },
};
