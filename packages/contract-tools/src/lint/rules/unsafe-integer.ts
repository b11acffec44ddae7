import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { EVERYWHERE, type Rule } from "../rule.ts";

export const unsafeInteger: Rule = {
  id: "unsafe-integer",
  severity: "error",
  description: "no integer in a schema is beyond 2^53 - 1",
  profiles: EVERYWHERE,
  *check({ longIntegers, source }) {
    for (const { text, pointer } of longIntegers()) {
      if (Number.isSafeInteger(Number(text))) continue;
      yield diagnostic("unsafe-integer", source.place(pointer), { got: text, read: String(Number(text)) });
    }
  },
};
