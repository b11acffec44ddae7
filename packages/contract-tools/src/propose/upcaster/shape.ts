import { isSubschema, type Json } from "@statehub/schema-compat";
import { bundle, DEFS } from "../../model/bundle.ts";
import { canonicalJson } from "../../model/canonical-json.ts";
import type { EventFile } from "../../model/contract-file.ts";
import type { References } from "../../model/references.ts";
import { ANNOTATIONS, type Schema, type SchemaObject } from "../../model/schema.ts";
import { mapSubschemas } from "../../model/walk.ts";

/** What a value is made of, as far as it can be taken apart. */
export interface Shape {
  /** The value's schema, in the bundle of its contract. */
  readonly schema: Schema;
  readonly root: SchemaObject;
  readonly isNullable: boolean;
  /** The properties of an object; undefined for what is no object or is described in several places. */
  readonly fields: ReadonlyMap<string, FieldShape> | undefined;
  /** What each item of a list is. */
  readonly item: Shape | undefined;
}

export interface FieldShape {
  readonly shape: Shape;
  readonly isRequired: boolean;
}

/** The shape of an event's data. */
export function shapeOfEvent(file: EventFile, references: References): Shape {
  const root = bundle(file, references);
  return shapeOf(root, root, 0);
}

/** Deeper than people nest values; recursive contracts end here. */
const DEEPEST = 6;

function shapeOf(schema: Schema, root: SchemaObject, depth: number): Shape {
  const { target, isNullable } = withoutNull(schema, root);
  const isPlain = typeof target === "object" && !COMBINED.some((keyword) => keyword in target) && depth < DEEPEST;
  const { properties, items, required = [] } = isPlain ? target : {};
  const fields = Object.entries(properties ?? {}).map(([name, inner]): [string, FieldShape] => [
    name,
    { shape: shapeOf(inner, root, depth + 1), isRequired: required.includes(name) },
  ]);
  return {
    schema,
    root,
    isNullable,
    fields: properties === undefined ? undefined : new Map(fields),
    item: items === undefined || properties !== undefined ? undefined : shapeOf(items, root, depth + 1),
  };
}

/** Keywords with which an object is described in more than one place, or items by their position. */
const COMBINED = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "prefixItems"] as const;

/** Follows references, and the one alternative that is not null. */
function withoutNull(schema: Schema, root: SchemaObject): { target: Schema; isNullable: boolean } {
  if (typeof schema === "boolean") return { target: schema, isNullable: false };
  if (schema.$ref !== undefined && Object.keys(schema).every((name) => name === "$ref" || ANNOTATIONS.has(name))) {
    return withoutNull(targetOf(schema.$ref, root), root);
  }
  const others = schema.anyOf?.filter((one) => !(typeof one === "object" && one.type === "null"));
  const [only] = others ?? [];
  if (only !== undefined && others?.length === 1 && schema.anyOf?.length === 2) {
    return { ...withoutNull(only, root), isNullable: true };
  }
  return { target: schema, isNullable: [schema.type].flat().includes("null") };
}

function targetOf(ref: string, root: SchemaObject): Schema {
  return ref === "#" ? root : (root.$defs?.[ref.slice(DEFS.length)] ?? true);
}

/** Whether two values are described in the same way, whatever is said of them in words. */
export function isSame(a: Shape, b: Shape): boolean {
  return canonicalJson(expand(a.schema, a.root, [])) === canonicalJson(expand(b.schema, b.root, []));
}

/** Whether whoever reads `b` may be given each value of `a`. */
export function fits(a: Shape, b: Shape): boolean {
  if (isSame(a, b)) return true;
  const asked = ({ schema, root }: Shape): Json =>
    ({ ...(typeof schema === "boolean" ? {} : schema), $defs: { ...root.$defs } }) as unknown as Json;
  return isSubschema(asked(a), asked(b), { model: "contract", reasons: false }).answer === "yes";
}

/** Without references and annotations, but for `x-extensible-enum`, which a publisher is held to. */
function expand(schema: Schema, root: SchemaObject, seen: readonly string[]): unknown {
  if (typeof schema === "boolean") return schema;
  const { $ref, $defs: _, ...rest } = schema;
  const inner = mapSubschemas(rest, (one) => expand(one, root, seen) as Schema);
  const said = Object.fromEntries(
    Object.entries(inner).filter(([name]) => name === "x-extensible-enum" || !ANNOTATIONS.has(name)),
  );
  if ($ref === undefined) return said;
  if (seen.includes($ref)) return { ...said, $ref };
  const target = expand(targetOf($ref, root), root, [...seen, $ref]);
  return Object.keys(said).length === 0 ? target : { ...said, $ref: target };
}

/** What is said of a value in words. */
export function descriptionOf({ schema }: Shape): string | undefined {
  return typeof schema === "object" ? schema.description : undefined;
}
