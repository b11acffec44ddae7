import type { Json } from "@statehub/schema-compat";
import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { child } from "../../model/pointer.ts";
import { CONTRACT, type Rule } from "../rule.ts";

export const acceptedInvalidExample: Rule = {
  id: "accepted-invalid-example",
  severity: "error",
  description: "each of `x-invalid-examples` is refused",
  profiles: CONTRACT,
  *check(file, { engine }) {
    for (const [i, { why, data }] of (file.contract?.schema["x-invalid-examples"] ?? []).entries()) {
      if (engine.judge(file, "", data as Json)?.failures.length !== 0) continue;
      yield diagnostic("accepted-invalid-example", file.source.place(child("/x-invalid-examples", i)), { why });
    }
  },
};
