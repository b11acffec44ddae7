import { conjuncts } from "../../model/conjuncts.ts";
import type { Model } from "../../model/model.ts";
import type { Classification, Schema, SchemaObject } from "../../model/schema.ts";
import { limitsOf } from "./limits.ts";
import { membersOf } from "./members.ts";
import { typeText } from "./type-words.ts";

/** One row of a field table. */
export interface Field {
  /** Dotted, `[]` behind the name of an array and `*` for any name in a map: `languages[].name`, `labels.*.value`. */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  /** Format, bounds and the like, in words. */
  readonly limits: string;
  readonly classification: Classification;
  readonly deprecated: boolean;
  readonly description: string;
}

/** All fields of an object, those inside one below it. A type that contains itself is listed once. */
export function fieldsOf(schema: Schema, model: Model): Field[] {
  return inside(schema, "", []);

  function inside(value: Schema, path: string, above: readonly SchemaObject[]): Field[] {
    const parts = conjuncts(value, model.references);
    if (!parts.some(hasParts) || parts.some((part) => above.includes(part))) return [];
    const deeper = [...above, ...parts];
    const fields = membersOf(value, model).flatMap(({ name, schemas, required }) => {
      const at = path === "" ? name : `${path}.${name}`;
      return [row(at, schemas, required), ...merged(schemas.map((one) => inside(one, at, deeper)))];
    });
    return merged([fields, ...elements(parts, model).map(([step, one]) => inside(one, path + step, deeper))]);
  }

  function row(path: string, schemas: readonly Schema[], required: boolean): Field {
    // What stands nearest says most: a description beside a `$ref` before that of its target.
    const variants = schemas.map((one) => conjuncts(one, model.references));
    const descriptions = variants.map((parts) => parts.find((part) => part.description !== undefined)?.description);
    return {
      path,
      type: unique(schemas.map((one) => typeText(one, model))).join(" or "),
      required,
      limits: unique(schemas.map((one) => limitsOf(one, model).join("; "))).join(" or "),
      classification: variants.flat().find((part) => part["x-classification"])?.["x-classification"] ?? "public",
      deprecated: variants.every((parts) => parts.some((part) => part.deprecated === true)),
      description: unique(descriptions).join(" / "),
    };
  }
}

/** Keywords that say something of what is in a value. */
const INNER = [
  "properties",
  "items",
  "prefixItems",
  "patternProperties",
  "additionalProperties",
  "anyOf",
  "oneOf",
  "then",
  "else",
] as const;

const hasParts = (schema: SchemaObject): boolean => INNER.some((keyword) => schema[keyword] !== undefined);

/** What an array or a map holds, with the step to it, in any of its alternatives. */
function elements(parts: readonly SchemaObject[], model: Model): [step: string, schema: Schema][] {
  return parts.flatMap(({ items, prefixItems = [], additionalProperties, patternProperties = {}, anyOf, oneOf }) => {
    const values = [...Object.values(patternProperties), additionalProperties ?? false];
    const alternatives = [...(anyOf ?? []), ...(oneOf ?? [])];
    return [
      ...prefixItems.map((item, i): [string, Schema] => [`[${i}]`, item]),
      ["[]", items ?? false] satisfies [string, Schema],
      ...values.map((value): [string, Schema] => [".*", value]),
      ...alternatives.flatMap((part) => elements(conjuncts(part, model.references), model)),
    ];
  });
}

/** Lists of fields as one, in which each path stands once. */
function merged(lists: readonly (readonly Field[])[]): Field[] {
  const found = new Map<string, Field>();
  for (const field of lists.flat()) {
    const known = found.get(field.path);
    const type = unique([known?.type, field.type]).join(" or ");
    found.set(field.path, { ...(known ?? field), type });
  }
  return [...found.values()];
}

/** Each text once, without those that say nothing. */
function unique(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.map((text) => text ?? ""))].filter((text) => text !== "");
}
