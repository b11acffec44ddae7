import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { createOutbox } from "../../../src/index.ts";
import {
  migratePostgres,
  postgresInboxMigrations,
  postgresOutbox,
  postgresOutboxMigrations,
} from "../../../src/postgres.ts";
import { startPostgres } from "../../../src/testing/index.ts";
import { contracts, repoRegistered, source } from "../../support/contracts.ts";
import { recorder } from "../../support/recorder.ts";
import { type Databases, EFFECT_COLUMNS, LOG_COLUMNS, noted, type Which } from "./ledger.ts";

const LOCKED = { hub: "statehub_outbox", effects: "statehub_inbox" };

export async function postgresDatabases(): Promise<Databases> {
  const server = await startPostgres();
  const first = new pg.Client(server.url);
  await first.connect();
  await first.query("create database hub");
  await first.query("create database effects");
  await first.end();
  const addressOf = (which: Which) => server.url.replace(/postgres$/, which);
  const addresses = { hub: addressOf("hub"), effects: addressOf("effects") };
  const poolOf = (which: Which) => {
    const pool = new pg.Pool({ connectionString: addresses[which], max: 4 });
    pool.on("error", () => {});
    pool.on("connect", (client) => client.on("error", () => {}));
    return pool;
  };
  const pools = { hub: poolOf("hub"), effects: poolOf("effects") };
  await migratePostgres(pools.hub, postgresOutboxMigrations);
  await pools.hub.query(`create table log (n bigserial primary key, ${LOG_COLUMNS})`);
  await migratePostgres(pools.effects, postgresInboxMigrations);
  await pools.effects.query(`create table effects (n bigserial primary key, ${EFFECT_COLUMNS})`);
  await pools.effects.query("create index effects_id on effects (id)");

  const outbox = createOutbox({
    contracts,
    source,
    enabled: true,
    logger: recorder(),
    store: postgresOutbox(pools.hub),
  });
  return {
    addresses,
    query: (which, sql) => whileAway(async () => (await pools[which].query(sql)).rows),
    async lock(which) {
      const client = await whileAway(() => pools[which].connect());
      await client.query(`begin; lock table ${LOCKED[which]} in access exclusive mode`);
      return async () => {
        await client.query("rollback").catch(() => undefined);
        client.release(true);
      };
    },
    async commit(repo_id, name) {
      const client = await whileAway(() => pools.hub.connect());
      try {
        await client.query("begin");
        const { id } = await outbox.enqueue(client, repoRegistered, { repo_id, name });
        await client.query(noted([{ id, repo_id, name }]));
        await client.query("commit");
        return id;
      } finally {
        client.release();
      }
    },
    async crash() {
      await server.crash();
      await server.restart();
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([pools.hub.end(), pools.effects.end()]);
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A database that was killed comes back. */
async function whileAway<Result>(run: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(20);
    }
  }
}
