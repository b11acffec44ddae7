import { randomUUID } from "node:crypto";
import type { DomainRef } from "@statehub/events-contracts";
import type { Tx } from "../store/database.ts";
import { found } from "./refusals.ts";
import { type Domain, domains } from "./things.ts";

export type NewDomain = Pick<Domain, "slug" | "name" | "owner"> & { readonly stale_after_days?: number };

/** Stores a domain; the one with the same slug if there is one. */
export async function createDomain(tx: Tx, input: NewDomain, now: Date): Promise<{ thing: Domain; isNew: boolean }> {
  const thing: Domain = { id: randomUUID(), stale_after_days: 14, created_at: now.toISOString(), ...input };
  const isNew = await domains.insert(tx, thing);
  const [stored] = await domains.where(tx, "slug = $1", [input.slug]);
  return { thing: stored ?? thing, isNew };
}

/** What events say of a domain. */
export async function domainRef(tx: Tx, id: string): Promise<DomainRef> {
  const { slug, name } = found(await domains.find(tx, id), `domain ${id}`);
  return { domain_id: id, slug, name };
}
