import { describe, expect, test } from "vitest";
import { startRelay } from "../../src/index.ts";
import { type Recorder, recorder } from "../support/recorder.ts";
import { admin, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";
import { repo, task } from "./support/events.ts";
import { backends, commit } from "./support/hub.ts";
import { namesByKey, startOn, storedIn, untilEmpty, untilStatus } from "./support/relays.ts";

const numbered = (key: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => repo(key, `${from + i}`));
const names = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `${from + i}`);

/** The ids of which the log says that they were published: one by one, or together in a line. */
function published(logger: Recorder): string[] {
  const lines = logger.fieldsOf("events published") as { events: { id: string }[] }[];
  const together = lines.flatMap(({ events }) => events);
  return [...(logger.fieldsOf("event published") as { id: string }[]), ...together].map(({ id }) => id).sort();
}

describe.each(backends)("a relay on $name", ({ name, options, hub: makeHub, concurrent }) => {
  describe("with a server", options, () => {
    test("publishes what was committed before it started and what is committed later, and keeps the rows", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      const { stored } = await admin(server);
      const before = await commit(hub, repo("r1", "one"), repo("r1", "two"), task(7));
      const { relay, logger } = await startOn(hub, server);
      await untilEmpty(relay);
      const ids = [...before, ...(await commit(hub, repo("r2")))].sort();
      await untilEmpty(relay);
      expect((await stored()).map(({ header }) => header.get("Nats-Msg-Id")).sort()).toEqual(ids);
      expect(new Set((await hub.rows()).map(({ state }) => state))).toEqual(new Set(["published"]));
      expect(published(logger)).toEqual(ids);
      expect(await relay.status()).toMatchObject({ state: "relaying", pending: 0, oldestMs: 0, dead: 0, kept: 4 });
    });

    test("learns of a commit without waiting for its next poll", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      await admin(server);
      const { relay } = await startOn(hub, server, { pollMs: 3_600_000 });
      await untilStatus(relay, "it relays", ({ state }) => state === "relaying");
      for (const name of names(0, 3)) {
        await commit(hub, repo("r1", name));
        await untilEmpty(relay);
      }
    });

    test.runIf(concurrent)("publishes a transaction that commits after a later one", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      const inspector = await admin(server);
      const { relay } = await startOn(hub, server);
      const late = await hub.begin();
      await late.enqueue(repo("a", "late"));
      await commit(hub, repo("b", "early"));
      await untilEmpty(relay);
      expect((await storedIn(inspector)).map(({ name }) => name)).toEqual(["early"]);
      await late.commit();
      await until("the late one is published", async () => (await inspector.count()) === 2);
    });

    test("keeps the order of each key, and loses nothing, when the server is killed", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      const inspector = await admin(server);
      const { relay } = await startOn(hub, server, { batch: 100 });
      for (let round = 0; round < 5; round++) {
        for (const key of ["a", "b", "c"]) await commit(hub, ...numbered(key, round * 50, round * 50 + 50));
        await until("some are published", async () => (await relay.status()).kept > round * 150);
        await server.kill9();
        await server.restart();
      }
      await untilEmpty(relay);
      expect(namesByKey(await storedIn(inspector))).toEqual({ a: names(0, 250), b: names(0, 250), c: names(0, 250) });
    });

    test("prunes rows that were published long enough ago, and no others", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      await admin(server);
      await commit(hub, repo("r1"));
      const first = await startOn(hub, server, { keepMs: 3_600_000 });
      await untilEmpty(first.relay);
      expect((await first.relay.status()).kept).toBe(1);
      await first.relay.close();
      const second = await startOn(hub, server, { keepMs: 1 });
      await until("the row is gone", async () => (await second.relay.status()).kept === 0);
      expect(await hub.rows()).toEqual([]);
    });

    // To rows that were published before, a clock that jumps ahead gives a greater age, and one that is set back a lesser.
    test.each([
      { jump: "ahead", days: -1, keepMs: 600_000, kept: 1 },
      { jump: "back", days: 1, keepMs: 1, kept: 0 },
    ])("prunes by its own steady clock, though the clock of the day jumps $jump", async ({ days, keepMs, kept }) => {
      const [server, hub] = [await startServer(), await makeHub()];
      await admin(server);
      await commit(hub, repo("r1"));
      const first = await startOn(hub, server);
      await untilEmpty(first.relay);
      await first.relay.close();
      const later = name === "SQLite" ? `${days * 86_400_000}` : `${days} * interval '1 day'`;
      await hub.sql(`update statehub_outbox set published_at = published_at + ${later}`);
      const second = await startOn(hub, server, { keepMs });
      await untilStatus(second.relay, "it relays", ({ state }) => state === "relaying");
      // It prunes in the step in which it begins to relay, and ends between two steps.
      await second.relay.close();
      expect(await hub.rows()).toHaveLength(kept);
    });

    test("that is closed leaves the rest for the next one, which takes over at once", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      const inspector = await admin(server);
      const patient = { leaseMs: 3_600_000 };
      const { relay } = await startOn(hub, server, patient);
      await untilStatus(relay, "it relays", ({ state }) => state === "relaying");
      await relay.close();
      await relay.close();
      await commit(hub, repo("r1"));
      expect(await inspector.count()).toBe(0);
      await untilEmpty((await startOn(hub, server, patient)).relay);
    });

    test("without NATS_URL does nothing, and says so once", async () => {
      const hub = await makeHub();
      const logger = recorder();
      await commit(hub, repo("r1"));
      const relay = await startRelay({ store: hub.store, env: {}, logger });
      expect(await relay.status()).toMatchObject({ state: "disabled", pending: 1, connection: undefined });
      await relay.close();
      expect(logger.lines.map(({ message }) => message)).toEqual([expect.stringContaining("NATS_URL is not set")]);
    });
  });

  describe("that cannot publish", options, () => {
    test("holds back without loss while the stream is full, and goes on when it is enlarged", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      const inspector = await admin(server, { max_bytes: 20_000 });
      const { relay, logger } = await startOn(hub, server);
      for (let i = 0; i < 100; i += 10) await commit(hub, ...numbered("a", i, i + 10), ...numbered("b", i, i + 10));
      await untilStatus(relay, "it is held", ({ state }) => state === "held");
      expect((await relay.status()).error).toMatchObject({ code: "stream_full" });
      expect(logger.fieldsOf("the outbox is held back, trying on")).toHaveLength(1);
      const { config } = await inspector.jsm.streams.info("STATEHUB_EVENTS");
      await inspector.jsm.streams.update(config.name, { ...config, max_bytes: 2_000_000 });
      await untilEmpty(relay);
      expect(namesByKey(await storedIn(inspector))).toEqual({ a: names(0, 100), b: names(0, 100) });
      expect(await relay.status()).toMatchObject({ state: "relaying", error: undefined, dead: 0 });
    });

    test.each([
      { whose: "the server", config: "jetstream { max_file_store: 20KB }", apiCode: 10023 },
      {
        whose: "its account",
        config: `jetstream {}
accounts { A { jetstream { max_file: 20KB }, users [{ user: a, password: a }] } }
no_auth_user: a`,
        apiCode: 10002,
      },
    ])("holds back without loss while $whose has no room, and goes on when it has", async ({ config, apiCode }) => {
      const [server, hub] = [await startServer({ config }), await makeHub()];
      const inspector = await admin(server, "none");
      const { nc, jsm } = inspector;
      await jsm.streams.add({ name: "STATEHUB_EVENTS", subjects: ["org.statehub.>"] });
      await jsm.streams.add({ name: "OTHERS", subjects: ["others"] });
      for (let refused = false; !refused; ) {
        refused = "error" in (await nc.request("others", "x".repeat(5_000), { timeout: 60_000 })).json<object>();
      }
      await commit(hub, ...numbered("a", 0, 10), ...numbered("b", 0, 10));
      const { relay } = await startOn(hub, server);
      await untilStatus(relay, "it is held", ({ state }) => state === "held");
      expect((await relay.status()).error).toMatchObject({ code: "storage", apiCode, retryable: true });
      await jsm.streams.purge("OTHERS");
      await untilEmpty(relay);
      expect(namesByKey(await storedIn(inspector))).toEqual({ a: names(0, 10), b: names(0, 10) });
      expect(await relay.status()).toMatchObject({ state: "relaying", error: undefined, dead: 0 });
    });

    test("waits for its stream to be made", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      const { relay } = await startOn(hub, server);
      await commit(hub, repo("r1"));
      await untilStatus(relay, "it is held", ({ state }) => state === "held");
      const inspector = await admin(server);
      await untilEmpty(relay);
      expect(await inspector.count()).toBe(1);
    });

    const small = { config: "max_payload: 2KB" };
    const large = "x".repeat(3_000);

    test("sets an event aside that is too large, and publishes the others of its key", async () => {
      const [server, hub] = [await startServer(small), await makeHub()];
      const inspector = await admin(server);
      const [, id] = await commit(hub, repo("r1", "one"), repo("r1", large), repo("r1", "two"), repo("r2", "three"));
      const { relay, logger } = await startOn(hub, server);
      await untilEmpty(relay);
      expect((await storedIn(inspector)).map(({ name }) => name).sort()).toEqual(["one", "three", "two"]);
      expect((await relay.status()).dead).toBe(1);
      const aside = logger.lines.filter(({ message }) => message === "event set aside, it cannot be sent");
      expect(aside).toMatchObject([{ level: "error", fields: { id, code: "too_large" } }]);
      const reason = expect.stringMatching(/got \d+ bytes, want at most 2048/);
      expect((await hub.rows()).find((row) => row.id === id)).toEqual({ id, state: "dead", reason });
    });

    test.each(["revive", "discard"] as const)(
      "with hold-key lets its key wait until somebody says %s",
      async (what) => {
        const [server, hub] = [await startServer(small), await makeHub()];
        const inspector = await admin(server);
        const [id = ""] = await commit(hub, repo("r1", large), repo("r1", "two"), repo("r2", "three"));
        const { relay } = await startOn(hub, server, { onPoison: "hold-key" });
        await untilStatus(relay, "the others are published", ({ dead, kept }) => dead === 1 && kept === 1);
        const table = hub.store.open();
        expect(await table.dead(10)).toMatchObject([
          { id, subject: "r1", reason: expect.stringContaining("too_large") },
        ]);
        if (what === "revive") {
          await relay.close();
          const roomy = await startServer();
          const other = await admin(roomy);
          const { relay: next } = await startOn(hub, roomy, { onPoison: "hold-key" });
          expect(await table.revive([id, "unknown"])).toBe(1);
          await untilEmpty(next);
          // It has the event of the other key as well, which the server before it had.
          expect(namesByKey(await storedIn(other))).toEqual({ r1: [large, "two"], r2: ["three"] });
        } else {
          expect(await table.discard([id])).toBe(1);
          await untilEmpty(relay);
          expect((await storedIn(inspector)).map(({ name }) => name).sort()).toEqual(["three", "two"]);
        }
        await table.close();
      },
    );

    test("sets an event aside whose subject no stream takes, while there is one for others", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      const inspector = await admin(server, { subjects: ["org.statehub.repo.>"] });
      const { relay } = await startOn(hub, server);
      await commit(hub, task(1), repo("r1", "one"));
      await untilEmpty(relay);
      await commit(hub, task(2));
      await untilEmpty(relay);
      await commit(hub, repo("r1", "two"));
      await untilEmpty(relay);
      expect((await storedIn(inspector)).map(({ name }) => name)).toEqual(["one", "two"]);
      expect((await relay.status()).dead).toBe(2);
    });
  });

  describe("beside other relays", options, () => {
    test("is the only one that works; the others stand by and take over when it ends", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      const inspector = await admin(server);
      const relays = [await startOn(hub, server), await startOn(hub, server), await startOn(hub, server)];
      for (let left = relays; left.length > 0; ) {
        await commit(hub, repo("r1", `${left.length}`));
        for (const { relay } of left.slice(0, 1)) await untilEmpty(relay);
        const standby: typeof left = [];
        const working: typeof left = [];
        await until("one works and the others stand by", async () => {
          standby.length = 0;
          working.length = 0;
          for (const one of left) {
            const { state } = await one.relay.status();
            if (state === "standby") standby.push(one);
            if (state === "relaying") working.push(one);
          }
          return working.length === 1 && standby.length === left.length - 1;
        });
        await working[0]?.relay.close();
        left = standby;
      }
      expect((await storedIn(inspector)).map(({ name }) => name)).toEqual(["3", "2", "1"]);
    });

    test("stops when another took over while it was not looking, and stands by", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      await admin(server);
      const { relay } = await startOn(hub, server);
      await untilStatus(relay, "it relays", ({ state }) => state === "relaying");
      const table = hub.store.open();
      // It succeeds between two signs of life.
      await until("another takes over", async () => (await table.claim("another", await table.lease())) !== undefined);
      await untilStatus(relay, "it stands by", ({ state }) => state === "standby");
      // The other one gives no sign of life.
      await untilStatus(relay, "it relays again", ({ state }) => state === "relaying");
      await table.close();
    });
  });
});
