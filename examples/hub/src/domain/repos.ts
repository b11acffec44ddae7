import { randomUUID } from "node:crypto";
import type { Tx } from "../store/database.ts";
import { domainRef } from "./domains.ts";
import { type Repo, repos } from "./things.ts";

export type NewRepo = Omit<Repo, "id" | "registered_at">;

/** Registers a repository, and publishes that. Registering its slug again changes and publishes nothing. */
export async function registerRepo(tx: Tx, input: NewRepo, now: Date): Promise<{ thing: Repo; isNew: boolean }> {
  const domain = input.domain_id === null ? null : await domainRef(tx, input.domain_id);
  const repo: Repo = { id: randomUUID(), ...input, registered_at: now.toISOString() };
  if (!(await repos.insert(tx, repo))) {
    const [known] = await repos.where(tx, "slug = $1", [input.slug]);
    return { thing: known ?? repo, isNew: false };
  }
  const { id, domain_id, ...rest } = repo;
  await tx.publish("org.statehub.repo.registered", { repo_id: id, ...rest, domain }, now);
  return { thing: repo, isNew: true };
}
