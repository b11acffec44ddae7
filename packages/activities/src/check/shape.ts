import { type Kind, kindOf } from "./literals.ts";

/** A JSON Schema as far as shapes read it; a reference is `#` or leads into the root's `$defs`. */
export type ShapeSchema = Readonly<Record<string, unknown>>;

/** One way that a value may look: a kind of JSON value, and every schema that speaks of it. */
export interface Variant {
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
