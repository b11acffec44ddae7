import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { child } from "../../model/pointer.ts";
import { JSON_SCHEMA, type Rule } from "../rule.ts";
import { draftsOf, statusOf } from "../schema/keywords.ts";
import { isMisplacedProperty } from "./misplaced-property.ts";

export const otherDraftKeyword: Rule = {
  id: "other-draft-keyword",
  severity: "warning",
  description: "a keyword belongs to the draft of its schema",
  profiles: JSON_SCHEMA,
  *check({ nodes, source, dialect }) {
    for (const node of nodes) {
      for (const keyword of Object.keys(node.schema)) {
        if (statusOf(keyword, dialect) !== "of another draft" || isMisplacedProperty(node, keyword)) continue;
        const all = draftsOf(keyword);
        const drafts = all.length > 1 ? `${all[0]} to ${all.at(-1)}` : `${all[0]}`;
        yield diagnostic("other-draft-keyword", source.place(child(node.pointer, keyword)), {
          keyword,
          dialect,
          drafts,
        });
      }
    }
  },
};
