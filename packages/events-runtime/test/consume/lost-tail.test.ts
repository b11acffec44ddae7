import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { NatsServer } from "../../src/testing/index.ts";
import { backends } from "../inbox/backends.ts";
import { ackPending, consuming, many, publishing } from "../support/consuming.ts";
import { repoRegistered } from "../support/contracts.ts";
import { admin, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";

/** The same event under the same id, whenever it is published. */
function event(name: string) {
  const id = `0197a000-0000-7000-8000-${name.slice(1).padStart(12, "0")}`;
  return [repoRegistered, { repo_id: "r1", name }, { id }] as const;
}

type Part = "msgs" | "obs" | "";

/** What a loss of power does: what was not on disk at the time is gone. Of the stream, of its consumers, or of both. */
function power(server: NatsServer, part: Part): { save(): Promise<void>; lose(): Promise<void> } {
  const kept = join(server.storeDirectory, "jetstream", "$G", "streams", "STATEHUB_EVENTS", part);
  const copy = `${server.storeDirectory}-copy`;
  return {
    async save() {
      await server.stop();
      await cp(kept, copy, { recursive: true });
      await server.restart();
    },
    async lose() {
      await server.stop();
      await rm(kept, { recursive: true });
      await cp(copy, kept, { recursive: true });
      await rm(copy, { recursive: true });
      await server.restart();
    },
  };
}

describe.each([
  { name: "the stream's end", part: "msgs" },
  { name: "the stream's end and the consumer's position", part: "" },
  { name: "the consumer's position", part: "obs" },
] as const)("a server that has lost $name", ({ part }) => {
  test("a consumer that lives goes on behind what is left, and handles what comes in its place", async () => {
    const server = await startServer();
    const view = await admin(server);
    const publisher = await publishing(server);
    const { handled, subscription } = await consuming(server);
    await publisher.names(...many(0, 5));
    await until("five are handled", () => handled.length === 5);
    await until("they are acknowledged", async () => (await ackPending(view)) === 0);
    const { save, lose } = power(server, part);
    await save();
    await until("consuming goes on", () => subscription.status().consuming);
    await publisher.names(...many(5, 12));
    await until("twelve are handled", () => handled.length === 12);
    await lose();
    // Whether the consumer is there before the next events are, or after them, is not decided here.
    await publisher.names(...many(12, 22));
    await until("what came instead is handled", () => handled.length === 22);
    expect(handled).toEqual(many(0, 22));
    const fresh = await admin(server);
    await until("all are acknowledged", async () => (await ackPending(fresh)) === 0);
  });
});

test.each(["msgs", ""] as const)(
  "what is published again after the loss of '%s' is known to the inbox",
  async (part) => {
    const server = await startServer();
    await admin(server);
    const [backend] = backends;
    const { inbox, write, written } = (await backend?.effects()) ?? expect.unreachable();
    const options = () => ({
      inbox: inbox(),
      handle: ({ data }: { data: { name?: string } }, { tx }: { tx: unknown }) => write(tx, data.name ?? ""),
    });
    const publisher = await publishing(server);
    const { save, lose } = power(server, part);
    const before = await consuming(server, options());
    const publish = async (names: string[]) => {
      for (const name of names) await publisher.publish(...event(name));
    };
    await publish(many(0, 3));
    await until("three are handled", () => before.subscription.status().handled === 3);
    await save();
    await publish(many(3, 8));
    await until("eight are handled", () => before.handled.length === 8);
    await before.subscription.close();
    await lose();
    // As a relay does it that has kept its rows: first what is missing, then what is new.
    await publish([...many(3, 8), ...many(8, 12)]);
    // This process has seen nothing itself: only the inbox knows what the stream once had.
    const after = await consuming(server, options());
    await until("all that is new is handled", () => after.subscription.status().handled === 4);
    expect(await written()).toEqual(many(0, 12));
    expect(after.handled).toEqual(many(8, 12));
  },
);

test.each(backends)("a consumer on $name is set back once for one loss", async ({ effects }) => {
  const server = await startServer();
  const view = await admin(server);
  const { inbox, write, written } = await effects();
  const start = () => consuming(server, { inbox: inbox(), handle: ({ data }, { tx }) => write(tx, data.name ?? "") });
  const publisher = await publishing(server);
  const publish = async (names: string[]) => {
    for (const name of names) await publisher.publish(...event(name));
  };
  const before = await start();
  await publish(many(0, 8));
  await until("eight are handled", () => before.handled.length === 8);
  await before.subscription.close();
  await view.jsm.streams.delete("STATEHUB_EVENTS");
  const { jsm } = await admin(server);
  await publish(many(0, 6));
  const next = await start();
  await until("it knows what came again", () => next.subscription.status().known === 6);
  await next.subscription.close();
  const { created } = await jsm.consumers.info("STATEHUB_EVENTS", "activity-core");
  // What the inbox has seen at places that the stream does not have yet must not count as lost again.
  const after = await start();
  await publish(many(6, 10));
  await until("what is new is handled", () => after.subscription.status().handled === 2);
  expect(after.subscription.status().known).toBe(2);
  expect(await written()).toEqual(many(0, 10));
  expect((await jsm.consumers.info("STATEHUB_EVENTS", "activity-core")).created).toBe(created);
});

test("a consumer that knows nothing is set back to the stream's end when it is beyond it", async () => {
  const server = await startServer();
  await admin(server);
  const publisher = await publishing(server);
  const { save, lose } = power(server, "msgs");
  await publisher.names(...many(0, 3));
  await save();
  const before = await consuming(server);
  await publisher.names(...many(3, 9));
  await until("nine are handled", () => before.handled.length === 9);
  await before.subscription.close();
  await lose();
  const after = await consuming(server);
  await until("consuming goes on", () => after.subscription.status().consuming);
  await publisher.names(...many(9, 12));
  await until("the new ones are handled", () => after.handled.length === 3);
  expect(after.handled).toEqual(many(9, 12));
});
