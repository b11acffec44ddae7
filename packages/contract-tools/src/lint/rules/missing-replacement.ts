import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { child } from "../../model/pointer.ts";
import { CONTRACT, type Rule } from "../rule.ts";

export const missingReplacement: Rule = {
  id: "missing-replacement",
  severity: "warning",
  description: "what is deprecated says what to read instead",
  profiles: CONTRACT,
  *check({ nodes, source, contract }) {
    const { event } = contract ?? {};
    if (event?.lifecycle === "deprecated" && event.replacedBy === undefined) {
      yield diagnostic("missing-replacement", source.place("/x-event/lifecycle"), { what: "the event" });
    }
    const fields = new Set(nodes.filter(({ keyword }) => keyword === "properties").map(({ name }) => name));
    for (const { schema, name, pointer } of nodes) {
      if (schema.deprecated !== true || pointer === "") continue;
      const words = [...String(schema.description ?? "").matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? "");
      const isNamed = words.some((code) => {
        const last = code.split(".").at(-1) ?? "";
        return code.startsWith("org.statehub.") || (last !== name && fields.has(last));
      });
      if (isNamed) continue;
      const what = `the field ${JSON.stringify(name)}`;
      yield diagnostic("missing-replacement", source.place(child(pointer, "deprecated")), { what });
    }
  },
};
