import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { child } from "../../model/pointer.ts";
import { EVERYWHERE, type Rule } from "../rule.ts";
import { isInTest } from "../schema/nodes.ts";
import { refusal } from "../schema/refusal.ts";

export const invalidDefault: Rule = {
  id: "invalid-default",
  severity: "error",
  description: "a `default` is valid",
  profiles: EVERYWHERE,
  *check(file, { engine }) {
    for (const node of file.nodes) {
      const value = node.schema.default;
      if (value === undefined || isInTest(node)) continue;
      const judgement = engine.judge(file, node.pointer, value);
      const params = judgement && refusal(judgement, value);
      if (params !== undefined) {
        yield diagnostic("invalid-default", file.source.place(child(node.pointer, "default")), params);
      }
    }
  },
};
