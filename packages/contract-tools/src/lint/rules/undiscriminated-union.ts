import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { CONTRACT, type Rule } from "../rule.ts";

export const undiscriminatedUnion: Rule = {
  id: "undiscriminated-union",
  severity: "error",
  description: "a `oneOf` has a required field with a `const` in each form, or forms of different types",
  profiles: CONTRACT,
  *check(file, { engine }) {
    const obstacle = engine.obstacle(file);
    if (obstacle?.keyword !== "oneOf") return;
    yield diagnostic("undiscriminated-union", file.source.place(obstacle.pointer), { reason: obstacle.reason });
  },
};
