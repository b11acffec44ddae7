import { randomUUID } from "node:crypto";
import type { Actor, WorkstreamCompleted } from "@statehub/events-contracts";
import type { Tx } from "../store/database.ts";
import { domainRef } from "./domains.ts";
import { Conflict, found } from "./refusals.ts";
import { goals, repos, tasks, type Workstream, workstreams } from "./things.ts";

export type NewWorkstream = Pick<Workstream, "slug" | "domain_id" | "name" | "owner"> &
  Partial<Pick<Workstream, "summary" | "repo_ids" | "goal_ids">> & { readonly status?: "planned" | "active" };

export async function createWorkstream(tx: Tx, input: NewWorkstream, now: Date): Promise<Workstream> {
  await domainRef(tx, input.domain_id);
  const at = now.toISOString();
  const workstream: Workstream = {
    id: randomUUID(),
    summary: null,
    status: "planned",
    repo_ids: [],
    goal_ids: [],
    outcome: null,
    completed_at: null,
    ...input,
    started_at: input.status === "active" ? at : null,
    created_at: at,
    updated_at: at,
  };
  if (!(await workstreams.insert(tx, workstream)))
    throw new Conflict(`the domain has a workstream with the slug ${input.slug} already`);
  return workstream;
}

export interface WorkstreamChange extends Partial<Pick<Workstream, "name" | "summary" | "status">> {
  /** How it ended, with the status `completed`. Default: `achieved`. */
  readonly outcome?: NonNullable<Workstream["outcome"]>;
  readonly actor: Actor;
}

/** Changes a workstream. When its status becomes `completed`, and was not before, that is published. */
export async function changeWorkstream(tx: Tx, id: string, change: WorkstreamChange, now: Date): Promise<Workstream> {
  const before = found(await workstreams.take(tx, id), `workstream ${id}`);
  const { actor, outcome = "achieved", ...fields } = change;
  const { status = before.status } = fields;
  const at = now.toISOString();
  const isCompleted = status === "completed";
  const isCompletion = isCompleted && before.status !== "completed";
  const changes: Partial<Workstream> = {
    ...fields,
    updated_at: at,
    ...(status === "active" && before.started_at === null && { started_at: at }),
    ...(isCompletion && { completed_at: at, outcome }),
    ...(!isCompleted && { completed_at: null, outcome: null }),
  };
  await workstreams.update(tx, id, changes);
  const after: Workstream = { ...before, ...changes };
  if (isCompletion) await publishCompletion(tx, after, before.status, actor, now);
  return after;
}

async function publishCompletion(
  tx: Tx,
  workstream: Workstream,
  previous: Workstream["status"],
  actor: Actor,
  now: Date,
): Promise<void> {
  const { id, slug, name, summary, owner, outcome, started_at, completed_at } = workstream;
  const own = await tasks.where(tx, "workstream_id = $1 order by created_at", [id]);
  const changed = await repos.findAll(tx, workstream.repo_ids);
  const served = await goals.findAll(tx, workstream.goal_ids);
  const data = {
    ...{ workstream_id: id, slug, name, summary, owner, started_at },
    domain: await domainRef(tx, workstream.domain_id),
    repos: changed.map((repo) => ({ repo_id: repo.id, slug: repo.slug, url: repo.url })),
    goals: served.map((goal) => ({ goal_id: goal.id, title: goal.title, status: goal.status })),
    previous_status: previous,
    outcome: outcome ?? "achieved",
    completed_at: completed_at ?? now.toISOString(),
    completed_by: actor,
    task_counts: countsOf(own.map(({ status }) => status)),
    carried_over_task_ids: own.filter(({ status }) => !/^(?:done|cancelled)$/.test(status)).map((task) => task.id),
  };
  await tx.publish("org.statehub.workstream.completed", data, now);
}

function countsOf(statuses: readonly string[]): WorkstreamCompleted["task_counts"] {
  const counts: Record<string, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return { ...counts, total: statuses.length, done: counts.done ?? 0 };
}
