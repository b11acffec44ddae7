import { didYouMean } from "@statehub/contract-tools";
import { type Shape, type ShapeSchema, shapeOf, union } from "./shape.ts";

/** A field of an object. */
export interface Field {
  readonly shape: Shape;
  /** Whether an object may be without it. */
  readonly isOptional: boolean;
  /** The versions in which no object has it. */
  readonly missingIn: readonly string[];
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

/** The name that an unknown one is likely to be a misspelling of. */
export function nearestField(shape: Shape, name: string): string | undefined {
  return didYouMean(name, fieldNames(shape));
}
