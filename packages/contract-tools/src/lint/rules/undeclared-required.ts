import type { JsonObject } from "@statehub/schema-compat";
import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/did-you-mean.ts";
import { conjuncts } from "../../model/conjuncts.ts";
import { child } from "../../model/pointer.ts";
import type { SchemaObject } from "../../model/schema.ts";
import { EVERYWHERE, type LintRun, type Rule } from "../rule.ts";
import { inPlaceAround, isInTest, isObject, type SchemaNode } from "../schema/nodes.ts";

/** What in a schema declares names beside `properties`; with one of them there, nothing is said. */
const DECLARES_MORE = [
  "$ref",
  "allOf",
  "anyOf",
  "oneOf",
  "if",
  "then",
  "else",
  "dependentSchemas",
  "patternProperties",
];

const namesIn = (schema: JsonObject | SchemaObject): string[] => Object.keys(schema.properties ?? {});

/** The names declared for the object that a node is about; undefined where others are allowed too. */
function declaredNames(node: SchemaNode, { model }: LintRun): string[] | undefined {
  const { schema } = node;
  if (model === undefined) {
    const isClosed = schema.additionalProperties === false || schema.unevaluatedProperties === false;
    const looksAround = schema.unevaluatedProperties === false ? DECLARES_MORE : ["patternProperties"];
    return isClosed && !looksAround.some((keyword) => keyword in schema) ? namesIn(schema) : undefined;
  }
  // A publisher is held to what is declared anywhere at this place in the data.
  const isPartOfOthers = node.parent?.keyword === "" && node.keyword === "$defs" && namesIn(schema).length === 0;
  if (isInTest(node) || isPartOfOthers) return undefined;
  const outermost = inPlaceAround(node).at(-1) ?? node;
  const parts = everyPart(outermost.schema as SchemaObject, model);
  const isMap = parts.some((part) => "patternProperties" in part || "additionalProperties" in part);
  return isMap ? undefined : parts.flatMap(namesIn);
}

/** All schemas that may speak of the same object as this one, whichever of them hold. */
function everyPart(schema: SchemaObject, model: NonNullable<LintRun["model"]>): SchemaObject[] {
  const seen = new Set<SchemaObject>();
  function visit(one: unknown): void {
    if (!isObject(one)) return;
    for (const part of conjuncts(one as SchemaObject, model.references)) {
      if (seen.has(part)) continue;
      seen.add(part);
      for (const inner of [...(part.anyOf ?? []), ...(part.oneOf ?? []), part.if, part.then, part.else]) visit(inner);
    }
  }
  visit(schema);
  return [...seen];
}

export const undeclaredRequired: Rule = {
  id: "undeclared-required",
  severity: "error",
  description: "what a closed object requires is declared; every object of a contract is closed for publishers",
  profiles: EVERYWHERE,
  *check({ nodes, source }, run) {
    for (const node of nodes) {
      const { required } = node.schema;
      if (!Array.isArray(required)) continue;
      const declared = declaredNames(node, run);
      if (declared === undefined) continue;
      for (const [i, name] of required.entries()) {
        if (typeof name !== "string" || declared.includes(name)) continue;
        const place = source.place(child(child(node.pointer, "required"), i));
        yield diagnostic("undeclared-required", place, { name, suggestion: didYouMean(name, declared) });
      }
    }
  },
};
