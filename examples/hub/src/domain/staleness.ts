import { randomUUID } from "node:crypto";
import type { Database, Tx } from "../store/database.ts";
import { domainRef } from "./domains.ts";
import { domains, repos, type Task, tasks, workstreams } from "./things.ts";

const DAY_MS = 86_400_000;

/** SQL: the unfinished tasks that are stale by a domain's threshold, as of a time; `$1` is the domain, `$2` the limit. */
export const STALE = "domain_id = $1 and last_updated_at <= $2 and status not in ('done', 'cancelled')";

/** Before this time a task of the domain was to be updated, to count as alive. */
export const staleBefore = (days: number, now: Date): string => new Date(now.getTime() - days * DAY_MS).toISOString();

/**
 * Publishes each task that was not updated for as long as its domain allows: once for each staleness, however often the
 * check runs. Resolves to how many those were.
 */
export async function checkStaleness(database: Database, now: Date): Promise<number> {
  const checkedAt = now.toISOString();
  const { previous, candidates } = await database.transaction(async (tx) => {
    const [check] = await tx.query("select checked_at from checks where name = 'staleness'");
    await tx.query(
      "insert into checks (name, checked_at) values ('staleness', $1) on conflict (name) do update set checked_at = $1",
      [checkedAt],
    );
    const all = await domains.where(tx, "1 = 1 order by slug");
    const found: { id: string; days: number }[] = [];
    for (const { id: domain, stale_after_days: days } of all) {
      const values = [domain, staleBefore(days, now)];
      const stale = await tasks.where(tx, `${STALE} and stale_since is null and origin is null order by id`, values);
      found.push(...stale.map(({ id }) => ({ id, days })));
    }
    return { previous: check === undefined ? null : String(check.checked_at), candidates: found };
  });
  const check = { check_id: randomUUID(), checked_at: checkedAt, previous_checked_at: previous };
  let published = 0;
  for (const { id, days } of candidates) {
    published += await database.transaction(async (tx) => {
      const task = await tasks.take(tx, id);
      // Somebody may have updated it meanwhile, and another check may have found it.
      const isStale = task?.stale_since === null && task.last_updated_at <= staleBefore(days, now);
      if (!isStale) return 0;
      await publishStale(tx, task, days, check, now);
      await tasks.update(tx, id, { stale_since: checkedAt, times_stale: task.times_stale + 1 });
      return 1;
    });
  }
  return published;
}

async function publishStale(
  tx: Tx,
  task: Task,
  threshold: number,
  check: { check_id: string; checked_at: string; previous_checked_at: string | null },
  now: Date,
): Promise<void> {
  const { id, title, status, priority, owner, assignee, last_updated_at, due_on } = task;
  const workstream = task.workstream_id === null ? undefined : await workstreams.find(tx, task.workstream_id);
  const repo = task.repo_id === null ? undefined : await repos.find(tx, task.repo_id);
  const data = {
    ...{ task_id: id, title, status, priority, owner, assignee, last_updated_at, due_on, check },
    domain: await domainRef(tx, task.domain_id),
    ...(workstream && {
      workstream: {
        workstream_id: workstream.id,
        slug: workstream.slug,
        name: workstream.name,
        status: workstream.status,
      },
    }),
    ...(repo && { repo: { repo_id: repo.id, slug: repo.slug, url: repo.url } }),
    days_since_update: Math.floor((now.getTime() - Date.parse(last_updated_at)) / DAY_MS),
    threshold_days: threshold,
    times_stale: task.times_stale + 1,
  };
  await tx.publish("org.statehub.task.stale", data, now);
}
