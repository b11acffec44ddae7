// @generated from schemas/workstream/completed.v1.json

import type { EventContract } from "@statehub/events-runtime";
import { strict, tolerant } from "#validators/workstream/completed.v1";
import type { Actor } from "../common/actor.ts";
import type { DomainRef } from "../common/domain-ref.ts";
import type { GoalRef } from "../common/goal-ref.ts";
import type { RepoRef } from "../common/repo-ref.ts";
import type { Slug } from "../common/slug.ts";
import type { TeamRef } from "../common/team-ref.ts";
import type { WorkstreamStatus } from "../common/workstream-ref.ts";

/** A workstream reached the status `completed`. */
export interface WorkstreamCompleted {
  /**
   * The workstream's id in the hub.
   *
   * @format uuid
   */
  workstream_id: string;
  /** The workstream's slug, unique in its domain. */
  slug: Slug;
  /**
   * The workstream's name.
   *
   * @minLength 1
   * @maxLength 200
   */
  name: string;
  /**
   * What was done, in Markdown; null when nobody has written it.
   *
   * @maxLength 4000
   * @classification internal
   */
  summary?: string | null;
  /** The domain that the workstream belongs to. */
  domain: DomainRef;
  /**
   * Repositories that the workstream changed. Empty for work without code.
   *
   * @maxItems 100
   */
  repos: RepoRef[];
  /**
   * Goals that the workstream served, with their status when it was completed.
   *
   * @maxItems 20
   */
  goals: GoalRef[];
  /** The team that answers for the workstream. */
  owner: TeamRef;
  /** The status before `completed`. */
  previous_status: WorkstreamStatus;
  /** How the workstream ended. */
  outcome: WorkstreamOutcome;
  /**
   * When the workstream first became active, in UTC; null when it never was.
   *
   * @format date-time
   */
  started_at: string | null;
  /**
   * When the status became `completed`, in UTC.
   *
   * @format date-time
   */
  completed_at: string;
  /** Who set the status. */
  completed_by: Actor;
  /** The workstream's tasks by status, counted when it was completed. */
  task_counts: TaskCounts;
  /**
   * Tasks that were not finished and that the owner has still to move to another workstream or to cancel.
   *
   * Each item: (format uuid)
   *
   * @maxItems 500
   * @uniqueItems
   */
  carried_over_task_ids?: string[];
  /**
   * What the workstream produced.
   *
   * @maxItems 100
   */
  deliverables?: Deliverable[];
}

/** `achieved`: all that was planned; `partially_achieved`: a part of it; `superseded`: another workstream took over. */
export type WorkstreamOutcome = "achieved" | "partially_achieved" | "superseded";

/** Number of tasks by status. A status that is left out has no tasks. */
export interface TaskCounts {
  /**
   * All tasks.
   *
   * @minimum 0
   * @maximum 100000
   */
  total: number;
  /**
   * Tasks not yet begun.
   *
   * @minimum 0
   * @maximum 100000
   */
  open?: number;
  /**
   * Tasks being worked on.
   *
   * @minimum 0
   * @maximum 100000
   */
  in_progress?: number;
  /**
   * Tasks that wait for something.
   *
   * @minimum 0
   * @maximum 100000
   */
  blocked?: number;
  /**
   * Tasks whose result is under review.
   *
   * @minimum 0
   * @maximum 100000
   */
  in_review?: number;
  /**
   * Tasks that were finished.
   *
   * @minimum 0
   * @maximum 100000
   */
  done: number;
  /**
   * Tasks that were given up.
   *
   * @minimum 0
   * @maximum 100000
   */
  cancelled?: number;
}

/** Something that a workstream produced. */
export interface Deliverable {
  /** What sort of thing it is. */
  kind: DeliverableKind;
  /**
   * Its title, for people.
   *
   * @minLength 1
   * @maxLength 300
   */
  title: string;
  /**
   * Where it is found.
   *
   * @format uri
   * @maxLength 2048
   */
  url: string;
}

/** What sort of thing it is. */
export type DeliverableKind = "pull_request" | "release" | "document" | "decision" | (string & {});

/** The contract of `org.statehub.workstream.completed`, version 1.0.0. */
export const workstreamCompleted: EventContract<"org.statehub.workstream.completed", WorkstreamCompleted> = {
  type: "org.statehub.workstream.completed",
  version: "1.0.0",
  key: "/workstream_id",
  dataschema: "https://schemas.statehub.org/workstream/completed/1.0.0",
  digest: "sha256:1ce82f91d5a75d3239e9a4129fdd8047d381572f6c1974b4947d256c348f194f",
  sensitive: ["/completed_by/display_name", "/completed_by/email"],
  strict,
  tolerant,
};
