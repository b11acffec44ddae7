import { type Dialect, type Json, type JsonObject, shapeOf } from "@statehub/schema-compat";
import { child } from "../../model/pointer.ts";

/** A schema object and where it stands. */
export interface SchemaNode {
  readonly schema: JsonObject;
  /** From the document's root. */
  readonly pointer: string;
  /** The keyword that holds it; "" for the root. */
  readonly keyword: string;
  /** Its name under `properties` and other keywords that hold schemas by name; "" for others. */
  readonly name: string;
  readonly parent: SchemaNode | undefined;
}

/** Keywords whose schemas speak of the same value as the schema around them. */
const IN_PLACE = new Set(["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies"]);
/** Keywords whose schemas are tests: what they say is not a demand. */
const TESTS = new Set(["not", "if", "contains", "propertyNames"]);

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every schema object in a document, the root first, by what this draft says holds schemas. */
export function nodesOf(document: Json, dialect: Dialect): SchemaNode[] {
  const found: SchemaNode[] = [];

  function visit(value: unknown, at: Omit<SchemaNode, "schema">): void {
    if (!isObject(value)) return;
    const node = { ...at, schema: value };
    found.push(node);
    for (const [keyword, held] of Object.entries(value)) {
      const shape = shapeOf(dialect, keyword);
      if (shape === undefined) continue;
      const pointer = child(at.pointer, keyword);
      const inner = (one: unknown, name: string | number): void =>
        visit(one, {
          pointer: child(pointer, name),
          keyword,
          name: typeof name === "string" ? name : "",
          parent: node,
        });
      if (Array.isArray(held)) held.forEach((one, i) => void inner(one, i));
      else if ((shape === "map" || keyword === "dependencies") && isObject(held)) {
        for (const [name, one] of Object.entries(held)) inner(one, name);
      } else if (shape !== "list") visit(held, { pointer, keyword, name: "", parent: node });
    }
  }

  visit(document, { pointer: "", keyword: "", name: "", parent: undefined });
  return found;
}

/** A node and those around it that speak of the same value, innermost first. */
export function inPlaceAround(node: SchemaNode): SchemaNode[] {
  const around = [node];
  for (let one = node; IN_PLACE.has(one.keyword) && one.parent !== undefined; one = one.parent) around.push(one.parent);
  return around;
}

/** Whether a node stands in a test, such as `if` or `not`, at any depth. */
export function isInTest(node: SchemaNode): boolean {
  for (let one: SchemaNode | undefined = node; one !== undefined; one = one.parent) {
    if (TESTS.has(one.keyword)) return true;
  }
  return false;
}

/** The types that a schema names; undefined where it names none. */
export function typesOf({ type }: JsonObject): readonly string[] | undefined {
  if (typeof type === "string") return [type];
  return Array.isArray(type) && type.every((one) => typeof one === "string") ? type : undefined;
}
