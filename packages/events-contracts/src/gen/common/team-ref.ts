// @generated from schemas/common/team-ref.json

import type { Slug } from "./slug.ts";

/** A team, as the hub knows it. */
export interface TeamRef {
  /** The team's slug; it does not change. */
  slug: Slug;
  /**
   * The team's name, for people.
   *
   * @minLength 1
   * @maxLength 200
   */
  name?: string;
}
