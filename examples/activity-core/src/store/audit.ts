import type { DatabaseSync } from "node:sqlite";

/** What an evaluation came to. */
export type Outcome =
  | "not-matched"
  /** A task was wanted; in shadow mode only noted. */
  | "intent"
  /** The window has it, and lets it through later. */
  | "waiting"
  /** The same as one before. */
  | "duplicate"
  /** It is tried again. */
  | "failed"
  /** The last attempt failed. */
  | "quarantined"
  | "dropped";

/** One evaluation of one definition. */
export interface AuditRecord {
  readonly at: string;
  readonly activity: string;
  readonly version: string;
  /** The event's id, or the schedule's time. */
  readonly cause: string;
  readonly event_type: string | null;
  readonly happened_at: string;
  /** What it read, personal and secret values masked. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outcome: Outcome;
  /** Where in the definition it failed, and why. */
  readonly detail: string | null;
  readonly attempt: number;
  readonly idempotency_key: string | null;
}

export function record(db: DatabaseSync, { inputs, ...one }: AuditRecord): void {
  const entries = Object.entries({ ...one, inputs: JSON.stringify(inputs) });
  const names = entries.map(([name]) => name).join(", ");
  const marks = entries.map(() => "?").join(", ");
  db.prepare(`insert into audit (${names}) values (${marks})`).run(...entries.map(([, value]) => value));
}

/** What caused the intent that a window has kept: the last evaluation that wanted it. */
export function causeOfKey(db: DatabaseSync, key: string): { cause: string; happened_at: string } | undefined {
  const sql = "select cause, happened_at from audit where idempotency_key = ? order by id desc limit 1";
  return db.prepare(sql).get(key) as { cause: string; happened_at: string } | undefined;
}

/** Records with the task that came of each, newest first. */
export function auditTrail(
  db: DatabaseSync,
  { activity, cause, limit }: { readonly activity?: string; readonly cause?: string; readonly limit: number },
): unknown[] {
  const sql = `
select audit.*, intents.state as task_state, intents.task_id, intents.error as task_error
from audit left join intents using (idempotency_key)
where (?1 is null or audit.activity = ?1) and (?2 is null or audit.cause = ?2)
order by audit.id desc limit ?3`;
  return db
    .prepare(sql)
    .all(activity ?? null, cause ?? null, limit)
    .map(({ inputs, task_state, task_id, task_error, ...one }) => ({
      ...one,
      inputs: JSON.parse(String(inputs)),
      task: task_state === null ? null : { state: task_state, id: task_id, error: task_error },
    }));
}
