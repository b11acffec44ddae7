// @generated from schemas/common/workstream-ref.json

import type { Slug } from "./slug.ts";

/** A workstream: a body of work with its own tasks. */
export interface WorkstreamRef {
  /**
   * The workstream's id in the hub.
   *
   * @format uuid
   */
  workstream_id: string;
  /** The workstream's slug at the time of the event. */
  slug: Slug;
  /**
   * The workstream's name at the time of the event.
   *
   * @minLength 1
   * @maxLength 200
   */
  name: string;
  /** The workstream's status at the time of the event. */
  status: WorkstreamStatus;
}

/** Where a workstream stands. The set is open: a reader must expect a status that it does not know. */
export type WorkstreamStatus = "planned" | "active" | "blocked" | "paused" | "completed" | "cancelled" | (string & {});
