import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { contracts } from "@statehub/events-contracts";
import { dataOf } from "@statehub/events-contracts/testing";
import { connectNats, ensureStream, STATEHUB_EVENTS } from "@statehub/events-runtime";
import { startNatsServer } from "@statehub/events-runtime/testing";
import { expect, onTestFinished, test } from "vitest";
import { createOutbox, type Enqueued, EventError, startRelay } from "../src/index.ts";
import { migrateSqlite, sqliteOutbox, sqliteOutboxMigrations } from "../src/sqlite.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function hub() {
  const directory = await mkdtemp(join(tmpdir(), "statehub-hub-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  const path = join(directory, "hub.db");
  const database = new DatabaseSync(path);
  onTestFinished(() => database.close());
  migrateSqlite(database, sqliteOutboxMigrations);
  const store = sqliteOutbox(path);
  return { database, store, outbox: createOutbox({ store, enabled: true, logger: silent }) };
}

const types = "select type from statehub_outbox order by seq";

test("an event is written in the hub's transaction, by its method, its type or with others", async () => {
  const { database, outbox } = await hub();
  database.exec("begin");
  const first: Enqueued = outbox.events.repo.registered(database, dataOf("org.statehub.repo.registered"));
  outbox.enqueue(database, "org.statehub.task.stale", dataOf("org.statehub.task.stale"));
  const type = "org.statehub.workstream.completed";
  outbox.enqueueMany(database, [{ type, data: dataOf(type) }]);
  database.exec("commit");
  expect(first.status).toBe("enqueued");
  expect(database.prepare(types).all()).toEqual([
    { type: "org.statehub.repo.registered" },
    { type: "org.statehub.task.stale" },
    { type },
  ]);
  database.exec("begin");
  outbox.events.task.stale(database, dataOf("org.statehub.task.stale"));
  database.exec("rollback");
  expect(database.prepare(types).all()).toHaveLength(3);
});

test("every event type has a method under its own tokens", async () => {
  const { database, outbox } = await hub();
  for (const type of Object.keys(contracts) as (keyof typeof contracts)[]) {
    const [, , ...tokens] = type.split(".");
    const method = tokens.reduce<unknown>((node, token) => (node as Record<string, unknown>)[token], outbox.events);
    expect((method as (...call: unknown[]) => Enqueued)(database, dataOf(type))).toMatchObject({ type });
  }
});

test("what does not fit is refused by the compiler, and at once when it runs", async () => {
  const { database, outbox } = await hub();
  // @ts-expect-error: nothing of the data is there
  expect(() => outbox.events.repo.registered(database, {})).toThrow(EventError);
  // @ts-expect-error: no such type
  expect(() => outbox.enqueue(database, "org.statehub.repo.forgotten", {})).toThrow(/unknown_type/);
  expect(database.prepare(types).all()).toEqual([]);
});

test("a relay publishes it", async () => {
  const server = await startNatsServer();
  onTestFinished(() => server[Symbol.asyncDispose]());
  const nats = await connectNats({ servers: server.url });
  onTestFinished(() => nats.close());
  await ensureStream(nats, STATEHUB_EVENTS);
  const received = new Promise<string>((resolve) => {
    nats.subscribe("org.statehub.>", { max: 1, callback: (_, message) => resolve(message.json<{ id: string }>().id) });
  });
  await nats.flush();
  const { database, store, outbox } = await hub();
  const relay = await startRelay({ store, servers: server.url, logger: silent });
  onTestFinished(() => relay.close());
  const { id } = outbox.events.repo.registered(database, dataOf("org.statehub.repo.registered"));
  expect(await received).toBe(id);
});
