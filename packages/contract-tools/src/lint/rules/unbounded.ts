import type { JsonObject } from "@statehub/schema-compat";
import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { CONTRACT, type Rule } from "../rule.ts";
import { inPlaceAround, isInTest, typesOf } from "../schema/nodes.ts";

const BOUND = { string: "maxLength", array: "maxItems" } as const;
/** What else keeps a value small. Of the formats, all but those of addresses do. */
const ALSO = { string: ["enum", "const", "x-extensible-enum", "$ref"], array: ["enum", "const", "$ref"] } as const;
const BOUNDED_FORMATS: readonly unknown[] = ["date-time", "date", "time", "uuid"];

export const unbounded: Rule = {
  id: "unbounded",
  severity: "warning",
  description: "strings and arrays have an upper bound",
  profiles: CONTRACT,
  *check({ nodes, source }) {
    for (const node of nodes) {
      if (isInTest(node)) continue;
      for (const what of ["string", "array"] as const) {
        if (!typesOf(node.schema)?.includes(what)) continue;
        const parts = inPlaceAround(node).flatMap(({ schema }) => [schema, ...((schema.allOf as JsonObject[]) ?? [])]);
        if (!parts.some((schema) => isBounded(schema, what))) {
          yield diagnostic("unbounded", source.place(node.pointer), { what, keyword: BOUND[what] });
        }
      }
    }
  },
};

function isBounded(schema: JsonObject, what: "string" | "array"): boolean {
  if (BOUND[what] in schema || ALSO[what].some((keyword) => keyword in schema)) return true;
  if (what === "array") return schema.items === false;
  // An expression without *, + and {n,}, from start to end, matches no long text.
  const isShort = typeof schema.pattern === "string" && /^\^(?:[^*+{\\]|\\.|\{\d+(?:,\d+)?\})*\$$/.test(schema.pattern);
  return BOUNDED_FORMATS.includes(schema.format) || isShort;
}
