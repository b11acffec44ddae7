import type { Migration } from "@statehub/events-publisher/sqlite";

/** The hub's tables, in the SQL that SQLite and PostgreSQL share. Times are RFC 3339 in UTC; what is nested is JSON. */
export const hubMigrations: readonly Migration[] = [
  {
    id: "hub-0001",
    sql: `
create table domains (
  id text primary key, slug text not null unique, name text not null, owner text not null,
  stale_after_days integer not null, created_at text not null
);
create table repos (
  id text primary key, slug text not null unique, name text not null, description text, url text not null,
  provider text not null, visibility text not null, default_branch text not null, license text, owner text not null,
  domain_id text references domains (id), registration text not null, registered_at text not null
);
create table goals (
  id text primary key, domain_id text not null references domains (id), title text not null, description text,
  status text not null, owner text not null, success_criteria text not null, measure text not null, target_date text,
  activated_at text, created_at text not null, updated_at text not null
);
create table workstreams (
  id text primary key, slug text not null, domain_id text not null references domains (id), name text not null,
  summary text, status text not null, owner text not null, repo_ids text not null, goal_ids text not null,
  outcome text, started_at text, completed_at text, created_at text not null, updated_at text not null,
  unique (domain_id, slug)
);
create table tasks (
  id text primary key, domain_id text not null references domains (id), workstream_id text references workstreams (id),
  repo_id text references repos (id), title text not null, status text not null, priority text not null,
  owner text not null, assignee text, due_on text,
  -- The cron that created it, and for what; null for what people create.
  origin text unique,
  last_updated_at text not null, stale_since text, times_stale integer not null, created_at text not null
);
create index tasks_by_update on tasks (last_updated_at);
create table decisions (
  id text primary key, domain_id text not null references domains (id), title text not null, status text not null,
  rationale text, review_on text, created_at text not null, updated_at text not null
);
create table progress (
  id text primary key, subject_kind text not null, subject_id text not null, body text not null, actor text not null,
  created_at text not null
);
create index progress_by_subject on progress (subject_id, created_at);
-- When a check ran last.
create table checks (name text primary key, checked_at text not null);
-- What a maintenance cron has acted on, so that it does so once.
create table cron_acts (job text not null, act_key text not null, acted_at text not null, primary key (job, act_key));
`,
  },
];
