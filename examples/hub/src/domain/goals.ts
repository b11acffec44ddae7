import { randomUUID } from "node:crypto";
import type { Actor } from "@statehub/events-contracts";
import type { Tx } from "../store/database.ts";
import { domainRef } from "./domains.ts";
import { found } from "./refusals.ts";
import { type Goal, goals, workstreams } from "./things.ts";

export type NewGoal = Pick<Goal, "title" | "owner" | "success_criteria" | "measure"> &
  Partial<Pick<Goal, "description" | "target_date">> & { readonly status?: "draft" | "proposed" };

export async function createGoal(tx: Tx, domainId: string, input: NewGoal, now: Date): Promise<Goal> {
  await domainRef(tx, domainId);
  const at = now.toISOString();
  const goal: Goal = {
    id: randomUUID(),
    domain_id: domainId,
    description: null,
    status: "draft",
    target_date: null,
    ...input,
    activated_at: null,
    created_at: at,
    updated_at: at,
  };
  await goals.insert(tx, goal);
  return goal;
}

export interface GoalChange extends Partial<Pick<Goal, "title" | "description" | "status" | "target_date">> {
  /** The decision that activated it. */
  readonly decision_id?: string;
  readonly actor: Actor;
}

/** Changes a goal. When its status becomes `active`, and was not before, that is published. */
export async function changeGoal(tx: Tx, id: string, change: GoalChange, now: Date): Promise<Goal> {
  const before = found(await goals.take(tx, id), `goal ${id}`);
  const { actor, decision_id, ...fields } = change;
  const at = now.toISOString();
  const isActivation = fields.status === "active" && before.status !== "active";
  const changes: Partial<Goal> = { ...fields, updated_at: at, ...(isActivation && { activated_at: at }) };
  await goals.update(tx, id, changes);
  const after: Goal = { ...before, ...changes };
  if (isActivation) {
    const { title, description, owner, target_date, success_criteria, measure, domain_id } = after;
    const serving = await workstreams.where(tx, "domain_id = $1 order by created_at", [domain_id]);
    const data = {
      ...{ goal_id: id, title, description, owner, target_date, success_criteria, measure },
      domain: await domainRef(tx, domain_id),
      previous_status: before.status,
      activated_at: at,
      activated_by: actor,
      ...(decision_id !== undefined && { decision_id }),
      workstreams: serving
        .filter(({ goal_ids }) => goal_ids.includes(id))
        .map(({ id: workstream_id, slug, name, status }) => ({ workstream_id, slug, name, status })),
    };
    await tx.publish("org.statehub.domain.goal.activated", data, now);
  }
  return after;
}
