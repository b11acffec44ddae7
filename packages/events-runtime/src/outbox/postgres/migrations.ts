import type { Migration } from "../../database/migrations.ts";

/** The tables of the outbox on PostgreSQL 13 or newer, in the schema that the search path begins with. */
export const postgresOutboxMigrations: readonly Migration[] = [
  {
    id: "outbox-0001",
    sql: `
create table statehub_outbox (
  -- Drawn while the transaction holds the lock of its key: for one key, the order of commits.
  seq bigint generated always as identity primary key,
  id text not null unique,
  type text not null,
  source text not null,
  subject text not null,
  headers bytea not null,
  payload bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  state text not null default 'pending' check (state in ('pending', 'published', 'dead')),
  -- Of a published row: where the stream has it. A stream that is made anew has another time of creation.
  stream text,
  stream_created text,
  stream_seq bigint,
  published_at timestamptz,
  -- Of a dead row: why it cannot be sent.
  reason text
);
create index statehub_outbox_pending on statehub_outbox (seq) where state = 'pending';
create index statehub_outbox_published on statehub_outbox (stream, stream_created, stream_seq) where state = 'published';
create index statehub_outbox_dead on statehub_outbox (source, subject) where state = 'dead';

-- One row: which relay works, and a count that shows that it lives.
create table statehub_outbox_relay (
  one boolean primary key default true check (one),
  holder text,
  term bigint not null default 0,
  beat bigint not null default 0
);
insert into statehub_outbox_relay default values;
`,
  },
  {
    id: "outbox-0002",
    sql: `
-- For how many milliseconds relays have worked on this outbox in all, by steady clocks. It decides how long published
-- rows are kept: the time of the day may jump.
alter table statehub_outbox_relay add column uptime bigint not null default 0;
-- Of a published row: what that was then.
alter table statehub_outbox add column published_uptime bigint not null default 0;
`,
  },
];
