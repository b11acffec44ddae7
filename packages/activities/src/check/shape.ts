import { didYouMean } from "@statehub/contract-tools";
import { type Kind, kindOf, type Literal } from "./literals.ts";

/** A JSON Schema as far as shapes read it; a reference is `#` or leads into the root's `$defs`. */
export type ShapeSchema = Readonly<Record<string, unknown>>;

/** One way that a value may look: a kind of JSON value, and every schema that speaks of it. */
interface Variant {
  readonly kind: Kind;
  readonly schemas: readonly ShapeSchema[];
  /** What references are resolved in. */
  readonly root: ShapeSchema;
  /** Which version of the event it is of, as people call it; "" for what has no versions. */
  readonly version: string;
}

/** What a value may look like, over all the versions that may arrive. */
export interface Shape {
  readonly variants: readonly Variant[];
}

/** A field of an object. */
export interface Field {
  readonly shape: Shape;
  /** Whether an object may be without it. */
  readonly isOptional: boolean;
  /** The versions in which no object has it. */
  readonly missingIn: readonly string[];
}

/** More ways than this are not told apart. */
const MOST_VARIANTS = 256;

/** The shape of what a schema describes. */
export function shapeOf(schema: unknown, root: ShapeSchema, version = ""): Shape {
  return { variants: variantsOf(branches(schema, root), root, version) };
}

export function union(shapes: readonly Shape[]): Shape {
  return { variants: shapes.flatMap(({ variants }) => variants) };
}

export function without(shape: Shape, ...kinds: readonly Kind[]): Shape {
  return { variants: shape.variants.filter(({ kind }) => !kinds.includes(kind)) };
}

export function kindsOf({ variants }: Shape): ReadonlySet<Kind> {
  return new Set(variants.map(({ kind }) => kind));
}

/** The alternatives of a schema, each as the schemas that hold together. */
function branches(schema: unknown, root: ShapeSchema, above: readonly string[] = []): ShapeSchema[][] {
  if (schema === false) return [];
  if (typeof schema !== "object" || schema === null) return [[{}]];
  const { $ref, allOf, anyOf, oneOf, then, else: otherwise } = schema as Record<string, unknown>;
  let result: ShapeSchema[][] = [[schema as ShapeSchema]];
  const both = (more: ShapeSchema[][]): void => {
    const product = result.flatMap((one) => more.map((other) => [...one, ...other]));
    if (product.length <= MOST_VARIANTS) result = product;
  };
  // A reference that leads back to itself adds nothing.
  if (typeof $ref === "string" && !above.includes($ref)) both(branches(resolve($ref, root), root, [...above, $ref]));
  for (const part of (allOf as unknown[] | undefined) ?? []) both(branches(part, root, above));
  for (const union of [anyOf, oneOf] as (unknown[] | undefined)[]) {
    if (union !== undefined) both(union.flatMap((part) => branches(part, root, above)));
  }
  if (then !== undefined || otherwise !== undefined) {
    both([...branches(then ?? true, root, above), ...branches(otherwise ?? true, root, above)]);
  }
  return result;
}

function resolve($ref: string, root: ShapeSchema): unknown {
  let value: unknown = root;
  for (const step of $ref.split("/").slice(1)) {
    value = (value as Record<string, unknown> | undefined)?.[
      decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~")
    ];
  }
  return value ?? true;
}

const KINDS: readonly Kind[] = ["null", "boolean", "number", "string", "array", "object"];

function variantsOf(all: readonly (readonly ShapeSchema[])[], root: ShapeSchema, version: string): Variant[] {
  return all.flatMap((schemas) =>
    KINDS.filter((kind) => schemas.every((schema) => admits(schema, kind))).map((kind) => ({
      kind,
      schemas,
      root,
      version,
    })),
  );
}

function admits({ type, enum: members, const: constant }: ShapeSchema, kind: Kind): boolean {
  if (type !== undefined && ![type].flat().some((name) => (name === "integer" ? "number" : name) === kind))
    return false;
  if (members !== undefined && !(members as unknown[]).some((member) => kindOf(member) === kind)) return false;
  return constant === undefined || kindOf(constant) === kind;
}

/** A field of the objects that a shape has; undefined where it has no such field in any version. */
export function fieldOf(
  shape: Shape,
  name: string,
  isPresent: (name: string) => boolean = () => false,
): Field | undefined {
  const objects = shape.variants.filter(({ kind }) => kind === "object");
  const found: Shape[] = [];
  // Forms that differ elsewhere only need not be told apart here: in a recursive schema they would double with each step.
  const seen: { readonly root: ShapeSchema; readonly declared: readonly unknown[] }[] = [];
  const having = new Set<string>();
  let isOptional = false;
  for (const { schemas, root, version } of objects) {
    const declared = schemas.flatMap((schema) => declarations(schema, name));
    if (declared.length === 0) {
      isOptional = true;
      continue;
    }
    having.add(version);
    const isKnown = seen.some(
      (one) =>
        one.root === root &&
        one.declared.length === declared.length &&
        one.declared.every((part, i) => part === declared[i]),
    );
    if (!isKnown) {
      seen.push({ root, declared });
      found.push(shapeOf({ allOf: declared }, root, version));
    }
    isOptional ||= !schemas.some((schema) => requires(schema, name, isPresent));
  }
  if (found.length === 0) return undefined;
  const missingIn = [...new Set(objects.map(({ version }) => version))].filter((version) => !having.has(version));
  return { shape: union(found), isOptional, missingIn };
}

/** Whether objects have a field: always, or beside others that are there. */
function requires(
  { required, dependentRequired }: ShapeSchema,
  name: string,
  isPresent: (name: string) => boolean,
): boolean {
  if (Array.isArray(required) && required.includes(name)) return true;
  const beside = Object.entries((dependentRequired ?? {}) as Record<string, readonly string[]>);
  return beside.some(([other, names]) => names.includes(name) && isPresent(other));
}

/** The schemas that an object schema has for a name. */
function declarations(schema: ShapeSchema, name: string): unknown[] {
  const { properties, patternProperties, additionalProperties } = schema as Record<string, ShapeSchema | undefined>;
  const own = properties !== undefined && Object.hasOwn(properties, name) ? [properties[name]] : [];
  const matching = Object.entries(patternProperties ?? {}).filter(([pattern]) => new RegExp(pattern, "u").test(name));
  const found = [...own, ...matching.map(([, value]) => value)];
  if (found.length > 0) return found;
  return isDeclaring(schema) ? [additionalProperties] : [];
}

/** Whether a schema says something of the fields that it does not name. */
function isDeclaring({ properties, additionalProperties: others }: ShapeSchema): boolean {
  if (others === undefined || others === false) return false;
  const isAnything = others === true || Object.keys(others as object).length === 0;
  return !isAnything || properties === undefined;
}

/** The values of a map's entries, where its schema says something of them. */
export function entryOf({ variants }: Shape): Shape | undefined {
  const entries = variants.flatMap(({ kind, schemas, root, version }) => {
    if (kind !== "object") return [];
    const parts = schemas.filter(isDeclaring).map(({ additionalProperties }) => additionalProperties);
    const others = schemas.flatMap(({ patternProperties }) => Object.values(patternProperties ?? {}));
    return [shapeOf(others.length === 0 ? { allOf: parts } : true, root, version)];
  });
  return entries.length === 0 ? undefined : union(entries);
}

/** The names that objects of a shape are known to have. */
export function fieldNames({ variants }: Shape): string[] {
  const names = variants.flatMap(({ kind, schemas }) =>
    kind === "object" ? schemas.flatMap(({ properties }) => Object.keys(properties ?? {})) : [],
  );
  return [...new Set(names)];
}

/** The items of the lists that a shape has; the one at a position, where that is known. */
export function itemsOf({ variants }: Shape, position?: number): Shape {
  return union(
    variants
      .filter(({ kind }) => kind === "array")
      .map(({ schemas, root, version }) => {
        const parts = schemas.flatMap(({ items, prefixItems }) => {
          const first = (prefixItems as unknown[] | undefined) ?? [];
          if (position !== undefined && position < first.length) return [first[position]];
          const all = [...(position === undefined ? first : []), ...(items === undefined ? [] : [items])];
          return all.length === 0 ? [] : [{ anyOf: all }];
        });
        return shapeOf({ allOf: parts }, root, version);
      }),
  );
}

/** The values of a scalar shape where its schemas name them all. */
export interface Members {
  readonly values: readonly Literal[];
  /** Whether later versions may add some (`x-extensible-enum`). */
  readonly isExtensible: boolean;
}

/** The members of a shape; undefined where any of its variants has other values. null stands for itself. */
export function membersOf({ variants }: Shape): Members | undefined {
  const values = new Set<Literal>();
  let isExtensible = false;
  for (const { kind, schemas } of variants) {
    const own = schemas.flatMap((schema) => {
      if (schema.const !== undefined) return [[schema.const]];
      if (Array.isArray(schema.enum)) return [schema.enum];
      if (kind !== "string" || !Array.isArray(schema["x-extensible-enum"])) return [];
      isExtensible = true;
      return [schema["x-extensible-enum"]];
    });
    const [first, ...rest] =
      kind === "null" ? [[null]] : kind === "boolean" && own.length === 0 ? [[true, false]] : own;
    if (first === undefined) return undefined;
    for (const value of first as Literal[]) {
      if (kindOf(value) === kind && rest.every((list) => (list as Literal[]).includes(value))) values.add(value);
    }
  }
  return { values: [...values], isExtensible };
}

/** Bounds of a shape's numbers, infinite where there are none. */
export function boundsOf({ variants }: Shape): { readonly least: number; readonly most: number } {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const { kind, schemas } of variants) {
    if (kind !== "number") continue;
    const of = (keyword: string, pick: (...values: number[]) => number, none: number): number =>
      pick(none, ...schemas.flatMap((schema) => (typeof schema[keyword] === "number" ? [schema[keyword]] : [])));
    // An exclusive bound is taken as an inclusive one: never too narrow.
    least = Math.min(least, Math.max(of("minimum", Math.max, -Infinity), of("exclusiveMinimum", Math.max, -Infinity)));
    most = Math.max(most, Math.min(of("maximum", Math.min, Infinity), of("exclusiveMaximum", Math.min, Infinity)));
  }
  return least > most ? { least: -Infinity, most: Infinity } : { least, most };
}

/** How long the texts and lists of a shape may be. */
export function lengthsOf({ variants }: Shape): { readonly least: number; readonly most: number } {
  const sized = variants.filter(({ kind }) => kind === "string" || kind === "array");
  if (sized.length === 0) return { least: 0, most: Number.POSITIVE_INFINITY };
  const bound = ({ kind, schemas }: Variant, side: "min" | "max"): number[] => {
    const keyword = side + (kind === "string" ? "Length" : "Items");
    return schemas.flatMap((schema) => (typeof schema[keyword] === "number" ? [schema[keyword]] : []));
  };
  return {
    least: Math.min(...sized.map((variant) => Math.max(0, ...bound(variant, "min")))),
    most: Math.max(...sized.map((variant) => Math.min(Number.POSITIVE_INFINITY, ...bound(variant, "max")))),
  };
}

/** Whether a text may be empty. */
export function mayBeEmpty({ variants }: Shape): boolean {
  return variants.some((variant) => {
    if (variant.kind !== "string") return false;
    const members = membersOf({ variants: [variant] });
    if (members !== undefined) return members.values.includes("");
    if (lengthsOf({ variants: [variant] }).least > 0) return false;
    return !variant.schemas.some(({ format }) => typeof format === "string" && NEVER_EMPTY.has(format));
  });
}

const NEVER_EMPTY: ReadonlySet<string> = new Set([
  "date-time",
  "date",
  "time",
  "duration",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "uri",
  "uuid",
]);

/** What the schemas of a place say about it beside its values. */
export interface Marks {
  readonly classification: "personal" | "secret" | undefined;
  readonly isDeprecated: boolean;
}

export function marksOf({ variants }: Shape): Marks {
  const schemas = variants.flatMap((variant) => variant.schemas);
  const has = (classification: string): boolean =>
    schemas.some((schema) => schema["x-classification"] === classification);
  return {
    classification: has("secret") ? "secret" : has("personal") ? "personal" : undefined,
    isDeprecated: schemas.some(({ deprecated }) => deprecated === true),
  };
}

/** The name of a secret field somewhere in a shape's objects and lists. */
export function secretIn(shape: Shape, depth = 0): string | undefined {
  // A schema may be recursive.
  if (depth > 6) return undefined;
  for (const name of fieldNames(shape)) {
    const field = fieldOf(shape, name);
    if (field === undefined) continue;
    if (marksOf(field.shape).classification === "secret") return name;
    const inside = secretIn(field.shape, depth + 1);
    if (inside !== undefined) return inside;
  }
  const items = itemsOf(shape);
  if (items.variants.length === 0) return undefined;
  return marksOf(items).classification === "secret" ? "an item" : secretIn(items, depth + 1);
}

/** The name that an unknown one is likely to be a misspelling of. */
export function nearestField(shape: Shape, name: string): string | undefined {
  return didYouMean(name, fieldNames(shape));
}
