import { child } from "./pointer.ts";
import { KEYWORDS, type Schema, type SchemaObject } from "./schema.ts";

/** A schema directly inside another one. */
export interface Subschema {
  readonly schema: Schema;
  /** JSON Pointer from the document's root. */
  readonly pointer: string;
  /** The keyword that holds it. */
  readonly keyword: string;
}

/** The schemas directly inside `schema`, in document order. */
export function* subschemas(schema: Schema, pointer: string): Generator<Subschema> {
  if (typeof schema === "boolean") return;
  for (const [keyword, value] of Object.entries(schema)) {
    const at = child(pointer, keyword);
    switch (KEYWORDS[keyword]) {
      case "schema":
        yield { schema: value as Schema, pointer: at, keyword };
        break;
      case "schemas":
        for (const [i, item] of (value as Schema[]).entries()) yield { schema: item, pointer: child(at, i), keyword };
        break;
      case "schema map":
        for (const [key, item] of Object.entries(value as Record<string, Schema>)) {
          yield { schema: item, pointer: child(at, key), keyword };
        }
        break;
    }
  }
}

/** A schema object and where it stands in its document. */
export interface Located {
  readonly schema: SchemaObject;
  readonly pointer: string;
}

const walked = new WeakMap<SchemaObject, readonly Located[]>();

/** Every schema object in the document, the root first, with its pointer. Many look at them all: they are kept. */
export function allSchemas(root: SchemaObject): readonly Located[] {
  let found = walked.get(root);
  if (found === undefined) {
    found = [];
    collect(root, "", found as Located[]);
    walked.set(root, found);
  }
  return found;
}

function collect(schema: Schema, pointer: string, found: Located[]): void {
  if (typeof schema === "boolean") return;
  found.push({ schema, pointer });
  for (const inner of subschemas(schema, pointer)) collect(inner.schema, inner.pointer, found);
}

/** A copy of `schema` with each schema directly inside it replaced by what `change` returns for it. */
export function mapSubschemas(schema: SchemaObject, change: (inner: Schema, keyword: string) => Schema): SchemaObject {
  const copy: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    switch (KEYWORDS[keyword]) {
      case "schema":
        copy[keyword] = change(value as Schema, keyword);
        break;
      case "schemas":
        copy[keyword] = (value as Schema[]).map((item) => change(item, keyword));
        break;
      case "schema map":
        copy[keyword] = Object.fromEntries(
          Object.entries(value as Record<string, Schema>).map(([key, item]) => [key, change(item, keyword)]),
        );
        break;
      default:
        copy[keyword] = value;
    }
  }
  return copy;
}
