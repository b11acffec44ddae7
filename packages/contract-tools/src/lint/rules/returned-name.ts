import type { Json } from "@statehub/schema-compat";
import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { bundle } from "../../model/bundle.ts";
import { canonicalJson } from "../../model/canonical-json.ts";
import { valueAt } from "../../model/pointer.ts";
import { ANNOTATIONS, type Schema, type SchemaObject } from "../../model/schema.ts";
import { mapSubschemas } from "../../model/walk.ts";
import { CONTRACT, type Rule } from "../rule.ts";
import { nodesOf } from "../schema/nodes.ts";

export const returnedName: Rule = {
  id: "returned-name",
  severity: "error",
  description: "the name of a removed field is not given to another one in the same major",
  profiles: CONTRACT,
  *check({ contract, source }, { model, released }) {
    const versions = contract?.event === undefined ? undefined : released?.byType.get(contract.event.type);
    if (contract === undefined || model === undefined || versions === undefined) return;
    const now = bundle(contract, model.references);
    for (const pointer of fieldsOf(now)) {
      const had = versions.filter(({ schema }) => valueAt(schema, pointer) !== undefined);
      const last = had.at(-1);
      const removed = last && versions[versions.indexOf(last) + 1];
      if (last === undefined || removed === undefined) continue;
      if (meaningOf(now, pointer) === meaningOf(last.schema, pointer)) continue;
      const params = { pointer, version: last.version, removed: removed.version };
      yield diagnostic("returned-name", source.place(pointer), params);
    }
  },
};

function fieldsOf(schema: SchemaObject): string[] {
  const nodes = nodesOf(schema as unknown as Json, "2020-12");
  return nodes.filter(({ keyword }) => keyword === "properties").map(({ pointer }) => pointer);
}

/** What a field accepts, as text that is the same for the same: annotations left out, references followed. */
function meaningOf(root: SchemaObject, pointer: string): string {
  const defs = new Map<string, Schema>();
  function strip(schema: Schema): Schema {
    if (typeof schema === "boolean") return schema;
    if (schema.$ref !== undefined && !defs.has(schema.$ref)) {
      defs.set(schema.$ref, true);
      const target = valueAt(root, schema.$ref.slice(1)) as Schema | undefined;
      defs.set(schema.$ref, strip(target ?? true));
    }
    const kept = Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.has(keyword));
    return mapSubschemas(Object.fromEntries(kept), strip);
  }
  const field = strip(valueAt(root, pointer) as Schema);
  return canonicalJson([field, Object.fromEntries(defs)]);
}
