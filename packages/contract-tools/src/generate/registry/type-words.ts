import { conjuncts } from "../../model/conjuncts.ts";
import type { Model } from "../../model/model.ts";
import { typeNameAt } from "../../model/names.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import { code } from "./markdown.ts";

/** The type of a value in words: a name where it has one that says more than its parts. */
export function typeText(schema: Schema, model: Model): string {
  if (typeof schema === "boolean") return schema ? "anything" : "nothing";
  if (schema.$ref !== undefined) {
    const target = model.references.schemaOf(schema);
    const isObject = conjuncts(target, model.references).some((part) => part.properties ?? part.oneOf);
    return isObject ? typeNameAt(model.references.targetOf(schema)) : typeText(target, model);
  }
  const own = ownTypeText(schema, model);
  if (own !== undefined) return own;
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) return [...new Set(union.map((part) => typeText(part, model)))].join(" or ");
  if (schema.type === undefined && schema.allOf !== undefined) {
    return [...new Set(schema.allOf.map((part) => typeText(part, model)))].join(" and ");
  }
  return [schema.type ?? "anything"].flat().join(" or ");
}

/** What the values of a schema are by themselves; undefined where its `type` or its alternatives say it all. */
function ownTypeText(schema: SchemaObject, model: Model): string | undefined {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(", ");
  const others = [schema.type ?? []]
    .flat()
    .filter((type) => type !== "array" && type !== "object" && type !== "string");
  const orOthers = others.map((type) => ` or ${type}`).join("");
  const open = schema["x-extensible-enum"];
  if (open !== undefined) return `${open.map(code).join(", ")} … (open)${orOthers}`;
  if (schema.prefixItems !== undefined) {
    const first = schema.prefixItems.map((item) => typeText(item, model));
    const rest = typeof schema.items === "object" ? [`… ${typeText(schema.items, model)}`] : [];
    return `list of ${[...first, ...rest].join(", ")}${orOthers}`;
  }
  if (typeof schema.items === "object") return `array of ${typeText(schema.items, model)}${orOthers}`;
  const values = [...Object.values(schema.patternProperties ?? {}), schema.additionalProperties ?? false].filter(
    Boolean,
  );
  if (values.length === 0 || schema.properties !== undefined) return undefined;
  return `map of ${values.map((value) => typeText(value, model)).join(" or ")}${orOthers}`;
}
