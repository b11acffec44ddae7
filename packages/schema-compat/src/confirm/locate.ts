import { explain } from "../evaluate/evaluate.ts";
import type { FormatTable } from "../format/format.ts";
import { isArray, isObject, type Json, own } from "../json/json.ts";
import { appendPointer, pointerTokens } from "../json/pointer.ts";
import type { Side } from "../question.ts";
import type { Witness } from "../verdict.ts";

/** Where the second schema refuses a witness, and what the first says there. */
export function locate(a: Side, b: Side, formats: FormatTable, instance: Json): Omit<Witness, "instance"> {
  // The innermost keyword that refused comes first, or the branch keyword when all its branches refused together.
  const failure = explain(b.library, formats, instance).failures[0];
  const instancePointer = failure?.instancePointer ?? "";
  const acceptance = explain(a.library, formats, instance);
  let at = instancePointer;
  while (!acceptance.visited.has(at) && at !== "") at = at.slice(0, at.lastIndexOf("/"));
  const place = acceptance.visited.get(at)?.at(-1);
  return {
    instancePointer,
    refusedBy: {
      pointer: asWritten(b, failure?.document ?? "", failure?.schemaPointer ?? ""),
      document: failure?.document ?? "",
      keyword: failure?.keyword ?? "",
    },
    acceptedBy: { pointer: asWritten(a, place?.document ?? "", place?.pointer ?? ""), document: place?.document ?? "" },
  };
}

/** A pointer into the author's text: the models turn `oneOf` into `anyOf`, and add keywords that stand for their place. */
function asWritten(side: Side, document: string, pointer: string): string {
  if (side.library === side.original || document !== "") return pointer;
  let at: Json | undefined = side.original.root.schema;
  let result = "";
  for (const token of pointerTokens(pointer)) {
    const next: Json | undefined = isArray(at) ? at[Number(token)] : isObject(at) ? own(at, token) : undefined;
    const written: string =
      next === undefined && token === "anyOf" && isObject(at) && at.oneOf !== undefined ? "oneOf" : token;
    at = written === token ? next : isObject(at) ? at.oneOf : undefined;
    if (at === undefined) return result;
    result = appendPointer(result, written);
  }
  return result;
}
