// @generated from schemas/

import type { EventContract } from "@statehub/events-runtime";
import { type DomainGoalActivated, domainGoalActivated } from "./domain/goal/activated.v1.ts";
import { type RepoRegistered, repoRegistered } from "./repo/registered.v1.ts";
import { type TaskStale, taskStale } from "./task/stale.v1.ts";
import { type WorkstreamCompleted, workstreamCompleted } from "./workstream/completed.v1.ts";

/** Event type → the type of its data. */
export interface EventDataByType {
  /** A goal of a domain became active. */
  "org.statehub.domain.goal.activated": DomainGoalActivated;
  /** A repository was registered in the state hub. */
  "org.statehub.repo.registered": RepoRegistered;
  /** An unfinished task was not updated for 14 or more days. */
  "org.statehub.task.stale": TaskStale;
  /** A workstream reached the status `completed`. */
  "org.statehub.workstream.completed": WorkstreamCompleted;
}

/** Event type → its contract. */
export const contracts: { readonly [Type in keyof EventDataByType]: EventContract<Type, EventDataByType[Type]> } = {
  "org.statehub.domain.goal.activated": domainGoalActivated,
  "org.statehub.repo.registered": repoRegistered,
  "org.statehub.task.stale": taskStale,
  "org.statehub.workstream.completed": workstreamCompleted,
};
