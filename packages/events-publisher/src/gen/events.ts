// @generated from schemas/

import type { DomainGoalActivated } from "@statehub/events-contracts/domain/goal/activated.v1";
import type { RepoRegistered } from "@statehub/events-contracts/repo/registered.v1";
import type { TaskStale } from "@statehub/events-contracts/task/stale.v1";
import type { WorkstreamCompleted } from "@statehub/events-contracts/workstream/completed.v1";
import type { Publish } from "../publish.ts";

/** One method per event type, under the type's own tokens: `org.statehub.repo.registered` is `repo.registered`. */
export interface Events {
  readonly domain: {
    readonly goal: {
      /** A goal of a domain became active. */
      readonly activated: Publish<DomainGoalActivated>;
    };
  };
  readonly repo: {
    /** A repository was registered in the state hub. */
    readonly registered: Publish<RepoRegistered>;
  };
  readonly task: {
    /** An unfinished task was not updated for 14 or more days. */
    readonly stale: Publish<TaskStale>;
  };
  readonly workstream: {
    /** A workstream reached the status `completed`. */
    readonly completed: Publish<WorkstreamCompleted>;
  };
}
