import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { child } from "../../model/pointer.ts";
import { relativeRef } from "../../model/references.ts";
import { CONTRACT, type Rule } from "../rule.ts";

const RELATIVE = /^(?:\.\.?\/|#)/;

export const relativeReference: Rule = {
  id: "relative-reference",
  severity: "error",
  description: "a `$ref` to another file is relative: editors follow it, and it survives a move of all of them",
  profiles: CONTRACT,
  isFixable: true,
  *check({ nodes, source, uri }) {
    for (const { schema, pointer } of nodes) {
      const ref = schema.$ref;
      if (typeof ref !== "string" || RELATIVE.test(ref)) continue;
      const at = child(pointer, "$ref");
      const want = URL.canParse(ref, uri) ? relativeTo(uri, new URL(ref, uri)) : undefined;
      const edit = want === undefined ? undefined : { pointer: at, value: want };
      yield diagnostic("relative-reference", source.place(at), { got: ref, want }, edit);
    }
  },
};

function relativeTo(uri: string, target: URL): string | undefined {
  if (target.origin !== new URL(uri).origin) return undefined;
  const { hash } = target;
  target.hash = "";
  if (target.href === uri) return hash === "" ? "#" : hash;
  const path = relativeRef(uri, target.href);
  return `${path.startsWith("..") ? path : `./${path}`}${hash}`;
}
