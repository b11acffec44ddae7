import type { DatabaseSync } from "node:sqlite";
import type { Occurrence } from "@statehub/activities";

/** What is to be worked on: an event or a schedule's time, for one definition. */
export interface Waiting {
  readonly id: number;
  readonly activity: string;
  readonly cause: string;
  readonly occurrence: Occurrence;
  /** Attempts so far. */
  readonly attempts: number;
}

export const causeOf = (occurrence: Occurrence): string =>
  "event" in occurrence ? occurrence.event.id : occurrence.schedule.time;

export const timeOf = (occurrence: Occurrence): string =>
  "event" in occurrence ? occurrence.event.time : occurrence.schedule.time;

/** Takes an occurrence in, once: in the inbox's transaction, so that no event is lost and none counts twice. */
export function takeIn(db: DatabaseSync, activity: string, occurrence: Occurrence, subject: string): void {
  db.prepare("insert into occurrences (activity, cause, subject, body) values (?, ?, ?, ?) on conflict do nothing").run(
    activity,
    causeOf(occurrence),
    subject,
    JSON.stringify(occurrence),
  );
}

/** The first of each lane that is due: a lane is one subject of one definition. */
export function dueOccurrences(db: DatabaseSync, now: number): Waiting[] {
  const rows = db
    .prepare(`
select * from occurrences as one
where state = 'waiting' and due_at <= ? and not exists (
  select 1 from occurrences as earlier
  where earlier.activity = one.activity and earlier.subject = one.subject and earlier.id < one.id
    and earlier.state = 'waiting'
)
order by id limit 200`)
    .all(now);
  return rows.map((row) => waitingOf(row));
}

export function quarantined(db: DatabaseSync): Waiting[] {
  return db.prepare("select * from occurrences where state = 'quarantined' order by id").all().map(waitingOf);
}

/** Whether there was such an occurrence in quarantine: it is tried again from the first attempt. */
export function release(db: DatabaseSync, id: number): boolean {
  const sql =
    "update occurrences set state = 'waiting', attempts = 0, due_at = 0 where id = ? and state = 'quarantined'";
  return db.prepare(sql).run(id).changes === 1;
}

export function hasWaiting(db: DatabaseSync, activity: string): boolean {
  return db.prepare("select 1 from occurrences where activity = ? and state = 'waiting'").get(activity) !== undefined;
}

export function done(db: DatabaseSync, { id }: Waiting): void {
  db.prepare("delete from occurrences where id = ?").run(id);
}

export function retryAt(db: DatabaseSync, { id, attempts }: Waiting, dueAt: number): void {
  db.prepare("update occurrences set attempts = ?, due_at = ? where id = ?").run(attempts + 1, dueAt, id);
}

export function quarantine(db: DatabaseSync, { id, attempts }: Waiting): void {
  db.prepare("update occurrences set attempts = ?, state = 'quarantined' where id = ?").run(attempts + 1, id);
}

function waitingOf({ id, activity, cause, body, attempts }: Record<string, unknown>): Waiting {
  const occurrence = JSON.parse(String(body)) as Occurrence;
  return { id: Number(id), activity: String(activity), cause: String(cause), occurrence, attempts: Number(attempts) };
}
