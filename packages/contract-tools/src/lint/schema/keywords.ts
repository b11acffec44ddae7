import { type Dialect, knows } from "@statehub/schema-compat";

type JsonType = "number" | "string" | "array" | "object";

const BY_TYPE: Readonly<Record<JsonType, readonly string[]>> = {
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  string: ["minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType", "contentSchema"],
  array: [
    ...["items", "prefixItems", "additionalItems", "unevaluatedItems", "contains", "minContains", "maxContains"],
    ...["minItems", "maxItems", "uniqueItems"],
  ],
  object: [
    ...["properties", "patternProperties", "additionalProperties", "unevaluatedProperties", "propertyNames"],
    ...["required", "minProperties", "maxProperties", "dependencies", "dependentRequired", "dependentSchemas"],
  ],
};

/** Keyword → the one type of value that it says anything about. */
export const APPLIES_TO: ReadonlyMap<string, JsonType> = new Map(
  Object.entries(BY_TYPE).flatMap(([type, keywords]) => keywords.map((keyword) => [keyword, type as JsonType])),
);

export const DIALECTS: readonly Dialect[] = ["draft-04", "draft-06", "draft-07", "2019-09", "2020-12"];

/** Keywords that refuse nothing, with the draft that they came with. It does no harm to write one too early. */
const ANNOTATIONS = [
  ...["$schema", "$id", "id", "title", "description", "default", "examples", "$comment", "readOnly", "writeOnly"],
  ...["deprecated", "contentEncoding", "contentMediaType", "contentSchema", "$anchor", "$dynamicAnchor"],
  ...["$recursiveAnchor", "$vocabulary"],
];

/** What tools in wide use add to JSON Schema, each with a name that nobody misspells by accident. */
const OF_TOOLS = [
  // OpenAPI and AsyncAPI
  ...["discriminator", "nullable", "xml", "externalDocs", "example", "summary"],
  // editors
  ...["markdownDescription", "enumDescriptions", "markdownEnumDescriptions", "deprecationMessage", "defaultSnippets"],
  ...["errorMessage", "patternErrorMessage", "doNotSuggest", "allowComments", "allowTrailingCommas"],
  // ajv, code generators, forms
  ...["$async", "$data", "$merge", "$patch", "tsType", "tsEnumNames", "javaType", "enumNames", "propertyOrder"],
];

const ANY_DRAFT = (keyword: string): boolean => DIALECTS.some((dialect) => knows(dialect, keyword));

/** What a name in a schema is to a draft. */
export function statusOf(keyword: string, dialect: Dialect): "known" | "of another draft" | "unknown" {
  if (knows(dialect, keyword) || ANNOTATIONS.includes(keyword) || OF_TOOLS.includes(keyword)) return "known";
  if (keyword.startsWith("x-")) return "known";
  return ANY_DRAFT(keyword) ? "of another draft" : "unknown";
}

/** The drafts that know a keyword, in order. */
export function draftsOf(keyword: string): readonly Dialect[] {
  return DIALECTS.filter((dialect) => knows(dialect, keyword));
}

const CANDIDATES = [...APPLIES_TO.keys(), ...ANNOTATIONS, "type", "enum", "const", "format", "allOf", "anyOf", "oneOf"];

/** What an unknown keyword may have been meant to be, in this draft. */
export function keywordsOf(dialect: Dialect): string[] {
  const others = ["not", "if", "then", "else", "$ref", "$defs", "definitions"];
  return [...CANDIDATES, ...others].filter((keyword) => knows(dialect, keyword) || ANNOTATIONS.includes(keyword));
}

/** The formats that a draft of JSON Schema defines; another one is checked by no validator that was not told of it. */
export const STANDARD_FORMATS: readonly string[] = [
  ...["date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6"],
  ...["uri", "uri-reference", "iri", "iri-reference", "uuid", "uri-template", "json-pointer"],
  ...["relative-json-pointer", "regex"],
];
