import { appendFile } from "node:fs/promises";
import type { Clock } from "../clock.ts";
import { createTask, type NewTask } from "../domain/tasks.ts";
import type { Database, Tx } from "../store/database.ts";

/** What a maintenance cron found, named so that it acts on it once. */
export interface Finding {
  readonly key: string;
  readonly task: Omit<NewTask, "domain_id"> & { readonly domain_id: string | null };
}

/** A maintenance cron: looks at what is stored, and creates tasks in the hub. */
export interface Chore {
  readonly name: string;
  find(tx: Tx, now: Date): Promise<readonly Finding[]>;
}

export interface ChoreOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Where each run leaves a line; without it, on stdout. */
  readonly log: string | undefined;
  /** Names of crons that only say what they would do: activity-core does their work. */
  readonly logOnly: ReadonlySet<string>;
}

/** Runs a chore, and logs the run with the keys that it acted on, as `activities parity` reads it. */
export async function runChore(chore: Chore, { database, clock, log, logOnly }: ChoreOptions): Promise<string[]> {
  const now = clock();
  const keys = await database.transaction(async (tx) => {
    const acted: string[] = [];
    for (const { key, task } of await chore.find(tx, now)) {
      const isNew = await tx.query(
        "insert into cron_acts (job, act_key, acted_at) values ($1, $2, $3) on conflict do nothing returning act_key",
        [chore.name, key, now.toISOString()],
      );
      if (isNew.length === 0) continue;
      acted.push(key);
      const { domain_id } = task;
      // A task belongs to a domain; what belongs to none yet is only logged.
      if (logOnly.has(chore.name) || domain_id === null) continue;
      await createTask(tx, { ...task, domain_id, origin: `cron:hub/${chore.name}/${key}` }, now);
    }
    return acted;
  });
  const line = `${JSON.stringify({ at: now.toISOString(), job: `cron:hub/${chore.name}`, keys })}\n`;
  if (log === undefined) process.stdout.write(line);
  else await appendFile(log, line);
  return keys;
}
