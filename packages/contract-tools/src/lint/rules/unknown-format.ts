import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/did-you-mean.ts";
import { child } from "../../model/pointer.ts";
import { CONTRACT, EVERYWHERE, type Rule } from "../rule.ts";
import { STANDARD_FORMATS } from "../schema/keywords.ts";

export const unknownFormat: Rule = {
  id: "unknown-format",
  severity: "error",
  description: "a `format` is one that validators know",
  profiles: EVERYWHERE,
  readIn: CONTRACT,
  *check({ nodes, source }) {
    for (const { schema, pointer } of nodes) {
      const { format } = schema;
      if (typeof format !== "string" || STANDARD_FORMATS.includes(format)) continue;
      const suggestion = didYouMean(format, STANDARD_FORMATS);
      const params = { format, known: "those that JSON Schema defines", suggestion };
      yield diagnostic("unknown-format", source.place(child(pointer, "format")), params);
    }
  },
};
