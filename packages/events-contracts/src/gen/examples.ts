// @generated from schemas/

import { domainGoalActivatedExamples } from "./domain/goal/activated.v1.examples.ts";
import type { EventDataByType } from "./events.ts";
import { repoRegisteredExamples } from "./repo/registered.v1.examples.ts";
import { taskStaleExamples } from "./task/stale.v1.examples.ts";
import { workstreamCompletedExamples } from "./workstream/completed.v1.examples.ts";

/** Event type → the examples of its contract, at least one each. */
export const examples: {
  readonly [Type in keyof EventDataByType]: readonly [EventDataByType[Type], ...EventDataByType[Type][]];
} = {
  "org.statehub.domain.goal.activated": domainGoalActivatedExamples,
  "org.statehub.repo.registered": repoRegisteredExamples,
  "org.statehub.task.stale": taskStaleExamples,
  "org.statehub.workstream.completed": workstreamCompletedExamples,
};
