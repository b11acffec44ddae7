// @generated from schemas/common/repo-ref.json

import type { Slug } from "./slug.ts";

/** A repository that is registered in the hub. */
export interface RepoRef {
  /**
   * The repository's id in the hub.
   *
   * @format uuid
   */
  repo_id: string;
  /** The repository's slug at the time of the event. */
  slug: Slug;
  /**
   * The repository's page at its provider.
   *
   * @format uri
   * @maxLength 2048
   */
  url?: string;
}
