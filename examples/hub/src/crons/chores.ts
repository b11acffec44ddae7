import { dueDecisions } from "../domain/decisions.ts";
import { STALE, staleBefore } from "../domain/staleness.ts";
import { domains, goals, repos, tasks, workstreams } from "../domain/things.ts";
import type { Tx } from "../store/database.ts";
import type { Chore, Finding } from "./chore.ts";

// What the hub's maintenance crons look for. Each has a definition in activities/ that is to take its place; until that
// has passed in staging, the code stays as it is.

export const onboardRegisteredRepos: Chore = {
  name: "onboard-registered-repos",
  find: async (tx) =>
    (await repos.where(tx, "1 = 1 order by registered_at")).map(({ id, slug, domain_id, owner }) => ({
      key: id,
      task: { title: `Set up maintenance for ${slug}`, domain_id, owner, repo_id: id },
    })),
};

export const closeCompletedWorkstreams: Chore = {
  name: "close-completed-workstreams",
  find: async (tx) =>
    (await workstreams.where(tx, "status = 'completed' and outcome <> 'superseded' order by completed_at")).map(
      ({ id, name, domain_id, owner, completed_at }) => ({
        key: `${id}/${completed_at}`,
        task: { title: `Close out workstream ${name}`, domain_id, owner, workstream_id: id },
      }),
    ),
};

export const planActivatedGoals: Chore = {
  name: "plan-activated-goals",
  find: async (tx) =>
    (await goals.where(tx, "status = 'active' order by activated_at")).map(
      ({ id, title, domain_id, owner, activated_at }) => ({
        key: `${id}/${activated_at}`,
        task: { title: `Plan the first step towards: ${title}`, domain_id, owner },
      }),
    ),
};

export const staleTasks: Chore = {
  name: "stale-tasks",
  find: async (tx, now) => {
    const found: Finding[] = [];
    for (const { id, stale_after_days } of await domains.where(tx, "1 = 1 order by slug")) {
      found.push(...(await staleOf(tx, id, staleBefore(stale_after_days, now))));
    }
    return found;
  },
};

async function staleOf(tx: Tx, domain: string, limit: string): Promise<Finding[]> {
  const stale = await tasks.where(tx, `${STALE} and origin is null order by id`, [domain, limit]);
  return stale.map(({ id, title, domain_id, owner, last_updated_at }) => ({
    key: `${id}/${last_updated_at}`,
    task: { title: `Decide what becomes of: ${title}`, domain_id, owner },
  }));
}

export const reviewOpenDecisions: Chore = {
  name: "review-open-decisions",
  find: async (tx, now) => {
    const due = await dueDecisions(tx, now);
    const [first] = due;
    if (first === undefined) return [];
    // One for each run, named by the minute that it was due at.
    const key = new Date(Math.floor(now.getTime() / 60_000) * 60_000).toISOString();
    const { owner } = (await domains.find(tx, first.domain_id)) ?? { owner: { slug: "team-custodian" } };
    return [{ key, task: { title: `Review ${due.length} open decisions`, domain_id: first.domain_id, owner } }];
  },
};
