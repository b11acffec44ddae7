import type { Migration } from "@statehub/events-runtime/sqlite";

/** activity-core's own tables, beside the inbox. Times are milliseconds since 1970, or RFC 3339 where people read them. */
export const activityMigrations: readonly Migration[] = [
  {
    id: "activity-core-0001",
    sql: `
-- What sets activities off and is not worked on yet: one row for each definition that an event or schedule concerns.
create table occurrences (
  id integer primary key,
  activity text not null,
  -- The event's id, or the schedule's time.
  cause text not null,
  -- Those of one subject are worked on one after the other.
  subject text not null,
  body text not null,
  attempts integer not null default 0,
  due_at integer not null default 0,
  state text not null default 'waiting' check (state in ('waiting', 'quarantined')),
  unique (activity, cause)
);
create index occurrences_by_lane on occurrences (activity, subject, id) where state = 'waiting';
create table audit (
  id integer primary key,
  at text not null,
  activity text not null,
  version text not null,
  cause text not null,
  event_type text,
  happened_at text not null,
  inputs text not null,
  outcome text not null,
  detail text,
  attempt integer not null,
  idempotency_key text
);
create index audit_by_cause on audit (cause);
create index audit_by_key on audit (idempotency_key);
create table intents (
  idempotency_key text primary key,
  at text not null,
  happened_at text not null,
  activity text not null,
  version text not null,
  intent_key text not null,
  cause text not null,
  task text not null,
  state text not null check (state in ('shadow', 'wanted', 'created', 'refused')),
  task_id text,
  attempts integer not null default 0,
  due_at integer not null default 0,
  error text
);
create index intents_wanted on intents (due_at) where state = 'wanted';
-- The text of each definition that ran last, for a start at which its file is wrong.
create table definitions (file text primary key, body text not null);
create table windows (activity text primary key, state text not null);
create table schedules (activity text not null, cron text not null, last_at integer not null, primary key (activity, cron));
`,
  },
];
