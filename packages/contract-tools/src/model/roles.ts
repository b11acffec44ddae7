import { DEFS } from "./bundle.ts";
import type { Schema, SchemaObject } from "./schema.ts";

/** Where a schema stands, which decides how it is rewritten. Each definition exists once per role that it is used in. */
export type Role =
  /** Alone at its place in the data: it says which properties there are. */
  | "whole"
  /** Beside others at one place: an enclosing schema closes them together. */
  | "part"
  /** As the reader sees it. */
  | "open"
  /** A condition (`if`, `not`, `contains`): changing it would change what it selects. */
  | "condition";

/** The reference to a definition in a role. */
export type Refer = (ref: string, role: Role) => string;

/** Rewrites the root in `role`, and each definition in every role that is asked for through `refer`. */
export function rewrite(
  root: SchemaObject,
  role: Role,
  convert: (schema: SchemaObject, role: Role, refer: Refer) => Schema,
): SchemaObject {
  const defs: Record<string, Schema> = {};
  const { $defs: sources = {}, ...top } = root;

  function refer(ref: string, wanted: Role): string {
    if (ref === "#" && wanted === role) return "#";
    const source = ref === "#" ? top : (sources[ref.slice(DEFS.length)] as Schema);
    // Names of definitions begin with a capital, or are paths: neither can be taken.
    const name = `${ref === "#" ? "root" : ref.slice(DEFS.length)}${wanted === role ? "" : `_${wanted}`}`;
    if (!Object.hasOwn(defs, name)) {
      defs[name] = true; // taken before its own references are followed: definitions may be recursive
      defs[name] = typeof source === "boolean" ? source : convert(source, wanted, refer);
    }
    return DEFS + name;
  }

  const converted = convert(top, role, refer) as SchemaObject;
  return Object.keys(defs).length === 0 ? converted : { ...converted, $defs: defs };
}
