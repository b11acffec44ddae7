import type { DatabaseSync } from "node:sqlite";
import { type Activity, type CronTrigger, cronTriggers } from "@statehub/activities";
import { Cron } from "croner";
import { atOnce } from "../store/database.ts";
import { hasWaiting, takeIn } from "../store/occurrences.ts";

/** What is not older was not missed. */
const FRESH_MS = 60_000;
/** More runs than anybody wants to make up for. */
const MOST = 1_000;

/** Takes in the runs of schedules that have come due since the last look, as each trigger's `catch_up` and `overlap` say. */
export function takeInSchedules(db: DatabaseSync, activities: readonly Activity[], now: Date): void {
  for (const { definition } of activities) {
    if (definition.mode === "disabled") continue;
    for (const trigger of cronTriggers(definition)) atOnce(db, () => takeInSchedule(db, definition.id, trigger, now));
  }
}

function takeInSchedule(db: DatabaseSync, activity: string, trigger: CronTrigger, now: Date): void {
  const { cron, timezone, overlap = "skip" } = trigger;
  const name = `${cron} ${timezone}`;
  const row = db.prepare("select last_at from schedules where activity = ? and cron = ?").get(activity, name);
  // It begins now; what was before it was known is nothing that it missed.
  const last = row === undefined ? now : new Date(Number(row.last_at));
  const due = runsBetween(trigger, last, now);
  const newest = due.at(-1) ?? last;
  if (row === undefined || due.length > 0) {
    const sql = "insert into schedules values (?, ?, ?) on conflict do update set last_at = excluded.last_at";
    db.prepare(sql).run(activity, name, newest.getTime());
  }
  for (const time of madeUp(due, trigger, now)) {
    if (overlap === "skip" && hasWaiting(db, activity)) continue;
    takeIn(db, activity, { schedule: { time: time.toISOString() } }, "schedule");
  }
}

function runsBetween({ cron, timezone }: CronTrigger, after: Date, until: Date): Date[] {
  const schedule = new Cron(cron, { timezone, paused: true });
  const runs: Date[] = [];
  for (let next = schedule.nextRun(after); next !== null && next <= until; next = schedule.nextRun(next)) {
    runs.push(next);
    if (runs.length > MOST) runs.shift();
  }
  return runs;
}

function madeUp(due: readonly Date[], { catch_up = "last" }: CronTrigger, now: Date): readonly Date[] {
  if (catch_up === "all") return due;
  return due.slice(-1).filter((time) => catch_up === "last" || now.getTime() - time.getTime() <= FRESH_MS);
}
