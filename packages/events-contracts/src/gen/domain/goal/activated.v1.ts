// @generated from schemas/domain/goal/activated.v1.json

import type { EventContract } from "@statehub/events-runtime";
import { strict, tolerant } from "#validators/domain/goal/activated.v1";
import type { Actor } from "../../common/actor.ts";
import type { DomainRef } from "../../common/domain-ref.ts";
import type { GoalRef, GoalStatus } from "../../common/goal-ref.ts";
import type { TeamRef } from "../../common/team-ref.ts";
import type { WorkstreamRef } from "../../common/workstream-ref.ts";

/** A goal of a domain became active. */
export interface DomainGoalActivated {
  /**
   * The goal's id in the hub.
   *
   * @format uuid
   */
  goal_id: string;
  /**
   * The goal in one line.
   *
   * @minLength 1
   * @maxLength 200
   */
  title: string;
  /**
   * The goal at length, in Markdown; null when nobody has written it.
   *
   * @maxLength 4000
   * @classification internal
   */
  description?: string | null;
  /**
   * The goal's page in the hub.
   *
   * @format uri
   * @maxLength 2048
   */
  url?: string;
  /** The domain that the goal belongs to. */
  domain: DomainRef;
  /** The team that answers for the goal. */
  owner: TeamRef;
  /** The goal that this one is a part of; absent when it stands alone. */
  parent_goal?: GoalRef;
  /** The status before `active`. */
  previous_status: GoalStatus;
  /**
   * When the goal became active, in UTC.
   *
   * @format date-time
   */
  activated_at: string;
  /** Who activated the goal. */
  activated_by: Actor;
  /**
   * The decision in the hub that activated the goal; absent when there was none.
   *
   * @format uuid
   */
  decision_id?: string;
  /**
   * The day by which the goal should be achieved; null for a goal without an end.
   *
   * @format date
   */
  target_date: string | null;
  /**
   * Days between two reviews of the goal, in whole weeks.
   *
   * @minimum 7
   * @maximum 365
   * @multipleOf 7
   * @default 28
   */
  review_interval_days?: number;
  /**
   * What must be true for the goal to count as achieved.
   *
   * @minItems 1
   * @maxItems 20
   */
  success_criteria: SuccessCriterion[];
  /** How progress towards the goal is measured. */
  measure: GoalMeasure;
  /**
   * Workstreams that serve the goal when it becomes active.
   *
   * @maxItems 50
   */
  workstreams?: WorkstreamRef[];
}

/** One condition for a goal to count as achieved. */
export interface SuccessCriterion {
  /**
   * The condition in a sentence.
   *
   * @minLength 1
   * @maxLength 500
   * @classification internal
   */
  text: string;
  /**
   * Whether the goal fails without it.
   *
   * @default true
   */
  mandatory?: boolean;
  /** The team that says whether it is met. */
  verified_by?: TeamRef;
}

/** How progress is measured; `kind` says which of the forms it is. */
export type GoalMeasure = CountMeasure | PercentageMeasure | MilestoneMeasure;

/** Counts things, from a baseline to a target. */
export interface CountMeasure {
  /** Says that this is a count. */
  kind: "count";
  /**
   * What is counted, in the plural.
   *
   * @minLength 1
   * @maxLength 64
   */
  unit: string;
  /** Which side of the target is good. */
  direction: MeasureDirection;
  /**
   * The count when the goal became active.
   *
   * @minimum 0
   * @maximum 1000000000
   */
  baseline: number;
  /**
   * The count to reach.
   *
   * @minimum 0
   * @maximum 1000000000
   */
  target: number;
}

/** A percentage, from a baseline to a target. */
export interface PercentageMeasure {
  /** Says that this is a percentage. */
  kind: "percentage";
  /** Which side of the target is good. */
  direction: MeasureDirection;
  /**
   * The percentage when the goal became active; null when it was not known.
   *
   * @minimum 0
   * @maximum 100
   */
  baseline: number | null;
  /**
   * The percentage to reach.
   *
   * @minimum 0
   * @maximum 100
   */
  target: number;
}

/** Milestones that are reached one after the other. */
export interface MilestoneMeasure {
  /** Says that these are milestones. */
  kind: "milestone";
  /**
   * The milestones in order.
   *
   * @minItems 1
   * @maxItems 20
   */
  milestones: Milestone[];
}

/** A step on the way to a goal. */
export interface Milestone {
  /**
   * The milestone in one line.
   *
   * @minLength 1
   * @maxLength 200
   */
  name: string;
  /**
   * The day by which it should be reached; null when none was set.
   *
   * @format date
   */
  due_on: string | null;
}

/** `at_least`: the target or more is good; `at_most`: the target or less is good. */
export type MeasureDirection = "at_least" | "at_most";

/** The contract of `org.statehub.domain.goal.activated`, version 1.0.0. */
export const domainGoalActivated: EventContract<"org.statehub.domain.goal.activated", DomainGoalActivated> = {
  type: "org.statehub.domain.goal.activated",
  version: "1.0.0",
  key: "/goal_id",
  dataschema: "https://schemas.statehub.org/domain/goal/activated/1.0.0",
  digest: "sha256:d9285012bcdcc8fa4996a4e9dffe1bffccf80b72487d8c45681ce56d55c2c31d",
  sensitive: ["/activated_by/display_name", "/activated_by/email"],
  strict,
  tolerant,
};
