import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/did-you-mean.ts";
import { child, valueAt } from "../../model/pointer.ts";
import { CONTRACT, EVERYWHERE, type Rule } from "../rule.ts";
import { isObject, type SchemaNode } from "../schema/nodes.ts";

export const missingReference: Rule = {
  id: "missing-reference",
  severity: "error",
  description: "a `$ref` leads to a schema; outside contracts, one that leads into its own file",
  profiles: EVERYWHERE,
  readIn: CONTRACT,
  *check({ nodes, source, value }) {
    // An identifier inside a file gives what is in it another base.
    if (nodes.some(hasOwnBase)) return;
    for (const { schema, pointer } of nodes) {
      const ref = schema.$ref;
      if (typeof ref !== "string" || !ref.startsWith("#/")) continue;
      const target = decoded(ref.slice(1));
      if (target !== undefined && valueAt(value, target) !== undefined) continue;
      const names = ["definitions", "$defs"].flatMap((holder) => {
        const held = valueAt(value, `/${holder}`);
        return isObject(held) ? Object.keys(held).map((name) => `#/${holder}/${name}`) : [];
      });
      const params = { ref, problem: "the file has nothing there", suggestion: didYouMean(ref, names) };
      yield diagnostic("missing-reference", source.place(child(pointer, "$ref")), params);
    }
  },
};

const hasOwnBase = ({ schema, pointer }: SchemaNode): boolean =>
  pointer !== "" && [schema.$id, schema.id].some((id) => typeof id === "string" && !id.startsWith("#"));

function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}
