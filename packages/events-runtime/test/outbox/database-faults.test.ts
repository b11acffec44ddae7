import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { createOutbox } from "../../src/index.ts";
import { migratePostgres, postgresOutbox, postgresOutboxMigrations } from "../../src/postgres.ts";
import { migrateSqlite, sqliteOutbox, sqliteOutboxMigrations } from "../../src/sqlite.ts";
import { findPostgres, startPostgres, suiteNeeds } from "../../src/testing/index.ts";
import { contracts, repoRegistered, source } from "../support/contracts.ts";
import { pool } from "../support/postgres.ts";
import { recorder } from "../support/recorder.ts";
import { admin, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";
import { sqliteFile } from "./support/hub.ts";
import { startOn, untilEmpty } from "./support/relays.ts";

const outboxOptions = { contracts, source, enabled: true, logger: recorder() };
const data = (name: string) => ({ repo_id: "r1", name });

describe.each(["wal", "delete"])("a relay on a SQLite database with journal %s", (journal) => {
  test("waits without loss or copy while another process holds the lock", async () => {
    const server = await startServer();
    const inspector = await admin(server);
    const path = await sqliteFile();
    const [database, other] = [new DatabaseSync(path), new DatabaseSync(path)];
    onTestFinished(() => {
      for (const one of [database, other]) one.close();
    });
    database.exec(`pragma journal_mode = ${journal}`);
    migrateSqlite(database, sqliteOutboxMigrations);
    const store = sqliteOutbox(path);
    const outbox = createOutbox({ ...outboxOptions, store });
    const { relay, logger } = await startOn({ store }, server, { leaseMs: 300, retryMs: 50 });
    for (let round = 0; round < 5; round++) {
      for (let i = 0; i < 20; i++) outbox.enqueue(database, repoRegistered, data(`${round}-${i}`));
      other.exec("begin immediate");
      await until("the relay says so", () => logger.fieldsOf("cannot relay the outbox, trying on").length > round);
      other.exec("commit");
      await untilEmpty(relay);
    }
    expect(await inspector.count()).toBe(100);
    expect((await relay.status()).kept).toBe(100);
  });
});

describe("a relay on PostgreSQL", await suiteNeeds("PostgreSQL", findPostgres), () => {
  const setUp = async () => {
    const [server, postgres] = [await startServer(), await startPostgres()];
    onTestFinished(() => postgres[Symbol.asyncDispose]());
    const inspector = await admin(server);
    const [own, hub] = [pool(postgres.url), pool(postgres.url)];
    await migratePostgres(own, postgresOutboxMigrations);
    const store = postgresOutbox(own);
    const outbox = createOutbox({ ...outboxOptions, store });
    const write = (name: string) => outbox.enqueue(hub, repoRegistered, data(name));
    return { server, postgres, inspector, store, hub, write };
  };

  test("goes on after its database was killed and restarted", async () => {
    const { server, postgres, inspector, store, write } = await setUp();
    const { relay, logger } = await startOn({ store }, server);
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 20; i++) await write(`${round}-${i}`);
      await postgres.crash();
      await postgres.restart();
      await untilHealthy(relay);
      await untilEmpty(relay);
    }
    expect(await inspector.count()).toBe(60);
    const errors = logger.lines.filter(({ level }) => level === "error");
    expect(errors).toEqual([]);
  });

  test("says that its database is away, once", async () => {
    const { server, postgres, store } = await setUp();
    const { relay, logger } = await startOn({ store }, server, { retryMs: 10 });
    await untilEmpty(relay);
    await postgres.crash();
    const away = () => logger.fieldsOf("cannot relay the outbox, trying on").length;
    await until("it says so", () => away() > 0);
    await expect(relay.status()).rejects.toThrow();
    await postgres.restart();
    await untilHealthy(relay);
    expect(away()).toBe(1);
  });

  test("is closed in time while its database does not answer", async () => {
    const { server, store, hub, write } = await setUp();
    const { relay } = await startOn({ store }, server);
    await untilEmpty(relay);
    await write("one");
    const locking = await hub.connect();
    await locking.query("begin; lock table statehub_outbox, statehub_outbox_relay in access exclusive mode");
    relay.wake();
    await relay.close({ timeoutMs: 100 });
    await locking.query("commit");
    locking.release();
  });

  test("listens again when its connections were ended", async () => {
    const { server, inspector, store, hub, write } = await setUp();
    const { relay } = await startOn({ store }, server, { pollMs: 3_600_000 });
    await write("one");
    await until("it is published", async () => (await inspector.count()) === 1);
    await hub.query("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%'");
    await write("two");
    await until("it is published", async () => (await inspector.count()) === 2);
    await write("three");
    await until("it is published", async () => (await inspector.count()) === 3);
    await untilEmpty(relay);
  });
});

async function untilHealthy(relay: Awaited<ReturnType<typeof startOn>>["relay"]): Promise<void> {
  await until("the database answers", () =>
    relay.status().then(
      ({ state }) => state === "relaying",
      () => false,
    ),
  );
}
