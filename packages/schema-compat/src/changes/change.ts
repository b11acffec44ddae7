import type { Json } from "../json/json.ts";
import type { Place } from "../verdict.ts";

/** What one change does in one direction, taken by itself. */
export interface Effect {
  /** `none`: no instance notices. `unknown`: it could not be decided. */
  readonly effect: "none" | "breaking" | "unknown";
  readonly because: string;
  /** The part of an instance, at the change's location, that breaks. */
  readonly example?: Json;
}

/** One difference between two schemas. */
export interface Change {
  /** A stable name: `property-added`, `minimum-raised`, `enum-member-removed`, … */
  readonly kind: string;
  /** The part of the instance that it is about, as a JSON Pointer with `*` for any item or name. */
  readonly location: string;
  /** Where it stands in the old schema; undefined when there was nothing. */
  readonly old: Place | undefined;
  /** Where it stands in the new schema; undefined when there is nothing any more. */
  readonly new: Place | undefined;
  readonly sentence: string;
  /** For new readers of old data. */
  readonly backward: Effect;
  /** For old readers of new data. */
  readonly forward: Effect;
}
