import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOutbox, type Relay } from "../../src/index.ts";
import { migratePostgres, postgresOutbox, postgresOutboxMigrations } from "../../src/postgres.ts";
import { findPostgres, type PostgresServer, startPostgres, suiteNeeds } from "../../src/testing/index.ts";
import { postgresEffects } from "../inbox/backends.ts";
import { namesByKey, startOn, storedIn } from "../outbox/support/relays.ts";
import { consuming, many, publishing } from "../support/consuming.ts";
import { contracts, repoRegistered, source } from "../support/contracts.ts";
import { databaseOn, pool } from "../support/postgres.ts";
import { recorder } from "../support/recorder.ts";
import { admin, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";

/** Lets each commit that follows an insert into that table wait for whoever has the lock with the number 1. */
const commitsWait = (table: string) => `
create function wait() returns trigger language plpgsql as 'begin perform pg_advisory_xact_lock(1); return null; end';
create constraint trigger wait after insert on ${table} deferrable initially deferred
for each row execute function wait()`;

/** A connection whose loss is no error of the test. */
async function connected(connections: pg.Pool): Promise<pg.PoolClient> {
  const client = await connections.connect();
  client.on("error", () => {});
  return client;
}

/** Keeps a lock until the server dies. */
async function locked(connections: pg.Pool, lock: string): Promise<void> {
  await (await connected(connections)).query(`begin; ${lock}`);
}

function untilWaiting(connections: pg.Pool, query: string): Promise<void> {
  const sql = "select from pg_stat_activity where wait_event_type = 'Lock' and query like $1";
  return until(`it waits in: ${query}`, async () => (await connections.query(sql, [`%${query}%`])).rowCount !== 0);
}

function untilEmpty(relay: Relay): Promise<void> {
  return until("everything is published", () =>
    relay.status().then(
      ({ state, pending }) => state === "relaying" && pending === 0,
      () => false,
    ),
  );
}

describe("PostgreSQL is killed and restarted", await suiteNeeds("PostgreSQL", findPostgres), () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres[Symbol.asyncDispose]());

  const killed = async () => {
    await postgres.crash();
    await postgres.restart();
  };

  const setUp = async () => {
    const server = await startServer();
    const inspector = await admin(server);
    const connections = pool(await databaseOn(postgres));
    await migratePostgres(connections, postgresOutboxMigrations);
    const store = postgresOutbox(connections);
    const outbox = createOutbox({ contracts, source, enabled: true, logger: recorder(), store });
    const write = (tx: pg.Pool | pg.PoolClient, name: string, id = randomUUID()) =>
      outbox.enqueue(tx, repoRegistered, { repo_id: "a", name }, { id });
    return { server, inspector, connections, store, write };
  };

  type Cut = (hub: pg.PoolClient, write: () => Promise<unknown>, connections: pg.Pool) => Promise<void>;

  test.each<{ moment: string; cut: Cut }>([
    {
      moment: "before its event is written",
      async cut(_, write) {
        await killed();
        await expect(write()).rejects.toThrow();
      },
    },
    {
      moment: "before its commit",
      async cut(hub, write) {
        await write();
        await killed();
        await expect(hub.query("commit")).rejects.toThrow();
      },
    },
    {
      moment: "in its commit",
      async cut(hub, write, connections) {
        await locked(connections, "select pg_advisory_lock(1)");
        await write();
        const committing = expect(hub.query("commit")).rejects.toThrow();
        await untilWaiting(connections, "commit");
        await killed();
        await committing;
      },
    },
  ])("in a transaction of the hub, $moment: it has no event, and one when it is done again", async ({ cut }) => {
    const { server, inspector, connections, store, write } = await setUp();
    const { relay } = await startOn({ store }, server);
    await connections.query(`create table things (name text); ${commitsWait("things")}`);
    await write(connections, "before");
    const begin = "begin; insert into things values ('it')";
    const [id, hub] = [randomUUID(), await connected(connections)];
    await hub.query(begin);
    await cut(hub, () => write(hub, "it", id), connections);
    hub.release(true);
    await untilEmpty(relay);
    expect((await storedIn(inspector)).map(({ name }) => name)).toEqual(["before"]);
    const again = await connected(connections);
    await again.query(begin);
    await write(again, "it", id);
    await again.query("commit");
    again.release();
    await untilEmpty(relay);
    expect((await storedIn(inspector)).map(({ name }) => name)).toEqual(["before", "it"]);
    expect((await connections.query("select from things")).rowCount).toBe(1);
  });

  const [outbox, lease] = ["lock table statehub_outbox in", "lock table statehub_outbox_relay in"];

  test.each([
    { moment: "takes over", lock: `${lease} exclusive mode`, query: "set holder = $1" },
    { moment: "reads the outbox", lock: `${outbox} access exclusive mode`, query: "from statehub_outbox" },
    { moment: "marks what it has published", lock: `${outbox} exclusive mode`, query: "set state = 'published'" },
  ])("while a relay $moment: all is in the stream once, in its order", async ({ lock, query }) => {
    const { server, inspector, connections, store, write } = await setUp();
    for (const name of many(0, 20)) await write(connections, name);
    await locked(connections, lock);
    const { relay, logger } = await startOn({ store }, server);
    await untilWaiting(connections, query);
    await killed();
    await write(connections, "n20");
    await untilEmpty(relay);
    expect(namesByKey(await storedIn(inspector))).toEqual({ a: many(0, 21) });
    expect((await relay.status()).kept).toBe(21);
    expect(logger.eventsOf("published")).toHaveLength(21);
  });

  test.each([
    {
      moment: "before its handler has begun",
      lock: "lock table statehub_inbox in exclusive mode",
      query: "insert into statehub_inbox ",
    },
    {
      moment: "in its handler",
      lock: "lock table effects in exclusive mode",
      query: "insert into effects",
    },
    { moment: "in its commit", lock: "select pg_advisory_lock(1)", query: "commit" },
  ])("in a transaction of an inbox, $moment: each effect is there once, in its order", async ({ lock, query }) => {
    const server = await startServer();
    await admin(server);
    const { inbox, write, written, pool: connections } = await postgresEffects({}, postgres);
    await connections.query(commitsWait("effects"));
    await locked(connections, lock);
    const { subscription } = await consuming(server, {
      inbox: inbox(),
      retry: { firstMs: 10, longestMs: 100 },
      handle: ({ data }, { tx }) => write(tx, data.name ?? ""),
    });
    await (await publishing(server)).names(...many(0, 5));
    await untilWaiting(connections, query);
    await killed();
    await until("all are handled", () => subscription.status().handled === 5);
    expect(await written()).toEqual(many(0, 5));
    expect(subscription.status()).toMatchObject({ known: 0, quarantined: 0 });
  });
});
