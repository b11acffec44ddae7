import type { Migration } from "../../database/migrations.ts";

/** The tables of the outbox on SQLite. Times are milliseconds since 1970. */
export const sqliteOutboxMigrations: readonly Migration[] = [
  {
    id: "outbox-0001",
    sql: `
create table statehub_outbox (
  -- One transaction writes at a time, so this is the order of commits. A number is never used again.
  seq integer primary key autoincrement,
  id text not null unique,
  type text not null,
  source text not null,
  subject text not null,
  headers blob not null,
  payload blob not null,
  created_at integer not null,
  state text not null default 'pending' check (state in ('pending', 'published', 'dead')),
  -- Of a published row: where the stream has it. A stream that is made anew has another time of creation.
  stream text,
  stream_created text,
  stream_seq integer,
  published_at integer,
  -- Of a dead row: why it cannot be sent.
  reason text
);
create index statehub_outbox_pending on statehub_outbox (seq) where state = 'pending';
create index statehub_outbox_published on statehub_outbox (stream, stream_created, stream_seq) where state = 'published';
create index statehub_outbox_dead on statehub_outbox (source, subject) where state = 'dead';

-- One row: which relay works, and a count that shows that it lives.
create table statehub_outbox_relay (
  one integer primary key check (one = 1),
  holder text,
  term integer not null default 0,
  beat integer not null default 0
);
insert into statehub_outbox_relay (one) values (1);
`,
  },
  {
    id: "outbox-0002",
    sql: `
-- For how many milliseconds relays have worked on this outbox in all, by steady clocks. It decides how long published
-- rows are kept: the time of the day may jump.
alter table statehub_outbox_relay add column uptime integer not null default 0;
-- Of a published row: what that was then.
alter table statehub_outbox add column published_uptime integer not null default 0;
`,
  },
];
