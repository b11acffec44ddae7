import { cp, rm } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { Relay } from "../../src/index.ts";
import type { NatsServer } from "../../src/testing/index.ts";
import { type Admin, admin, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";
import { repo } from "./support/events.ts";
import { backends, commit, type Hub, sqliteFile } from "./support/hub.ts";
import { namesByKey, startOn, storedIn, untilEmpty, untilStatus } from "./support/relays.ts";

const names = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `${from + i}`);

async function write(hub: Hub, from: number, to: number): Promise<void> {
  for (const name of names(from, to)) await commit(hub, repo("a", name), repo("b", name));
}

/** A copy of all that the server has on its disk, and the means to put it back: what a loss of power does. */
async function snapshot(server: NatsServer): Promise<{ putBack(): Promise<void> }> {
  const copy = `${await sqliteFile()}.store`;
  await server.stop();
  await cp(server.storeDirectory, copy, { recursive: true });
  await server.restart();
  return {
    async putBack() {
      await server.kill9();
      await rm(server.storeDirectory, { recursive: true });
      await cp(copy, server.storeDirectory, { recursive: true });
    },
  };
}

describe.each(backends)("events that the stream acknowledged and lost, on $name", ({ options, hub: makeHub }) => {
  describe("", options, () => {
    test("come back in their order, before anything new", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      const inspector = await admin(server);
      const { relay, logger } = await startOn(hub, server);
      await write(hub, 0, 20);
      await untilEmpty(relay);
      const disk = await snapshot(server);
      await write(hub, 20, 50);
      await untilEmpty(relay);
      await disk.putBack();
      await write(hub, 50, 60);
      await server.restart();
      await untilEmpty(relay);
      expect(namesByKey(await storedIn(inspector))).toEqual({ a: names(0, 60), b: names(0, 60) });
      expect(logger.fieldsOf("event lost by the stream, sending it again")).toHaveLength(60);
      expect(logger.fieldsOf("the stream lost what it had acknowledged")).toMatchObject([{ events: 60, from: 41 }]);
    });

    test("come back when others' messages have taken their places", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      const inspector = await admin(server);
      const { relay } = await startOn(hub, server);
      await write(hub, 0, 10);
      await untilEmpty(relay);
      const disk = await snapshot(server);
      await write(hub, 10, 30);
      await untilEmpty(relay);
      await relay.close();
      await disk.putBack();
      await server.restart();
      await fill(server, 25);
      await write(hub, 30, 40);
      const { relay: next } = await startOn(hub, server);
      await untilEmpty(next);
      const events = (await storedIn(inspector)).filter(({ key }) => key !== "other");
      expect(namesByKey(events)).toEqual({ a: names(0, 40), b: names(0, 40) });
    });

    test("come back when all of them are lost, twice", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      const inspector = await admin(server);
      const { relay } = await startOn(hub, server);
      const disk = await snapshot(server);
      for (const round of [1, 2]) {
        await write(hub, (round - 1) * 10, round * 10);
        await untilEmpty(relay);
        await disk.putBack();
        await server.restart();
        await restored(relay, inspector, round * 20);
      }
      expect(namesByKey(await storedIn(inspector))).toEqual({ a: names(0, 20), b: names(0, 20) });
    });

    test("come back into a stream that was deleted and made anew, also if the connection stays", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      const inspector = await admin(server);
      const { relay } = await startOn(hub, server);
      await write(hub, 0, 10);
      await untilEmpty(relay);
      await inspector.jsm.streams.delete("STATEHUB_EVENTS");
      await write(hub, 10, 11);
      await untilStatus(relay, "it is held", ({ state }) => state === "held");
      await admin(server);
      await restored(relay, inspector, 22);
      expect(namesByKey(await storedIn(inspector))).toEqual({ a: names(0, 11), b: names(0, 11) });
    });

    test("come back before anything new when the stream was made anew while nothing came", async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      const inspector = await admin(server);
      const { relay } = await startOn(hub, server, { checkMs: 3_600_000 });
      await write(hub, 0, 10);
      await untilEmpty(relay);
      await untilBeaten(hub, 2);
      await inspector.jsm.streams.delete("STATEHUB_EVENTS");
      await admin(server);
      await write(hub, 10, 11);
      await restored(relay, inspector, 22);
      expect(namesByKey(await storedIn(inspector))).toEqual({ a: names(0, 11), b: names(0, 11) });
    });

    test.each([
      { how: "purged", remove: ({ jsm }: Admin) => jsm.streams.purge("STATEHUB_EVENTS") },
      { how: "deleted one by one", remove: ({ jsm }: Admin) => deleteAll(jsm, 20) },
      { how: "purged up to one", remove: ({ jsm }: Admin) => jsm.streams.purge("STATEHUB_EVENTS", { seq: 15 }) },
    ])("are not those that were $how", async ({ remove }) => {
      const [server, hub] = [await startServer(), await makeHub()];
      const inspector = await admin(server);
      const first = await startOn(hub, server);
      await write(hub, 0, 10);
      await untilEmpty(first.relay);
      await first.relay.close();
      await remove(inspector);
      const left = await inspector.count();
      const { relay, logger } = await startOn(hub, server);
      await commit(hub, repo("c", "new"));
      await untilEmpty(relay);
      expect(await inspector.count()).toBe(left + 1);
      expect(logger.fieldsOf("event lost by the stream, sending it again")).toEqual([]);
    });
  });
});

async function restored(relay: Relay, inspector: Admin, count: number): Promise<void> {
  await until("all is there again", async () => (await inspector.count()) === count);
  await untilEmpty(relay);
}

/** Until the relay has given that many more signs of life: a second passes between them. */
async function untilBeaten(hub: Hub, times: number): Promise<void> {
  const table = hub.store.open();
  const { beat } = await table.lease();
  await until("the relay has given signs of life", async () => (await table.lease()).beat >= beat + times);
  await table.close();
}

async function deleteAll(jsm: Admin["jsm"], count: number): Promise<void> {
  for (let seq = 1; seq <= count; seq++) await jsm.streams.deleteMessage("STATEHUB_EVENTS", seq);
}

/** Messages of somebody who publishes beside the outbox. */
async function fill(server: NatsServer, count: number): Promise<void> {
  const { nc } = await admin(server, "none");
  for (let i = 0; i < count; i++) {
    const message = JSON.stringify({ id: `other-${i}`, subject: "other", data: {} });
    await nc.request("org.statehub.repo.registered", message, { timeout: 60_000 });
  }
}
