/** A JSON Schema as it stands in a contract file, its keywords checked (see check-schema.ts). */
export interface SchemaObject {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $ref?: string;
  readonly $anchor?: string;
  readonly $defs?: SchemaMap;
  readonly title?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly properties?: SchemaMap;
  readonly required?: readonly string[];
  readonly patternProperties?: SchemaMap;
  readonly additionalProperties?: Schema;
  readonly propertyNames?: Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly contains?: Schema;
  readonly minContains?: number;
  readonly maxContains?: number;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly "x-extensible-enum"?: readonly string[];
  readonly "x-classification"?: Classification;
  readonly "x-event"?: unknown;
  readonly "x-invalid-examples"?: readonly { readonly why: string; readonly data: unknown }[];
}

export type Schema = SchemaObject | boolean;
export type SchemaMap = Readonly<Record<string, Schema>>;
export type Classification = "public" | "internal" | "personal" | "secret";

/** What kind of value a keyword takes. */
export type KeywordValue =
  | "schema"
  | "schemas"
  | "schema map"
  | "string"
  | "text"
  | "strings"
  | "boolean"
  | "number"
  | "positive number"
  | "count"
  | "examples"
  | "values"
  | "any"
  | "types"
  | "classification"
  | "map of strings"
  | "event"
  | "invalid examples";

/**
 * The keywords that a contract may use, with the kind of their value: JSON Schema 2020-12 less what would close a
 * contract or move its base URI, plus our `x-` keywords. `meta/contract.v1.json` says the same to editors.
 */
export const KEYWORDS: Readonly<Record<string, KeywordValue>> = {
  $schema: "string",
  $id: "string",
  $ref: "text",
  $defs: "schema map",
  $anchor: "string",
  $comment: "string",
  title: "string",
  description: "text",
  deprecated: "boolean",
  default: "any",
  examples: "examples",
  type: "types",
  enum: "values",
  const: "any",
  format: "string",
  pattern: "string",
  minLength: "count",
  maxLength: "count",
  minimum: "number",
  maximum: "number",
  exclusiveMinimum: "number",
  exclusiveMaximum: "number",
  multipleOf: "positive number",
  properties: "schema map",
  required: "strings",
  patternProperties: "schema map",
  additionalProperties: "schema",
  propertyNames: "schema",
  minProperties: "count",
  maxProperties: "count",
  dependentRequired: "map of strings",
  items: "schema",
  prefixItems: "schemas",
  minItems: "count",
  maxItems: "count",
  uniqueItems: "boolean",
  contains: "schema",
  minContains: "count",
  maxContains: "count",
  allOf: "schemas",
  anyOf: "schemas",
  oneOf: "schemas",
  not: "schema",
  if: "schema",
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, never awaited
  then: "schema",
  else: "schema",
  "x-extensible-enum": "strings",
  "x-classification": "classification",
  "x-event": "event",
  "x-invalid-examples": "invalid examples",
};

/** The formats that the validators check; see `@statehub/events-runtime/validation`. */
export const FORMATS: readonly string[] = ["date-time", "date", "time", "uuid", "uri", "uri-reference", "email"];

/** Keywords whose schemas speak of the same value as the schema they stand in, not of a part of it. */
export const IN_PLACE: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "not", "if", "then", "else"]);

/** Keywords that no validator acts on. */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "$comment",
  "title",
  "description",
  "deprecated",
  "default",
  "examples",
  "x-event",
  "x-classification",
  "x-invalid-examples",
  "x-extensible-enum",
]);
