import type { Json, Schema } from "../json/json.ts";
import type { Dialect } from "./dialect.ts";

/** A schema resource: a document, or a part of one with an `$id` of its own. */
export interface Resource {
  /** Absolute, without a fragment. */
  readonly uri: string;
  readonly dialect: Dialect;
  readonly root: Location;
  /** Filled as the resource is indexed: `$anchor`, `$dynamicAnchor`, and `$id: "#name"` of the old drafts. */
  readonly anchors: Map<string, Location>;
  readonly dynamicAnchors: Map<string, Location>;
  /** 2019-09: `$recursiveAnchor: true` at the root. */
  readonly recursiveAnchor: boolean;
}

/** A place where a schema stands. */
export interface Location {
  readonly schema: Json;
  readonly resource: Resource;
  /** From the root of the document, as a person would look it up. */
  readonly pointer: string;
  /** Which document: the URI it was loaded under, or "" for the schema that was asked about. */
  readonly document: string;
  /** Unique for each place, whatever its value. */
  readonly key: string;
}

/** A problem with the schema itself: nothing can be decided at this place. */
export class SchemaError extends Error {
  readonly keyword: string;
  readonly pointer: string;

  constructor(keyword: string, pointer: string, message: string) {
    super(message);
    this.name = "SchemaError";
    this.keyword = keyword;
    this.pointer = pointer;
  }
}

/** The value as a schema, or an error that says where it is none. */
export function schemaAt(location: Location): Schema {
  const { schema } = location;
  if (typeof schema === "boolean") return schema;
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) {
    throw new SchemaError(
      "",
      location.pointer,
      `got ${JSON.stringify(schema)}, want a schema at ${location.pointer || "the root"}`,
    );
  }
  return schema as Schema;
}
