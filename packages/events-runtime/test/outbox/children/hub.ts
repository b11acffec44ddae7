// A hub: writes transactions with events, as fast as it can, until it is killed.
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { createOutbox } from "../../../src/index.ts";
import { postgresOutbox } from "../../../src/postgres.ts";
import { sqliteOutbox } from "../../../src/sqlite.ts";
import { contracts, repoRegistered, source } from "../../support/contracts.ts";
import { note } from "../support/log.ts";

const [database = ""] = process.argv.slice(2);
const options = { contracts, source, enabled: true, logger: console };
const keys = ["a", "b", "c", "d"];
const eventsOf = (name: string) => {
  const chosen = keys.filter(() => Math.random() < 0.5);
  return chosen.map((key) => ({ contract: repoRegistered, data: { repo_id: key, name } }));
};

async function onPostgres(client: pg.Client): Promise<never> {
  const outbox = createOutbox({ ...options, store: postgresOutbox(new pg.Pool()) });
  for (let i = 0; ; i++) {
    const name = `${process.pid}-${i}`;
    const events = eventsOf(name);
    await client.query("begin");
    await outbox.enqueueMany(client, events);
    for (const { data } of events) await client.query(note(data.repo_id, name));
    await client.query("commit");
  }
}

async function onSqlite(path: string): Promise<never> {
  const hub = new DatabaseSync(path, { timeout: 60_000 });
  const outbox = createOutbox({ ...options, store: sqliteOutbox(path) });
  for (let i = 0; ; i++) {
    const name = `${process.pid}-${i}`;
    const events = eventsOf(name);
    hub.exec("begin immediate");
    outbox.enqueueMany(hub, events);
    for (const { data } of events) hub.exec(note(data.repo_id, name));
    hub.exec("commit");
    // A hub has other things to do, too.
    await new Promise(setImmediate);
  }
}

if (database.startsWith("postgres:")) {
  // Two connections write side by side, for the same keys.
  const clients = [new pg.Client(database), new pg.Client(database)];
  await Promise.all(clients.map((client) => client.connect()));
  await Promise.all(clients.map(onPostgres));
} else {
  await onSqlite(database);
}
