import { child, fromPointer, valueAt } from "./pointer.ts";
import { IN_PLACE, type Schema, type SchemaObject } from "./schema.ts";
import { subschemas } from "./walk.ts";

/** The segment of a field's pointer that stands for any item of an array, and any entry of a map. */
export const ANY = "*";

/** All schemas that speak of the same value as `schema`: itself, where it refers to, and its alternatives. */
function together(schema: Schema, root: SchemaObject): SchemaObject[] {
  const found = new Set<SchemaObject>();
  function add(one: Schema): void {
    if (typeof one === "boolean" || found.has(one)) return;
    found.add(one);
    if (one.$ref !== undefined) add((valueAt(root, one.$ref.slice(1)) ?? true) as Schema);
    for (const inner of subschemas(one, "")) if (IN_PLACE.has(inner.keyword)) add(inner.schema);
  }
  add(schema);
  return [...found];
}

/** What a value's parts are: a property by its name, `*` for items and for entries whose names are free. */
function partsOf(schema: Schema, root: SchemaObject): Map<string, Schema[]> {
  const parts = new Map<string, Schema[]>();
  const add = (name: string, part: Schema): void => {
    if (part !== false) parts.set(name, [...(parts.get(name) ?? []), part]);
  };
  for (const one of together(schema, root)) {
    for (const [name, part] of Object.entries(one.properties ?? {})) add(name, part);
    for (const part of Object.values(one.patternProperties ?? {})) add(ANY, part);
    for (const part of one.prefixItems ?? []) add(ANY, part);
    if (one.additionalProperties !== undefined) add(ANY, one.additionalProperties);
    if (one.items !== undefined) add(ANY, one.items);
  }
  return parts;
}

/** Whether a self-contained schema declares the field that a pointer leads to; "" is the value itself. */
export function hasField(root: SchemaObject, pointer: string): boolean {
  let schemas: Schema[] = [root];
  for (const segment of fromPointer(pointer)) {
    schemas = schemas.flatMap((schema) => partsAt(schema, segment, root));
    if (schemas.length === 0) return false;
  }
  return true;
}

/** What a segment leads to: `*` to any part, a number to items too, a name to entries of a map too. */
function partsAt(schema: Schema, segment: string, root: SchemaObject): Schema[] {
  const parts = partsOf(schema, root);
  if (segment === ANY) return [...parts.values()].flat();
  const isList = together(schema, root).some(({ items, prefixItems }) => (items ?? prefixItems) !== undefined);
  const isFree = !isList || /^\d+$/.test(segment);
  return [...(parts.get(segment) ?? []), ...(isFree ? (parts.get(ANY) ?? []) : [])];
}

/** The pointers of all fields that a self-contained schema declares, in its order; a recursive one goes round once. */
export function fieldPointers(root: SchemaObject): string[] {
  return [...fields(root).keys()];
}

/** The pointers of those that are marked as `deprecated`. */
export function deprecatedFields(root: SchemaObject): string[] {
  const isDeprecated = (part: Schema): boolean => typeof part === "object" && part.deprecated === true;
  return [...fields(root)].filter(([, parts]) => parts.some(isDeprecated)).map(([pointer]) => pointer);
}

function fields(root: SchemaObject): Map<string, Schema[]> {
  const found = new Map<string, Schema[]>();
  function add(schema: Schema, pointer: string, above: ReadonlySet<SchemaObject>): void {
    const here = together(schema, root);
    const inside = new Set([...above, ...here]);
    if (here.some((one) => above.has(one))) return;
    for (const [name, parts] of partsOf(schema, root)) {
      const at = child(pointer, name);
      found.set(at, [...(found.get(at) ?? []), ...parts]);
      for (const part of parts) add(part, at, inside);
    }
  }
  add(root, "", new Set());
  return found;
}
