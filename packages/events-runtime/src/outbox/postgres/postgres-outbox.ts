import type { PostgresClient, PostgresPool } from "../../database/postgres-client.ts";
import type { AsyncOutboxStore } from "../outbox-store.ts";
import { PostgresTable } from "./postgres-table.ts";
import { WAKE_RELAY } from "./watch.ts";

// The locks of all keys, in an order that is the same for all transactions, before the first number is drawn: for one
// key, no later commit has a lower number. Materialized, so that they are taken and are taken first.
const INSERT = `
with event as (
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::bytea[])
    with ordinality as e (id, type, source, subject, headers, payload, place)
), turn as materialized (
  select pg_advisory_xact_lock(key)
  from (select distinct hashtextextended(source || ' ' || subject, 20260101) as key from event order by key) keys
), turns as materialized (
  select count(*) as taken, ${WAKE_RELAY} from turn
)
insert into statehub_outbox (id, type, source, subject, headers, payload)
select id, type, source, subject, headers, payload from event, turns order by place`;

/**
 * The outbox in a PostgreSQL database, whose schema is `postgresOutboxMigrations`. The hub enqueues on the connection
 * of its own transaction; the pool is for the relay, which takes two connections of it at most.
 */
export function postgresOutbox(pool: PostgresPool): AsyncOutboxStore<PostgresClient> {
  return {
    mode: "async",
    async insert(tx, events) {
      await tx.query(INSERT, [
        events.map(({ id }) => id),
        events.map(({ type }) => type),
        events.map(({ source }) => source),
        events.map(({ subject }) => subject),
        events.map(({ message }) => message.encode()),
        events.map(({ message }) => message.payload),
      ]);
    },
    open: () => new PostgresTable(pool),
  };
}
