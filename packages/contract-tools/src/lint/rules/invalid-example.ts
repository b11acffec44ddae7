import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { child } from "../../model/pointer.ts";
import { EVERYWHERE, type Rule } from "../rule.ts";
import { refusal } from "../schema/refusal.ts";

export const invalidExample: Rule = {
  id: "invalid-example",
  severity: "error",
  description: "each of `examples` is valid, those of shared fragments and of single fields too",
  profiles: EVERYWHERE,
  *check(file, { engine }) {
    for (const { schema, pointer } of file.nodes) {
      if (!Array.isArray(schema.examples)) continue;
      for (const [i, example] of schema.examples.entries()) {
        const judgement = engine.judge(file, pointer, example);
        const params = judgement && refusal(judgement, example);
        if (params === undefined) continue;
        yield diagnostic("invalid-example", file.source.place(child(child(pointer, "examples"), i)), params);
      }
    }
  },
};
