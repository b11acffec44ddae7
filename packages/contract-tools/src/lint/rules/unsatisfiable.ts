import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { DiagnosticCode } from "../../diagnostics/table.ts";
import { EVERYWHERE, type Rule } from "../rule.ts";
import { isObject, type SchemaNode } from "../schema/nodes.ts";

/** Rules that say why nothing fits, which is more than that nothing does. */
const EXPLAINED_BY: ReadonlySet<DiagnosticCode> = new Set(["undeclared-required", "enum-type"]);

const SAYS = {
  "by itself": "no value satisfies this schema: what it demands contradicts itself",
  "by what is around it":
    "this alternative can never be the one: what stands around it excludes it, or whatever matches it matches another too",
};

export const unsatisfiable: Rule = {
  id: "unsatisfiable",
  severity: "error",
  description: "something satisfies each schema, and each alternative can be the one",
  profiles: EVERYWHERE,
  *check(file, { engine, found }) {
    const explained = found.filter((one) => one.file === file.file && EXPLAINED_BY.has(one.code));
    const causes = explained.map(({ pointer }) => pointer);
    const nodes = new Map(file.nodes.map((node) => [node.pointer, node]));
    for (const { pointer, why } of engine.impossible(file)) {
      const node = nodes.get(pointer);
      // Where a part is impossible, the whole follows from it.
      if (node === undefined || saysSo(node) || causes.some((cause) => follows(node, cause))) {
        if (why === "by itself") causes.push(pointer);
        continue;
      }
      causes.push(pointer);
      yield diagnostic("unsatisfiable", file.source.place(pointer), { what: SAYS[why] });
    }
  },
};

/** `{ "not": {} }` is how older drafts write `false`. */
function saysSo({ schema }: SchemaNode): boolean {
  return isObject(schema.not) && Object.keys(schema.not).length === 0;
}

/** Whether a schema is impossible because another place is: one inside it, or one that it refers to. */
function follows({ pointer, schema }: SchemaNode, cause: string): boolean {
  return cause === pointer || cause.startsWith(`${pointer}/`) || referencesIn(schema).includes(`#${cause}`);
}

function referencesIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  return [value.$ref, ...Object.values(value).flatMap(referencesIn)];
}
