import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { connectPublisher, createOutbox } from "@statehub/events-publisher";
import { type PostgresClient, postgresOutbox } from "@statehub/events-runtime/postgres";
import { type SqliteDatabase, sqliteOutbox } from "@statehub/events-runtime/sqlite";
import type pg from "pg";
import { numbered, TYPE } from "./events.ts";
import { now, serve } from "./parent.ts";
import { isPostgres, openPool, openSqlite } from "./store.ts";

// A hub: one event in each transaction, at a rate or as fast as it can. `outbox` writes it with the outbox, `plain` the
// same bytes into a table that nobody reads; `stream` publishes it without a database.

const { values } = parseArgs({
  options: {
    way: { type: "string", default: "outbox" },
    database: { type: "string", default: "" },
    server: { type: "string", default: "" },
    events: { type: "string", default: "1000" },
    /** Events per second; 0 for as many as go. */
    rate: { type: "string", default: "0" },
    /** Transactions at once, where the database has that. */
    lanes: { type: "string", default: "8" },
  },
});
const [count, rate, lanes] = [values.events, values.rate, values.lanes].map(Number) as [number, number, number];
const quiet = { debug() {}, info() {}, warn: console.error, error: console.error };
const options = { enabled: true, logger: quiet, env: {} };
const PLAIN = "insert into plain (id, type, source, subject, headers, payload)";

interface Writing {
  readonly write: (number: number) => unknown;
  readonly close: () => Promise<unknown>;
  /** How many events are written at once. */
  readonly lanes: number;
}

function onSqlite(): Writing {
  const database = openSqlite(values.database);
  const outbox = createOutbox({ ...options, store: sqliteOutbox(values.database) });
  const enqueue = (tx: SqliteDatabase, number: number) => {
    const { data, options: given } = numbered(number);
    outbox.enqueue(tx, TYPE, data, given);
  };
  const close = async () => database.close();
  const inTransaction = (work: () => unknown) => {
    database.exec("begin immediate");
    work();
    database.exec("commit");
  };
  if (values.way === "outbox") {
    return {
      write: (number) => inTransaction(() => enqueue(database, number)),
      close,
      lanes: 1,
    };
  }
  const insert = database.prepare(`${PLAIN} values (?, ?, ?, ?, ?, ?)`);
  return { write: (number) => inTransaction(() => insert.run(...plainRow(number))), close, lanes: 1 };
}

function onPostgres(): Writing {
  const pool = openPool(values.database, lanes);
  const outbox = createOutbox({ ...options, store: postgresOutbox(pool) });
  const inTransaction = async (work: (client: pg.PoolClient) => Promise<unknown>) => {
    const client = await pool.connect();
    await client.query("begin");
    await work(client);
    await client.query("commit");
    client.release();
  };
  const enqueue = (tx: PostgresClient, number: number) => {
    const { data, options: given } = numbered(number);
    return outbox.enqueue(tx, TYPE, data, given);
  };
  const close = () => pool.end();
  if (values.way === "outbox") {
    return {
      write: (number) => inTransaction((client) => enqueue(client, number)),
      close,
      lanes,
    };
  }
  const insert = `${PLAIN} values ($1, $2, $3, $4, $5, $6)`;
  return { write: (number) => inTransaction((client) => client.query(insert, plainRow(number))), close, lanes };
}

async function onStream(): Promise<Writing> {
  const publisher = await connectPublisher({ servers: values.server, env: {}, logger: quiet, successLevel: "silent" });
  await publisher.ready();
  const write = (number: number) => {
    const { data, options: given } = numbered(number);
    return publisher.events.repo.registered(data, given);
  };
  return { write, close: () => publisher.close(), lanes: 1_000 };
}

/** About the bytes of an outbox row. */
function plainRow(number: number): [string, string, string, string, Buffer, Buffer] {
  const { data, options: given } = numbered(number);
  const payload = Buffer.from(JSON.stringify(data).padEnd(PAYLOAD));
  return [given.id, TYPE, "urn:statehub:hub", data.repo_id, HEADERS, payload];
}
const PAYLOAD = 1_000;
const HEADERS = Buffer.alloc(120, "h");

const {
  write,
  close,
  lanes: width,
} = values.way === "stream" ? await onStream() : isPostgres(values.database) ? onPostgres() : onSqlite();

serve(async () => {
  const times = new Float64Array(count).fill(0);
  const started = now();
  let next = 0;
  const lane = async () => {
    for (let number = next++; number < count; number = next++) {
      if (rate > 0) await until(started + (number * 1_000) / rate);
      if (values.way === "stream") times[number] = now();
      await write(number);
      if (values.way !== "stream") times[number] = now();
      // SQLite answers at once, and a hub has other things to do, too.
      if (width === 1) await new Promise(setImmediate);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return times;
}, close);

async function until(time: number): Promise<void> {
  for (let left = time - now(); left > 0; left = time - now()) await delay(left);
}
