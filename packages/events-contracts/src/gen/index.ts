// @generated from schemas/

export type { Actor } from "./common/actor.ts";
export type { DomainRef } from "./common/domain-ref.ts";
export type { GoalRef } from "./common/goal-ref.ts";
export type { RepoRef } from "./common/repo-ref.ts";
export type { Slug } from "./common/slug.ts";
export type { TaskStatus } from "./common/task-status.ts";
export type { TeamRef } from "./common/team-ref.ts";
export type { WorkstreamRef } from "./common/workstream-ref.ts";
export { type DomainGoalActivated, domainGoalActivated } from "./domain/goal/activated.v1.ts";
export { type RepoRegistered, repoRegistered } from "./repo/registered.v1.ts";
export { type TaskStale, taskStale } from "./task/stale.v1.ts";
export { type WorkstreamCompleted, workstreamCompleted } from "./workstream/completed.v1.ts";
