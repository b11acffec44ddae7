import type { Model } from "../../model/model.ts";
import { typeNameAt } from "../../model/names.ts";
import type { Classification, Schema, SchemaObject } from "../../model/schema.ts";

/** One row of a field table. */
export interface Field {
  /** Dotted, `[]` behind the name of an array, for example `languages[].name`. */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  /** Format, bounds and the like, in words. */
  readonly limits: readonly string[];
  readonly classification: Classification;
  readonly deprecated: boolean;
  readonly description: string;
}

/** A schema as its `$ref`s make it: what stands beside a `$ref` comes first. */
function resolved(schema: Schema, model: Model): SchemaObject {
  if (typeof schema === "boolean") return {};
  if (schema.$ref === undefined) return schema;
  const { $ref, ...own } = schema;
  return { ...resolved(model.references.schemaOf(schema), model), ...own };
}

/** All fields of an object, nested ones below their parent. `under` guards against types that contain themselves. */
export function fieldsOf(schema: Schema, model: Model, prefix = "", under: readonly Schema[] = []): Field[] {
  const object = resolved(schema, model);
  const parts = [object, ...[object.allOf, object.anyOf, object.oneOf].flatMap((list) => list ?? [])].map((part) =>
    part === object ? object : resolved(part, model),
  );
  const seen = new Map<string, Field[]>();
  for (const part of parts) {
    for (const [name, field] of Object.entries(part.properties ?? {})) {
      const isRequired = part.required?.includes(name) === true && (part === object || object.allOf !== undefined);
      const rows = fieldRows(field, model, `${prefix}${name}`, isRequired, under);
      // Alternatives may declare the same name: its types are listed together.
      const [first, ...rest] = seen.get(name) ?? [];
      const [row] = rows as [Field];
      if (first === undefined) seen.set(name, rows);
      else if (first.type !== row.type) seen.set(name, [{ ...first, type: `${first.type} or ${row.type}` }, ...rest]);
    }
  }
  return [...seen.values()].flat();
}

function fieldRows(schema: Schema, model: Model, path: string, required: boolean, under: readonly Schema[]): Field[] {
  const field = resolved(schema, model);
  const row: Field = {
    path,
    type: typeText(schema, model),
    required,
    limits: limitsOf(field),
    classification: field["x-classification"] ?? "public",
    deprecated: field.deprecated === true,
    description: field.description ?? "",
  };
  const deeper = [...under, field];
  const alternatives = (field.anyOf ?? []).filter((part) => resolved(part, model).type !== "null");
  const inner = alternatives.length === 1 ? resolved(alternatives[0] as Schema, model) : field;
  const items = inner.items === undefined ? undefined : resolved(inner.items, model);
  if (under.some((one) => one === inner || sameProperties(one, inner))) return [row];
  if (items !== undefined) return [row, ...fieldsOf(inner.items as Schema, model, `${path}[].`, deeper)];
  return [row, ...fieldsOf(inner, model, `${path}.`, deeper)];
}

/** A reference makes a new object with the same properties each time it is resolved. */
function sameProperties(a: Schema, b: SchemaObject): boolean {
  return typeof a === "object" && a.properties !== undefined && a.properties === b.properties;
}

/** The type in words: a name where it has one. */
function typeText(schema: Schema, model: Model): string {
  if (typeof schema === "boolean") return schema ? "anything" : "nothing";
  if (schema.$ref !== undefined) {
    const target = resolved(schema, model);
    return target.properties === undefined && target.oneOf === undefined
      ? typeText({ ...target }, model)
      : typeNameAt(model.references.targetOf(schema));
  }
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(", ");
  const open = schema["x-extensible-enum"];
  const nullable = [schema.type].flat().includes("null") ? " or null" : "";
  if (open !== undefined) return `${open.map(code).join(", ")} … (open)${nullable}`;
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) return union.map((part) => typeText(part, model)).join(" or ");
  if (schema.items !== undefined) return `array of ${typeText(schema.items, model)}${nullable}`;
  if (typeof schema.additionalProperties === "object" && schema.properties === undefined) {
    return `map of ${typeText(schema.additionalProperties, model)}${nullable}`;
  }
  return [schema.type ?? "anything"].flat().join(" or ");
}

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;

const range = (low: number | undefined, high: number | undefined, unit: string): string[] => {
  if (low === undefined && high === undefined) return [];
  if (low === undefined) return [`at most ${high}${unit}`];
  if (high === undefined) return [`at least ${low}${unit}`];
  return [low === high ? `${low}${unit}` : `${low} to ${high}${unit}`];
};

function limitsOf(schema: SchemaObject): string[] {
  return [
    ...(schema.format === undefined ? [] : [schema.format]),
    ...range(schema.minLength, schema.maxLength, " characters"),
    ...range(schema.minimum, schema.maximum, ""),
    ...(schema.exclusiveMinimum === undefined ? [] : [`above ${schema.exclusiveMinimum}`]),
    ...(schema.exclusiveMaximum === undefined ? [] : [`below ${schema.exclusiveMaximum}`]),
    ...(schema.multipleOf === undefined ? [] : [`a multiple of ${schema.multipleOf}`]),
    ...range(schema.minItems, schema.maxItems, " items"),
    ...(schema.uniqueItems === true ? ["no item twice"] : []),
    ...range(schema.minProperties, schema.maxProperties, " entries"),
    ...(schema.pattern === undefined ? [] : [`matches \`${schema.pattern}\``]),
    ...(schema.default === undefined ? [] : [`default ${code(schema.default)}`]),
  ];
}
