/** The drafts that the package reads. */
export type Dialect = "draft-04" | "draft-06" | "draft-07" | "2019-09" | "2020-12";

const byUri = new Map<string, Dialect>([
  ["http://json-schema.org/draft-04/schema", "draft-04"],
  ["http://json-schema.org/draft-06/schema", "draft-06"],
  ["http://json-schema.org/draft-07/schema", "draft-07"],
  ["https://json-schema.org/draft/2019-09/schema", "2019-09"],
  ["https://json-schema.org/draft/2020-12/schema", "2020-12"],
]);

const order: readonly Dialect[] = ["draft-04", "draft-06", "draft-07", "2019-09", "2020-12"];

/** The draft whose meta-schema has this URI; the empty fragment and http/https make no difference. */
export function dialectOf(uri: string, others?: Readonly<Record<string, Dialect>>): Dialect | undefined {
  const bare = uri.replace(/#$/, "");
  return (
    others?.[uri] ??
    others?.[bare] ??
    byUri.get(bare) ??
    byUri.get(bare.replace(/^https:/, "http:")) ??
    byUri.get(bare.replace(/^http:/, "https:"))
  );
}

export function atLeast(dialect: Dialect, other: Dialect): boolean {
  return order.indexOf(dialect) >= order.indexOf(other);
}

/** Where a keyword holds schemas: itself, in a list, or by name. `mixed` is `items` and `dependencies`: look at the value. */
export type Shape = "schema" | "list" | "map" | "mixed";

interface Keyword {
  readonly since?: Dialect;
  readonly until?: Dialect;
  readonly shape?: Shape;
  /** Applied to the same instance, not to a part of it. */
  readonly inPlace?: boolean;
}

/**
 * Every keyword that decides, locates or holds schemas, with the drafts that know it. `dependencies` was split in two
 * by 2019-09, which asks implementations to keep honouring it; `definitions` likewise.
 */
const keywords: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ["$ref", { inPlace: true }],
  ["$dynamicRef", { since: "2020-12", inPlace: true }],
  ["$recursiveRef", { since: "2019-09", until: "2019-09", inPlace: true }],
  ["$defs", { shape: "map" }],
  ["definitions", { shape: "map" }],
  ["type", {}],
  ["enum", {}],
  ["const", { since: "draft-06" }],
  ["minimum", {}],
  ["maximum", {}],
  ["exclusiveMinimum", {}],
  ["exclusiveMaximum", {}],
  ["multipleOf", {}],
  ["minLength", {}],
  ["maxLength", {}],
  ["pattern", {}],
  ["format", {}],
  ["properties", { shape: "map" }],
  ["patternProperties", { shape: "map" }],
  ["additionalProperties", { shape: "schema" }],
  ["propertyNames", { since: "draft-06", shape: "schema" }],
  ["required", {}],
  ["minProperties", {}],
  ["maxProperties", {}],
  ["dependencies", { shape: "mixed" }],
  ["dependentRequired", { since: "2019-09" }],
  ["dependentSchemas", { since: "2019-09", shape: "map", inPlace: true }],
  ["unevaluatedProperties", { since: "2019-09", shape: "schema" }],
  ["prefixItems", { since: "2020-12", shape: "list" }],
  ["items", { shape: "mixed" }],
  ["additionalItems", { until: "2019-09", shape: "schema" }],
  ["contains", { since: "draft-06", shape: "schema" }],
  ["minContains", { since: "2019-09" }],
  ["maxContains", { since: "2019-09" }],
  ["minItems", {}],
  ["maxItems", {}],
  ["uniqueItems", {}],
  ["unevaluatedItems", { since: "2019-09", shape: "schema" }],
  ["allOf", { shape: "list", inPlace: true }],
  ["anyOf", { shape: "list", inPlace: true }],
  ["oneOf", { shape: "list", inPlace: true }],
  ["not", { shape: "schema", inPlace: true }],
  ["if", { since: "draft-07", shape: "schema", inPlace: true }],
  ["then", { since: "draft-07", shape: "schema", inPlace: true }],
  ["else", { since: "draft-07", shape: "schema", inPlace: true }],
]);

/** Whether this draft gives the keyword a meaning. */
export function knows(dialect: Dialect, keyword: string): boolean {
  const entry = keywords.get(keyword);
  if (entry === undefined) return false;
  return (
    (entry.since === undefined || atLeast(dialect, entry.since)) &&
    (entry.until === undefined || atLeast(entry.until, dialect))
  );
}

/** The shape of a keyword that holds schemas in this draft, or undefined. */
export function shapeOf(dialect: Dialect, keyword: string): Shape | undefined {
  return knows(dialect, keyword) ? keywords.get(keyword)?.shape : undefined;
}

/** `$ref` hides its siblings up to draft-07. */
export function refHidesSiblings(dialect: Dialect): boolean {
  return !atLeast(dialect, "2019-09");
}
