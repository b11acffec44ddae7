import { randomUUID } from "node:crypto";
import type { Tx } from "../store/database.ts";
import { domainRef } from "./domains.ts";
import { found } from "./refusals.ts";
import { type Decision, decisions } from "./things.ts";

export type NewDecision = Pick<Decision, "domain_id" | "title"> & Partial<Pick<Decision, "rationale" | "review_on">>;

export async function createDecision(tx: Tx, input: NewDecision, now: Date): Promise<Decision> {
  await domainRef(tx, input.domain_id);
  const at = now.toISOString();
  const decision: Decision = {
    id: randomUUID(),
    status: "open",
    rationale: null,
    review_on: null,
    ...input,
    created_at: at,
    updated_at: at,
  };
  await decisions.insert(tx, decision);
  return decision;
}

export type DecisionChange = Partial<Pick<Decision, "title" | "status" | "rationale" | "review_on">>;

export async function changeDecision(tx: Tx, id: string, change: DecisionChange, now: Date): Promise<Decision> {
  const before = found(await decisions.take(tx, id), `decision ${id}`);
  const changes: Partial<Decision> = { ...change, updated_at: now.toISOString() };
  await decisions.update(tx, id, changes);
  return { ...before, ...changes };
}

/** Open decisions whose day of review has come. */
export function dueDecisions(tx: Tx, now: Date): Promise<Decision[]> {
  return decisions.where(tx, "status = 'open' and review_on <= $1 order by review_on, id", [
    now.toISOString().slice(0, 10),
  ]);
}
