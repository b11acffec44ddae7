// @generated from schemas/task/stale.v1.json

import type { EventContract } from "@statehub/events-runtime";
import { strict, tolerant } from "#validators/task/stale.v1";
import type { Actor } from "../common/actor.ts";
import type { DomainRef } from "../common/domain-ref.ts";
import type { RepoRef } from "../common/repo-ref.ts";
import type { TaskStatus } from "../common/task-status.ts";
import type { TeamRef } from "../common/team-ref.ts";
import type { WorkstreamRef } from "../common/workstream-ref.ts";

/** An unfinished task was not updated for 14 or more days. */
export interface TaskStale {
  /**
   * The task's id in the hub.
   *
   * @format uuid
   */
  task_id: string;
  /**
   * The short reference that people use, such as `CUST-142`.
   *
   * @pattern ^[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,8}$
   * @minLength 4
   * @maxLength 20
   */
  reference?: string;
  /**
   * The task's title.
   *
   * @minLength 1
   * @maxLength 300
   * @classification internal
   */
  title: string;
  /**
   * The task's page in the hub.
   *
   * @format uri
   * @maxLength 2048
   */
  url?: string;
  /** The task's status when it was checked. Tasks that are `done` or `cancelled` do not become stale. */
  status: TaskStatus;
  /** How urgent the task is. */
  priority?: TaskPriority;
  /** The team that answers for the task. */
  owner: TeamRef;
  /** Who works on the task; null when nobody is assigned. */
  assignee: Actor | null;
  /** The domain that the task belongs to. */
  domain: DomainRef;
  /** The workstream that the task belongs to; absent when it belongs to none. */
  workstream?: WorkstreamRef;
  /** The repository that the task is about; absent when it is about none. */
  repo?: RepoRef;
  /**
   * When the task was last changed or commented on, in UTC.
   *
   * @format date-time
   */
  last_updated_at: string;
  /** Who changed or commented last. */
  last_updated_by?: Actor;
  /**
   * Whole days between `last_updated_at` and `check.checked_at`.
   *
   * @minimum 14
   * @maximum 36500
   */
  days_since_update: number;
  /**
   * Days without an update after which this task counts as stale. A domain may set more than 14, never fewer.
   *
   * @minimum 14
   * @maximum 365
   * @default 14
   */
  threshold_days: number;
  /**
   * How often the task has become stale, this time included.
   *
   * @minimum 1
   * @maximum 100000
   */
  times_stale?: number;
  /**
   * The day by which the task should be done; null when none was set.
   *
   * @format date
   */
  due_on?: string | null;
  /**
   * When the task became blocked, in UTC; absent when it is not.
   *
   * @format date-time
   */
  blocked_at?: string;
  /**
   * What the task waits for, as somebody wrote it.
   *
   * @minLength 1
   * @maxLength 1000
   * @classification internal
   */
  blocked_reason?: string;
  /** The check that found the task. */
  check: StalenessCheck;
}

/** How urgent a task is. */
export type TaskPriority = "low" | "normal" | "high" | "urgent";

/** One run of the periodic staleness check. */
export interface StalenessCheck {
  /**
   * The run's id, the same for every task it found.
   *
   * @format uuid
   */
  check_id: string;
  /**
   * The run's own clock, in UTC.
   *
   * @format date-time
   */
  checked_at: string;
  /**
   * When the run before it took place, in UTC; null for the first.
   *
   * @format date-time
   */
  previous_checked_at: string | null;
}

/** The contract of `org.statehub.task.stale`, version 1.0.0. */
export const taskStale: EventContract<"org.statehub.task.stale", TaskStale> = {
  type: "org.statehub.task.stale",
  version: "1.0.0",
  key: "/task_id",
  dataschema: "https://schemas.statehub.org/task/stale/1.0.0",
  digest: "sha256:e64343aab00468734a54904d7a1916c707521f6da6bb2347dcc8553b0766e580",
  sensitive: ["/assignee/display_name", "/assignee/email", "/last_updated_by/display_name", "/last_updated_by/email"],
  strict,
  tolerant,
};
