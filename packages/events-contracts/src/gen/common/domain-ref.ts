// @generated from schemas/common/domain-ref.json

import type { Slug } from "./slug.ts";

/** A domain: an area of responsibility that groups repositories, workstreams and goals. */
export interface DomainRef {
  /**
   * The domain's id in the hub.
   *
   * @format uuid
   */
  domain_id: string;
  /** The domain's slug at the time of the event. */
  slug: Slug;
  /**
   * The domain's name at the time of the event.
   *
   * @minLength 1
   * @maxLength 200
   */
  name: string;
}
