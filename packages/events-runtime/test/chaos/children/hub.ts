// A hub: commits transactions with events until it has committed as many as it was told; others it rolls back.
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { createOutbox, type NewEvent } from "../../../src/index.ts";
import { postgresOutbox } from "../../../src/postgres.ts";
import { sqliteOutbox } from "../../../src/sqlite.ts";
import { contracts, repoRegistered, source } from "../../support/contracts.ts";
import { KEYS, noted } from "../databases/ledger.ts";
import { randomFrom } from "../random.ts";
import { begin, count, logger, settings } from "./child.ts";

const { store, hub: address, seed } = settings;
const random = randomFrom(seed);
const options = { contracts, source, enabled: true, logger };
let goal = 0;
let committed = Number.POSITIVE_INFINITY;
let isClosing = false;

function events(): NewEvent[] {
  return Array.from({ length: random.between(1, 12) }, () => ({
    contract: repoRegistered,
    data: { repo_id: `k${random.between(1, KEYS)}`, name: "fine" },
  }));
}

/** Commits until it is told to end; `write` resolves to how many events it has committed. */
async function work(write: (batch: NewEvent[], isKept: boolean) => number | Promise<number>): Promise<void> {
  while (!isClosing) {
    if (committed >= goal) {
      await delay(5);
      continue;
    }
    try {
      const kept = await write(events(), random.next() < 0.9);
      committed += kept;
      count("committed", kept);
    } catch (error) {
      // Whether it was committed is for the database to know.
      console.error("not written:", error instanceof Error ? error.message : error);
      await delay(50);
    }
  }
}

async function onSqlite(): Promise<void> {
  const database = new DatabaseSync(address, { timeout: 2_000 });
  const outbox = createOutbox({ ...options, store: sqliteOutbox(address) });
  committed = Number(database.prepare("select count(*) as n from log").get()?.n);
  await work((batch, isKept) => {
    database.exec("begin immediate");
    try {
      const written = outbox.enqueueMany(database, batch);
      database.exec(
        noted(written.map(({ id }, i) => ({ id, ...(batch[i]?.data as { repo_id: string; name: string }) }))),
      );
    } catch (error) {
      database.exec("rollback");
      throw error;
    }
    database.exec(isKept ? "commit" : "rollback");
    // A hub has other things to do, too, and others write to its database.
    return delay(random.between(0, 4)).then(() => (isKept ? batch.length : 0));
  });
}

async function onPostgres(): Promise<void> {
  const pool = new pg.Pool({ connectionString: address, max: 6, query_timeout: 20_000 });
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const outbox = createOutbox({ ...options, store: postgresOutbox(pool) });
  const counted = async () => (await pool.query("select count(*) as n from log")).rows[0].n;
  for (let n: unknown; n === undefined; ) {
    n = await counted().catch(() => delay(50));
    if (n !== undefined) committed = Number(n);
  }
  const writer = async (batch: NewEvent[], isKept: boolean) => {
    const client = await pool.connect();
    let isBroken = true;
    try {
      await client.query("begin");
      const written = await outbox.enqueueMany(client, batch);
      await client.query(
        noted(written.map(({ id }, i) => ({ id, ...(batch[i]?.data as { repo_id: string; name: string }) }))),
      );
      // Those that began later may commit earlier.
      await delay(random.between(0, 6));
      await client.query(isKept ? "commit" : "rollback");
      isBroken = false;
      return isKept ? batch.length : 0;
    } finally {
      client.release(isBroken);
    }
  };
  await Promise.all(Array.from({ length: 4 }, () => work(writer)));
  await pool.end();
}

const working = store === "sqlite" ? onSqlite() : onPostgres();
begin(
  {
    goal: (events) => {
      goal = events;
    },
  },
  async () => {
    isClosing = true;
    await working;
  },
);
