// @generated from schemas/common/goal-ref.json

/** A goal of a domain. */
export interface GoalRef {
  /**
   * The goal's id in the hub.
   *
   * @format uuid
   */
  goal_id: string;
  /**
   * The goal's title at the time of the event.
   *
   * @minLength 1
   * @maxLength 200
   */
  title: string;
  /** The goal's status at the time of the event. */
  status: GoalStatus;
}

/** Where a goal stands. The set is open: a reader must expect a status that it does not know. */
export type GoalStatus = "draft" | "proposed" | "active" | "paused" | "achieved" | "abandoned" | (string & {});
