import type { RawViolation } from "../contract/contract.ts";

/** One reason why data was refused, fit for a log line: of a sensitive or undeclared value only the type is shown. */
export interface Violation {
  /** JSON Pointer (RFC 6901) into the data; "" is the data itself. */
  readonly pointer: string;
  /** What stood there, for example `string "abc"`. */
  readonly got: string;
  /** What the contract wants, for example `at most 2 characters`. */
  readonly want: string;
}

const LONGEST_SHOWN = 80;

type Params = Readonly<Record<string, unknown>>;

function count(params: Params, noun: string): string {
  return `${params.limit} ${noun}${params.limit === 1 ? "" : "s"}`;
}

/** Refusals of something that the contract does not declare, so that it cannot say whether it is personal either. */
const UNDECLARED: ReadonlySet<string> = new Set([
  "additionalProperties",
  "unevaluatedProperties",
  "additionalItems",
  "unevaluatedItems",
]);

const json = (value: unknown): string => JSON.stringify(value);

/** Keyword → what it wants. A keyword that only repeats what another error says is `undefined`. */
const WANT: Record<string, ((params: Params) => string) | undefined> = {
  type: ({ type }) => (Array.isArray(type) ? type.join(" or ") : String(type)),
  enum: ({ allowedValues }) => `one of ${(allowedValues as unknown[]).map(json).join(", ")}`,
  const: ({ allowedValue }) => json(allowedValue),
  format: ({ format }) => `a valid ${format}`,
  pattern: ({ pattern }) => `a string that matches /${pattern}/`,
  minLength: (params) => `at least ${count(params, "character")}`,
  maxLength: (params) => `at most ${count(params, "character")}`,
  minItems: (params) => `at least ${count(params, "item")}`,
  maxItems: (params) => `at most ${count(params, "item")}`,
  minProperties: (params) => `at least ${params.limit} properties`,
  maxProperties: (params) => `at most ${params.limit} properties`,
  minimum: ({ limit }) => `a number of at least ${limit}`,
  maximum: ({ limit }) => `a number of at most ${limit}`,
  exclusiveMinimum: ({ limit }) => `a number above ${limit}`,
  exclusiveMaximum: ({ limit }) => `a number below ${limit}`,
  multipleOf: ({ multipleOf }) => `a multiple of ${multipleOf}`,
  uniqueItems: ({ i, j }) => `items that differ: ${j} and ${i} are equal`,
  contains: ({ minContains, maxContains }) =>
    `${maxContains === undefined ? "at least" : `at most ${maxContains} and at least`} ${minContains} matching items`,
  required: () => "a required property",
  dependentRequired: ({ property }) => `this property, because ${json(property)} is there`,
  additionalProperties: () => "no property that the contract does not declare",
  unevaluatedProperties: () => "no property that the contract does not declare",
  additionalItems: ({ limit }) => `at most ${limit} items`,
  items: ({ limit }) => `at most ${limit} items`,
  unevaluatedItems: ({ limit }) => `at most ${limit} items`,
  propertyNames: undefined,
  discriminator: ({ tag }) => `a known value of ${json(tag)}`,
  oneOf: ({ passingSchemas }) => (passingSchemas ? "exactly one alternative, not several" : "one of the alternatives"),
  anyOf: () => "one of the alternatives",
  not: () => "none of what the contract excludes here",
  "false schema": () => "nothing",
  if: undefined,
};

function escapeSegment(segment: string): string {
  return segment.replaceAll("~", "~0").replaceAll("/", "~1");
}

function unescapeSegment(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}

function segmentsOf(pointer: string): string[] {
  return pointer.split("/").slice(1).map(unescapeSegment);
}

/** The property that an error is about, where that is not the place it was found at. */
function propertyOf({ keyword, params, propertyName }: RawViolation): string | undefined {
  if (propertyName !== undefined) return propertyName;
  switch (keyword) {
    case "required":
    case "dependentRequired":
      return params.missingProperty as string;
    case "additionalProperties":
      return params.additionalProperty as string;
    case "unevaluatedProperties":
      return params.unevaluatedProperty as string;
    case "discriminator":
      return params.tag as string;
    default:
      return undefined;
  }
}

function valueAt(data: unknown, segments: readonly string[]): unknown {
  let value = data;
  for (const segment of segments) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}

function typeName(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (typeof value === "string") {
    const text = value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;
    return `string ${json(text)}${text === value ? "" : ` (${value.length} characters)`}`;
  }
  if (typeof value === "number" || typeof value === "boolean") return `${typeof value} ${value}`;
  return typeName(value);
}

interface Sensitivity {
  /** The value at the pointer lies at or under a sensitive field. */
  readonly hidden: boolean;
  /** How many leading segments are names that the contract declares, so that they may be shown. */
  readonly declared: number;
}

function sensitivityOf(segments: readonly string[], sensitive: readonly string[]): Sensitivity {
  let hidden = false;
  let declared = segments.length;
  for (const pattern of sensitive) {
    const wanted = segmentsOf(pattern);
    if (wanted.length > segments.length) continue;
    if (!wanted.every((segment, i) => segment === "*" || segment === segments[i])) continue;
    hidden = true;
    // A name that only a wildcard matched may itself be personal: the key of a map, say.
    const star = wanted.findIndex((segment, i) => segment === "*" && !/^\d+$/.test(segments[i] as string));
    if (star !== -1) declared = Math.min(declared, star);
  }
  return { hidden, declared };
}

/** Whether a pointer leads to or into something sensitive. */
export function isSensitive(pointer: string, sensitive: readonly string[]): boolean {
  return sensitivityOf(segmentsOf(pointer), sensitive).hidden;
}

/**
 * Turns what a validator left in `errors` into reasons with pointer, got and want.
 * Values at or under a pointer of `sensitive` (see `EventContract.sensitive`) are shown as their type only, and so are
 * undeclared ones: a misspelt personal field is undeclared.
 */
export function explain(
  errors: readonly RawViolation[] | null | undefined,
  data: unknown,
  sensitive: readonly string[],
): Violation[] {
  const violations: Violation[] = [];
  for (const error of errors ?? []) {
    const want = WANT[error.keyword];
    if (want === undefined && error.keyword in WANT) continue;
    const property = propertyOf(error);
    const pointer = property === undefined ? error.instancePath : `${error.instancePath}/${escapeSegment(property)}`;
    const segments = segmentsOf(pointer);
    const { hidden, declared } = sensitivityOf(segments, sensitive);
    const value = error.propertyName ?? valueAt(data, segments);
    const got = hidden || UNDECLARED.has(error.keyword) ? typeName(value) : show(value);
    violations.push({
      pointer: segments.map((segment, i) => `/${i < declared ? escapeSegment(segment) : "*"}`).join(""),
      got: error.propertyName === undefined ? got : `property name ${got}`,
      want: want?.(error.params) ?? `what ${json(error.keyword)} asks for`,
    });
  }
  return violations;
}
