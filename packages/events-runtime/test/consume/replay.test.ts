import { expect, test } from "vitest";
import {
  discardQuarantined,
  type EventContext,
  listQuarantined,
  type Quarantined,
  replayQuarantined,
  showQuarantined,
} from "../../src/index.ts";
import type { NatsServer } from "../../src/testing/index.ts";
import { ackPending, type ConsumeOptions, type Consuming, consuming, publishing } from "../support/consuming.ts";
import { type Admin, admin, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";

const quickly = { attempts: 1, firstMs: 10 };

async function entries({ nc }: Admin, filter = {}): Promise<Quarantined[]> {
  const found: Quarantined[] = [];
  for await (const entry of listQuarantined(nc, filter)) found.push(entry);
  return found;
}

async function onlyEntry(view: Admin): Promise<Quarantined> {
  const [entry, ...others] = await entries(view);
  if (entry === undefined || others.length > 0) throw new Error(`got ${others.length} others, want one entry`);
  return entry;
}

interface Moody extends Consuming {
  /** Whether the handler fails for names that begin with "bad". */
  readonly mood: { failing: boolean };
  readonly seen: { readonly id: string; readonly name: string; readonly context: EventContext<unknown> }[];
}

async function moody(server: NatsServer, options: ConsumeOptions = {}): Promise<Moody> {
  const mood = { failing: true };
  const seen: Moody["seen"] = [];
  const made = await consuming(server, {
    retry: quickly,
    handle: ({ id, data: { name = "" } }, context) => {
      seen.push({ id, name, context });
      if (mood.failing && name.startsWith("bad")) throw new Error("in a bad mood");
    },
    ...options,
  });
  return { ...made, mood, seen };
}

test("a replayed event reaches only the consumer that it failed in, as the same event", async () => {
  const server = await startServer();
  const view = await admin(server);
  const failing = await moody(server);
  const other = await consuming(server, { durable: "another" });
  await (await publishing(server)).names("n0", "bad", "n2");
  await until("it is quarantined", () => failing.subscription.status().quarantined === 1);
  const entry = await onlyEntry(view);
  failing.mood.failing = false;
  expect(await replayQuarantined(view.nc, entry)).toBe("replayed");
  await until("it is handled", () => failing.handled.includes("bad"));
  const [first, again] = failing.seen.filter(({ name }) => name === "bad");
  expect(again?.id).toBe(first?.id);
  expect(first?.context).toMatchObject({ replayed: false, sequence: 2 });
  expect(again?.context).toMatchObject({ replayed: true, sequence: 2, stream: "STATEHUB_EVENTS" });
  await until("its entry is gone", async () => (await showQuarantined(view.nc, entry.id)) === undefined);
  await until("nothing is under replay", async () => {
    return (await view.jsm.streams.info("STATEHUB_REPLAY")).state.messages === 0;
  });
  await until("the other one has handled all", () => other.handled.length >= 3);
  expect(other.handled).toEqual(["n0", "bad", "n2"]);
});

test("of one entry there is one replay at a time, and the consumer gets it when it is there again", async () => {
  const server = await startServer();
  const view = await admin(server);
  const before = await moody(server);
  await (await publishing(server)).names("bad");
  await until("it is quarantined", () => before.subscription.status().quarantined === 1);
  await before.subscription.close();
  const entry = await onlyEntry(view);
  expect(await replayQuarantined(view.nc, entry)).toBe("replayed");
  expect(await replayQuarantined(view.nc, entry)).toBe("waiting");
  const after = await consuming(server);
  await until("it is handled", () => after.handled.length === 1);
  await until("its entry is gone", async () => (await entries(view)).length === 0);
  expect(after.handled).toEqual(["bad"]);
});

test("a replay that fails again leaves a new entry in the place of the old one, however soon", async () => {
  const server = await startServer();
  const view = await admin(server);
  const { mood, subscription, handled } = await moody(server);
  await (await publishing(server)).names("bad");
  for (let round = 1; round <= 3; round++) {
    await until("it is quarantined", () => subscription.status().quarantined === round);
    await until("there is one entry", async () => (await entries(view)).length === 1);
    const entry = await onlyEntry(view);
    expect(entry).toMatchObject({ sequence: 1, stream: "STATEHUB_EVENTS", reason: "handler_failed" });
    mood.failing = round < 3;
    expect(await replayQuarantined(view.nc, entry)).toBe("replayed");
  }
  await until("it is handled", () => handled.length === 1);
  await until("no entry is left", async () => (await entries(view)).length === 0);
});

test("entries are found by consumer, type, reason, event and time", async () => {
  const server = await startServer();
  const view = await admin(server);
  const one = await moody(server, { durable: "one" });
  const two = await moody(server, { durable: "two" });
  await (await publishing(server)).names("bad");
  view.nc.publish("org.statehub.repo.registered", "{");
  await until("all are quarantined", () => {
    return [one, two].every(({ subscription }) => subscription.status().quarantined === 2);
  });
  const count = async (filter: object) => (await entries(view, filter)).length;
  const eventId = one.seen[0]?.id;
  expect(await count({})).toBe(4);
  expect(await count({ consumer: "one" })).toBe(2);
  expect(await count({ type: "org.statehub.repo.registered" })).toBe(2);
  expect(await count({ type: "undecodable", consumer: "two" })).toBe(1);
  expect(await count({ reason: "undecodable" })).toBe(2);
  expect(await count({ eventId, consumer: "two" })).toBe(1);
  expect(await count({ since: new Date(Date.now() + 60_000) })).toBe(0);
  expect(await count({ until: new Date(Date.now() + 60_000) })).toBe(4);
});

test("hold-key: later events of the subject wait for the replay, through restarts, and are handled behind it", async () => {
  const server = await startServer();
  const view = await admin(server);
  const publisher = await publishing(server);
  const before = await moody(server, { onQuarantine: "hold-key" });
  await publisher.keyed("a", "bad", "a1");
  await publisher.keyed("b", "b0");
  await until("it is quarantined", () => before.subscription.status().quarantined === 1);
  await until("the other subject is handled", () => before.handled.length === 1);
  await before.subscription.close();
  const after = await moody(server, { onQuarantine: "hold-key" });
  await publisher.keyed("a", "a2");
  await publisher.keyed("b", "b1");
  await until("the other subject is handled", () => after.handled.includes("b1"));
  await until("two wait", () => after.subscription.status().blocked === 2);
  expect(after.handled).toEqual(["b1"]);
  after.mood.failing = false;
  await replayQuarantined(view.nc, await onlyEntry(view));
  await until("all are handled", () => after.handled.length === 4);
  expect(after.handled).toEqual(["b1", "bad", "a1", "a2"]);
  expect(after.subscription.status().blocked).toBe(0);
  await until("all are acknowledged", async () => (await ackPending(view)) === 0);
});

test("hold-key: a replay that fails keeps the key held, and a discard releases it", async () => {
  const server = await startServer();
  const view = await admin(server);
  const { handled, subscription } = await moody(server, { onQuarantine: "hold-key" });
  await (await publishing(server)).names("bad", "n1");
  await until("it is quarantined", () => subscription.status().quarantined === 1);
  await replayQuarantined(view.nc, await onlyEntry(view));
  await until("it is quarantined again", () => subscription.status().quarantined === 2);
  await until("there is one entry", async () => (await entries(view)).length === 1);
  expect(handled).toEqual([]);
  const { id } = await onlyEntry(view);
  expect(await discardQuarantined(view.nc, id)).toBe(true);
  expect(await discardQuarantined(view.nc, id)).toBe(false);
  await until("the key goes on", () => handled.length === 1);
  expect(handled).toEqual(["n1"]);
});
