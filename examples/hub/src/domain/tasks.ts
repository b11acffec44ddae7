import { randomUUID } from "node:crypto";
import type { Tx } from "../store/database.ts";
import { domainRef } from "./domains.ts";
import { found } from "./refusals.ts";
import { goals, type Progress, progress, repos, type Task, tasks, workstreams } from "./things.ts";

export type NewTask = Pick<Task, "domain_id" | "title" | "owner"> &
  Partial<Pick<Task, "workstream_id" | "repo_id" | "status" | "priority" | "assignee" | "due_on" | "origin">>;

export async function createTask(tx: Tx, input: NewTask, now: Date): Promise<Task> {
  await domainRef(tx, input.domain_id);
  const { workstream_id = null, repo_id = null } = input;
  if (workstream_id !== null) found(await workstreams.find(tx, workstream_id), `workstream ${workstream_id}`);
  if (repo_id !== null) found(await repos.find(tx, repo_id), `repository ${repo_id}`);
  const at = now.toISOString();
  const task: Task = {
    id: randomUUID(),
    workstream_id,
    repo_id,
    status: "open",
    priority: "normal",
    assignee: null,
    due_on: null,
    origin: null,
    ...input,
    last_updated_at: at,
    stale_since: null,
    times_stale: 0,
    created_at: at,
  };
  await tasks.insert(tx, task);
  return task;
}

export type TaskChange = Partial<Pick<Task, "title" | "status" | "priority" | "assignee" | "due_on">>;

/** Changes a task, which is then not stale any more. */
export async function changeTask(tx: Tx, id: string, change: TaskChange, now: Date): Promise<Task> {
  const before = found(await tasks.take(tx, id), `task ${id}`);
  const changes: Partial<Task> = { ...change, last_updated_at: now.toISOString(), stale_since: null };
  await tasks.update(tx, id, changes);
  return { ...before, ...changes };
}

export type NewProgress = Omit<Progress, "id" | "created_at">;

/** Stores what somebody says of a task, workstream or goal. A task that is spoken of is not stale. */
export async function addProgress(tx: Tx, input: NewProgress, now: Date): Promise<Progress> {
  const { subject_kind: kind, subject_id: id } = input;
  if (kind === "task") await changeTask(tx, id, {}, now);
  else found(await (kind === "goal" ? goals : workstreams).find(tx, id), `${kind} ${id}`);
  const one: Progress = { id: randomUUID(), ...input, created_at: now.toISOString() };
  await progress.insert(tx, one);
  return one;
}
