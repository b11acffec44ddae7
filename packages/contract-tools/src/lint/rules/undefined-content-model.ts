import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { CONTRACT, type Rule } from "../rule.ts";

export const undefinedContentModel: Rule = {
  id: "undefined-content-model",
  severity: "error",
  description:
    "nothing is closed under `not` or `if`, no object is described in two places, and no reference leaves open whether its value is an object",
  profiles: CONTRACT,
  *check(file, { engine }) {
    const obstacle = engine.obstacle(file);
    // A union that cannot be told apart has a rule of its own.
    if (obstacle === undefined || obstacle.keyword === "oneOf") return;
    const { keyword, pointer, reason } = obstacle;
    yield diagnostic("undefined-content-model", file.source.place(pointer), { keyword, reason });
  },
};
