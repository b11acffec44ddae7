import type { FormatTable } from "../format/format.ts";
import type { Json, JsonObject } from "../json/json.ts";
import type { Library } from "../load/library.ts";
import type { Location, Resource } from "../load/location.ts";

/** One keyword that refused one part of the instance. */
export interface Failure {
  /** JSON Pointer of the keyword in its document. */
  readonly schemaPointer: string;
  /** The document's URI; "" for the schema that was asked about. */
  readonly document: string;
  readonly keyword: string;
  readonly instancePointer: string;
}

/** The resources entered on the way to a schema, innermost first (2020-12 core §7.1). */
export interface Scope {
  readonly resource: Resource;
  readonly outer: Scope | undefined;
}

/** What the applicators have looked at, for `unevaluatedProperties` and `unevaluatedItems`. */
export class Evaluated {
  readonly names: Set<string> = new Set();
  readonly items: Set<number> = new Set();

  add(other: Evaluated): void {
    for (const name of other.names) this.names.add(name);
    for (const item of other.items) this.items.add(item);
  }
}

/** What is shared by one whole evaluation. */
export interface Run {
  readonly library: Library;
  readonly formats: FormatTable;
  /** Absent while nobody reads them. */
  readonly failures: Failure[] | undefined;
  /** Schema places met at each instance place, for reports. */
  readonly visited: Map<string, Location[]> | undefined;
  depth: number;
}

/** One schema object applied to one instance. */
export interface Frame {
  readonly run: Run;
  readonly schema: JsonObject;
  readonly location: Location;
  readonly instance: Json;
  readonly pointer: string;
  readonly scope: Scope;
  readonly evaluated: Evaluated;
  /** Applies a subschema to this instance; what it evaluated counts here when it accepts. */
  inPlace(location: Location, quiet?: boolean): boolean;
  /** Applies a subschema to a part of this instance. */
  part(location: Location, value: Json, token: string | number, quiet?: boolean): boolean;
}

/** Judges one keyword of the frame's schema; its value is passed, and its name for reports is the map's key. */
export type Keyword = (value: Json, frame: Frame) => boolean;
