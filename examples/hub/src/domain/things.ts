import type {
  Actor,
  DomainGoalActivated,
  RepoRegistered,
  TeamRef,
  WorkstreamCompleted,
} from "@statehub/events-contracts";
import { Table } from "../store/table.ts";

// What the hub stores. Where an event says the same, its type is the event's.

export interface Domain {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly owner: TeamRef;
  readonly stale_after_days: number;
  readonly created_at: string;
}

export interface Repo {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly url: string;
  readonly provider: RepoRegistered["provider"];
  readonly visibility: RepoRegistered["visibility"];
  readonly default_branch: string;
  readonly license: string | null;
  readonly owner: TeamRef;
  readonly domain_id: string | null;
  readonly registration: RepoRegistered["registration"];
  readonly registered_at: string;
}

export interface Goal {
  readonly id: string;
  readonly domain_id: string;
  readonly title: string;
  readonly description: string | null;
  readonly status: DomainGoalActivated["previous_status"];
  readonly owner: TeamRef;
  readonly success_criteria: DomainGoalActivated["success_criteria"];
  readonly measure: DomainGoalActivated["measure"];
  readonly target_date: string | null;
  readonly activated_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Workstream {
  readonly id: string;
  readonly slug: string;
  readonly domain_id: string;
  readonly name: string;
  readonly summary: string | null;
  readonly status: WorkstreamCompleted["previous_status"];
  readonly owner: TeamRef;
  readonly repo_ids: readonly string[];
  readonly goal_ids: readonly string[];
  readonly outcome: WorkstreamCompleted["outcome"] | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Task {
  readonly id: string;
  readonly domain_id: string;
  readonly workstream_id: string | null;
  readonly repo_id: string | null;
  readonly title: string;
  readonly status: string;
  readonly priority: "low" | "normal" | "high" | "urgent";
  readonly owner: TeamRef;
  readonly assignee: Actor | null;
  readonly due_on: string | null;
  readonly origin: string | null;
  readonly last_updated_at: string;
  readonly stale_since: string | null;
  readonly times_stale: number;
  readonly created_at: string;
}

export interface Decision {
  readonly id: string;
  readonly domain_id: string;
  readonly title: string;
  readonly status: "open" | "accepted" | "rejected" | "superseded";
  readonly rationale: string | null;
  readonly review_on: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Progress {
  readonly id: string;
  readonly subject_kind: "task" | "workstream" | "goal";
  readonly subject_id: string;
  readonly body: string;
  readonly actor: Actor;
  readonly created_at: string;
}

export const domains: Table<Domain> = new Table("domains", ["owner"]);
export const repos: Table<Repo> = new Table("repos", ["owner", "registration"]);
export const goals: Table<Goal> = new Table("goals", ["owner", "success_criteria", "measure"]);
export const workstreams: Table<Workstream> = new Table("workstreams", ["owner", "repo_ids", "goal_ids"]);
export const tasks: Table<Task> = new Table("tasks", ["owner", "assignee"]);
export const decisions: Table<Decision> = new Table("decisions");
export const progress: Table<Progress> = new Table("progress", ["actor"]);
