import type { FormatTable } from "../format/format.ts";
import type { Lit, Store } from "../ir/store.ts";
import type { JsonObject } from "../json/json.ts";
import type { Library } from "../load/library.ts";
import type { Location } from "../load/location.ts";
import type { Surroundings } from "../load/surroundings.ts";

/** What a keyword needs to say its part of the formula. */
export interface Building {
  readonly store: Store;
  readonly library: Library;
  readonly formats: FormatTable;
  readonly schema: JsonObject;
  readonly location: Location;
  readonly around: Surroundings;
  /** The formula of the subschema at these steps from here. */
  child(...steps: readonly (string | number)[]): Lit;
  /** The formula of another place, met from here. */
  at(location: Location): Lit;
}
