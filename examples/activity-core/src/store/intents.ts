import type { DatabaseSync } from "node:sqlite";
import type { Intent, Mode, ShadowIntent, Task } from "@statehub/activities";

/** What a definition wants, with what caused it. */
export interface CausedIntent {
  readonly intent: Intent;
  readonly mode: Mode;
  readonly at: string;
  readonly happenedAt: string;
  readonly cause: string;
}

/** Keeps an intent, once for its idempotency key. Whether it is new. */
export function keep(db: DatabaseSync, { intent, mode, at, happenedAt, cause }: CausedIntent): boolean {
  const { idempotencyKey, activity, version, key, task } = intent;
  const sql = `
insert into intents (idempotency_key, at, happened_at, activity, version, intent_key, cause, task, state)
values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`;
  const state = mode === "active" ? "wanted" : "shadow";
  const values = [idempotencyKey, at, happenedAt, activity, version, key, cause, JSON.stringify(task), state];
  return db.prepare(sql).run(...values).changes === 1;
}

/** All intents, oldest first, as `activities parity` reads them. */
export function shadowIntents(db: DatabaseSync, activity?: string): ShadowIntent[] {
  const sql = "select * from intents where ?1 is null or activity = ?1 order by at, rowid";
  return db
    .prepare(sql)
    .all(activity ?? null)
    .map((row) => ({
      at: String(row.at),
      happenedAt: String(row.happened_at),
      activity: String(row.activity),
      key: String(row.intent_key),
      cause: String(row.cause),
    }));
}

/** A task that is to be created. */
export interface WantedTask {
  readonly key: string;
  readonly task: Task;
  readonly origin: { readonly activity: string; readonly version: string; readonly cause: string };
  readonly attempts: number;
}

export function wantedTasks(db: DatabaseSync, now: number): WantedTask[] {
  return db
    .prepare("select * from intents where state = 'wanted' and due_at <= ? order by due_at, rowid limit 50")
    .all(now)
    .map((row) => ({
      key: String(row.idempotency_key),
      task: JSON.parse(String(row.task)) as Task,
      origin: { activity: String(row.activity), version: String(row.version), cause: String(row.cause) },
      attempts: Number(row.attempts),
    }));
}

export function created(db: DatabaseSync, { key }: WantedTask, taskId: string): void {
  const sql = "update intents set state = 'created', task_id = ?, error = null where idempotency_key = ?";
  db.prepare(sql).run(taskId, key);
}

/** issue-core will never take it. */
export function refused(db: DatabaseSync, { key }: WantedTask, error: string): void {
  db.prepare("update intents set state = 'refused', error = ? where idempotency_key = ?").run(error, key);
}

export function later(db: DatabaseSync, { key, attempts }: WantedTask, error: string, dueAt: number): void {
  const sql = "update intents set attempts = ?, error = ?, due_at = ? where idempotency_key = ?";
  db.prepare(sql).run(attempts + 1, error, dueAt, key);
}
