import type { Migration } from "../../database/migrations.ts";

/** The tables of the inbox on SQLite. Times are milliseconds since 1970. */
export const sqliteInboxMigrations: readonly Migration[] = [
  {
    id: "inbox-0001",
    sql: `
create table statehub_inbox (
  consumer text not null,
  event_id text not null,
  -- Of the message in the stream; 0 for one that was replayed. By these one finds out that the stream has lost some.
  stream_seq integer not null,
  stored_at integer not null,
  handled_at integer not null,
  primary key (consumer, event_id)
) without rowid;
create index statehub_inbox_handled on statehub_inbox (consumer, handled_at);

-- Who took over last, as a number that only grows: an older one may not write any more.
create table statehub_inbox_claim (
  name text primary key,
  fence integer not null
) without rowid;
`,
  },
  {
    id: "inbox-0002",
    sql: `
-- Of events that were delivered again: how many handlings have begun and not ended, since their process did.
create table statehub_inbox_begun (
  consumer text not null,
  event_id text not null,
  begun integer not null,
  begun_at integer not null,
  primary key (consumer, event_id)
) without rowid;
`,
  },
];
