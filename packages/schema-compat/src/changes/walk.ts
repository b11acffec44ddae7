import { isObject, type Json, own } from "../json/json.ts";
import { appendPointer } from "../json/pointer.ts";
import type { Library } from "../load/library.ts";
import type { Location } from "../load/location.ts";
import type { Options } from "../options.ts";
import type { Place } from "../verdict.ts";
import type { Change } from "./change.ts";
import type { Pair } from "./effect.ts";

/** One place that exists in both versions. */
export interface Meeting {
  readonly older: Location;
  readonly newer: Location;
  /** The part of the instance, as a JSON Pointer. */
  readonly at: string;
  readonly pair: Pair;
}

/** Two schemas that are gone through together. */
export interface Walk {
  readonly olds: Library;
  readonly news: Library;
  /** With what is left of the time. */
  readonly options: () => Options;
  readonly changes: Change[];
  /** Goes on at two subschemas that stand for the same part of an instance. */
  step(older: Location, newer: Location, at: string): void;
}

export function placeOf(location: Location, ...steps: readonly (string | number)[]): Place {
  return { pointer: appendPointer(location.pointer, ...steps), document: location.document };
}

/** A keyword as its author wrote it. */
export function written(location: Location, keyword: string): Json | undefined {
  return isObject(location.schema) ? own(location.schema, keyword) : undefined;
}
