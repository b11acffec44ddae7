import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { CONTRACT, type Rule } from "../rule.ts";
import { isInTest } from "../schema/nodes.ts";

export const missingDescription: Rule = {
  id: "missing-description",
  severity: "error",
  description: "every field has a description",
  profiles: CONTRACT,
  *check({ nodes, source }) {
    for (const node of nodes) {
      if (node.keyword !== "properties" || node.schema.description !== undefined || isInTest(node)) continue;
      // What a branch of a condition adds to a field is no field of its own.
      if (node.parent?.keyword === "then" || node.parent?.keyword === "else") continue;
      yield diagnostic("missing-description", source.place(node.pointer), { name: node.name });
    }
  },
};
