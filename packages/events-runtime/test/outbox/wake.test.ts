import { describe, expect, test } from "vitest";
import { findPostgres, suiteNeeds } from "../../src/testing/index.ts";
import { pool } from "../support/postgres.ts";
import { admin, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";
import { repo } from "./support/events.ts";
import { backends, commit } from "./support/hub.ts";
import { startOn, untilEmpty } from "./support/relays.ts";

const [, postgres] = backends;
// The locks of the keys have one number, and subid 1.
const SLEEP = "select from pg_locks where locktype = 'advisory' and objsubid = 2 and mode = 'ExclusiveLock'";

describe("a relay on PostgreSQL", await suiteNeeds("PostgreSQL", findPostgres), () => {
  const setUp = async () => {
    const [server, hub] = [await startServer(), await (postgres as NonNullable<typeof postgres>).hub()];
    const inspector = await admin(server);
    const listening = await pool(hub.address).connect();
    let notified = 0;
    listening.on("notification", () => notified++);
    await listening.query("listen statehub_outbox");
    return {
      hub,
      inspector,
      // What came before the answer has been counted.
      notifications: () => listening.query("select").then(() => notified),
      isAsleep: async () => (await hub.all(SLEEP)).length > 0,
      start: async () => (await startOn(hub, server, { pollMs: 3_600_000 })).relay,
    };
  };

  test("is woken by a notification when it sleeps, and falls asleep again", async () => {
    const { hub, start, isAsleep, notifications } = await setUp();
    const relay = await start();
    for (const round of [1, 2, 3]) {
      await until("it sleeps", isAsleep);
      await commit(hub, repo("a"));
      await untilEmpty(relay);
      expect(await notifications()).toBe(round);
    }
  });

  test("is not notified while it is awake, and does not fall asleep before a transaction that counts on that", async () => {
    const { hub, start, isAsleep, notifications, inspector } = await setUp();
    const open = await hub.begin();
    await open.enqueue(repo("open"));
    const relay = await start();
    for (let i = 0; i < 50; i++) {
      await commit(hub, repo(`${i}`));
      await untilEmpty(relay);
    }
    expect(await isAsleep()).toBe(false);
    await open.commit();
    await until("the last one is published", async () => (await inspector.count()) === 51);
    expect(await notifications()).toBe(0);
    await until("it sleeps", isAsleep);
  });
});
