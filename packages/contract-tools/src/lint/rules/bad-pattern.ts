import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { child } from "../../model/pointer.ts";
import { CONTRACT, EVERYWHERE, type Rule } from "../rule.ts";
import { isObject } from "../schema/nodes.ts";

export const badPattern: Rule = {
  id: "bad-pattern",
  severity: "error",
  description: "a regular expression compiles",
  profiles: EVERYWHERE,
  readIn: CONTRACT,
  *check({ nodes, source }) {
    for (const { schema, pointer } of nodes) {
      const { pattern, patternProperties } = schema;
      const names = isObject(patternProperties) ? Object.keys(patternProperties) : [];
      const places: [string, string][] = names.map((name) => [name, child(child(pointer, "patternProperties"), name)]);
      if (typeof pattern === "string") places.push([pattern, child(pointer, "pattern")]);
      for (const [expression, at] of places) {
        const problem = problemOf(expression);
        if (problem !== undefined) yield diagnostic("bad-pattern", source.place(at), { problem });
      }
    }
  },
};

/** Validators differ in whether they set the flag u: only what compiles neither way is wrong. */
function problemOf(expression: string): string | undefined {
  try {
    new RegExp(expression);
    return undefined;
  } catch {}
  try {
    new RegExp(expression, "u");
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
