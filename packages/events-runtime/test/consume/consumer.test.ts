import { jetstream } from "@nats-io/jetstream";
import { describe, expect, test } from "vitest";
import { consumeEvents, createEnvelope, type EventContext } from "../../src/index.ts";
import { ackPending, consuming, many, publishing } from "../support/consuming.ts";
import { envelope, goalActivated, repoRegistered, source, taskStale } from "../support/contracts.ts";
import { recorder } from "../support/recorder.ts";
import { admin, startServer, testServer } from "../support/server.ts";
import { until } from "../support/until.ts";

describe("consuming", () => {
  test("handles events in the order of the stream, acknowledges them, and tells of each", async () => {
    const server = await startServer();
    const view = await admin(server);
    const publisher = await publishing(server);
    await publisher.names("n0", "n1", "n2");
    const contexts: EventContext[] = [];
    const { handled, logger, subscription } = await consuming(server, {
      handle: (_, context) => void contexts.push(context),
    });
    await publisher.names("n3");
    await until("four are handled", () => handled.length === 4);
    expect(handled).toEqual(many(0, 4));
    await until("all are acknowledged", async () => (await ackPending(view)) === 0);
    expect(contexts[2]).toMatchObject({ stream: "STATEHUB_EVENTS", sequence: 3, deliveryCount: 1, redelivered: false });
    expect(logger.eventsOf("handled")[2]).toEqual({
      id: expect.any(String),
      type: repoRegistered.type,
      stream: "STATEHUB_EVENTS",
      sequence: 3,
      deliveryCount: 1,
      ms: expect.any(Number),
    });
    expect(subscription.status()).toMatchObject({ consuming: true, handled: 4, failed: 0, invalid: 0, pending: 0 });
  });

  test("events that are handled together share lines, each told by its id, in order and once", async () => {
    const server = await startServer();
    await admin(server);
    const publisher = await publishing(server);
    const all = many(0, 200);
    await Promise.all(all.map((name) => publisher.keyed(name, name)));
    const logger = recorder();
    const ids: string[] = [];
    const subscription = await consumeEvents({
      envelope,
      contracts: [repoRegistered],
      handlers: { [repoRegistered.type]: ({ id }) => void ids.push(id) },
      durable: "activity-core",
      logger,
      servers: server.url,
      env: {},
    });
    await using _ = subscription;
    await until("all are handled", () => ids.length === 200);
    await subscription.close();
    expect(logger.eventsOf("handled").map(({ id }) => id)).toEqual(ids);
    const lines = logger.fieldsOf("events handled");
    expect(lines.length).toBeGreaterThan(0);
    for (const { count, events, stream } of lines) {
      expect(stream).toBe("STATEHUB_EVENTS");
      expect(events).toHaveLength(count as number);
      expect(JSON.stringify(events).length).toBeLessThan(16_000);
    }
  });

  test("gives the handler of each type its events, and is not disturbed by other types", async () => {
    const server = await startServer();
    await admin(server);
    const publisher = await publishing(server);
    for (let n = 0; n < 3; n++) {
      await publisher.names(`n${n}`);
      await publisher.publish(taskStale, { task_id: n, days: 20 + n });
      await publisher.publish(goalActivated, { goal_id: `g${n}` });
    }
    const one = await consuming(server, { durable: "one" });
    const two = await consuming(server, { durable: "two", types: [repoRegistered, taskStale] });
    await until("one has its events", () => one.handled.length === 3);
    await until("two has its events", () => two.handled.length === 6);
    expect(one.handled).toEqual(["n0", "n1", "n2"]);
    // Order is promised for each subject: the repository's events are of one.
    expect(two.handled.filter((name) => name.startsWith("n"))).toEqual(["n0", "n1", "n2"]);
    expect([...two.handled].sort()).toEqual(["20", "21", "22", "n0", "n1", "n2"]);
    // A server without filters for several types delivers the others too: they are acknowledged and counted.
    const skipped = testServer === "oldest" ? 3 : 0;
    await until("the skipped are counted", () => two.subscription.status().skipped === skipped);
    expect(one.subscription.status().skipped).toBe(0);
  });

  test("a type that is added to a deployed consumer is delivered from its position on", async () => {
    const server = await startServer();
    const view = await admin(server);
    const publisher = await publishing(server);
    const before = await consuming(server);
    await publisher.names("n0");
    await until("the first is handled", () => before.handled.length === 1);
    await before.subscription.close();
    await publisher.names("n1");
    const after = await consuming(server, { types: [repoRegistered, taskStale] });
    await after.subscription.ready();
    await publisher.publish(taskStale, { task_id: 1, days: 30 });
    await until("both are handled", () => after.handled.length === 2);
    expect(after.handled).toEqual(["n1", "30"]);
    await after.subscription.close();
    const again = await consuming(server, { types: [taskStale] });
    await publisher.names("n2");
    await publisher.publish(taskStale, { task_id: 1, days: 31 });
    await until("a type taken away is not delivered", () => again.handled.length === 1);
    expect(again.handled).toEqual(["31"]);
    expect((await view.jsm.consumers.list("STATEHUB_EVENTS").next()).length).toBe(1);
  });

  test("a new consumer may start with new events only", async () => {
    const server = await startServer();
    await admin(server);
    const publisher = await publishing(server);
    await publisher.names("n0");
    const { handled, subscription } = await consuming(server, { from: "new" });
    await subscription.ready();
    await publisher.names("n1");
    await until("the new one is handled", () => handled.length === 1);
    expect(handled).toEqual(["n1"]);
  });

  test("accepts a newer minor version with fields that it does not know", async () => {
    const server = await startServer();
    const { nc } = await admin(server);
    const data = { repo_id: "r1", name: "n0", stars: 3 };
    const known = createEnvelope(repoRegistered, data, { source });
    const newer = { ...known, dataschema: "https://schemas.statehub.org/repo/registered/1.7.0", hubregion: "eu" };
    nc.publish(repoRegistered.type, JSON.stringify(newer));
    const { handled } = await consuming(server);
    await until("it is handled", () => handled.length === 1);
  });

  test("starts before the server and the stream do", async () => {
    const server = await startServer();
    await server.stop();
    const { handled, logger, subscription } = await consuming(server);
    const ready = subscription.ready({ timeoutMs: Number.POSITIVE_INFINITY });
    await expect(subscription.ready({ timeoutMs: 100 })).rejects.toMatchObject({ code: "unavailable" });
    await server.restart();
    const missed = () => logger.fieldsOf("cannot consume, trying on").some(({ code }) => code === "no_stream");
    await until("the stream is missed", missed);
    await admin(server);
    await ready;
    await (await publishing(server)).names("n0");
    await until("it is handled", () => handled.length === 1);
  });
});

describe("a server that comes and goes", () => {
  test("kill -9 while consuming: every event is handled, in order, and consuming goes on", async () => {
    const server = await startServer();
    await admin(server);
    const publisher = await publishing(server);
    await publisher.names(...many(0, 2_000));
    const gate = { open: false };
    const { handled } = await consuming(server, {
      ackWaitMs: 2_000,
      handle: async () => {
        if (handled.length > 300) await until("the server is dead", () => gate.open);
      },
    });
    await until("some are handled", () => handled.length > 300);
    await server.kill9();
    gate.open = true;
    await server.restart();
    await publisher.names(...many(2_000, 2_100));
    await until("all are handled", () => new Set(handled).size === 2_100);
    // The server may have lost acknowledgements; what it delivers again comes in order too.
    const first = handled.filter((name, i) => handled.indexOf(name) === i);
    expect(first).toEqual(many(0, 2_100));
  });

  test("events that were delivered before the loss are acknowledged after it, and not delivered again", async () => {
    const server = await startServer();
    const view = await admin(server);
    const publisher = await publishing(server);
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { handled, subscription } = await consuming(server, { handle: () => finished });
    await publisher.names("n0", "n1");
    await until("both are delivered", () => subscription.status().pending === 2);
    await server.stop();
    await until("the loss is noticed", () => subscription.status().state === "disconnected");
    finish();
    await until("both are handled", () => handled.length === 2);
    await server.restart();
    await until("consuming goes on", () => subscription.status().consuming);
    await publisher.names("n2");
    await until("the third is handled", () => handled.length === 3);
    const fresh = await admin(server);
    await until("all are acknowledged", async () => (await ackPending(fresh)) === 0);
    expect(handled).toEqual(["n0", "n1", "n2"]);
    await view.nc.close();
  });

  test("acknowledgements that a killed server forgot are repeated: nothing is handled twice, nothing waits", async () => {
    const server = await startServer();
    await admin(server);
    const publisher = await publishing(server);
    // With the default ack wait of 30 s, waiting for forgotten acknowledgements would run into the test's deadline.
    const { handled } = await consuming(server);
    for (let round = 0; round < 5; round++) {
      await publisher.names(...many(round * 10, round * 10 + 10));
      await until("they are handled", () => handled.length === round * 10 + 10);
      await server.kill9();
      await server.restart();
    }
    await publisher.names("last");
    await until("the last is handled", () => handled.includes("last"));
    expect(handled).toEqual([...many(0, 50), "last"]);
  });

  test.skipIf(process.platform === "win32")(
    "a server that hangs is given up within seconds, and consuming goes on when it lives",
    async () => {
      const server = await startServer();
      const view = await admin(server);
      const publisher = await publishing(server);
      const { handled, subscription } = await consuming(server);
      await publisher.names(...many(0, 10));
      await until("ten are handled", () => handled.length === 10);
      await until("they are acknowledged", async () => (await ackPending(view)) === 0);
      server.pause();
      await until("it is given up", () => subscription.status().state !== "connected");
      server.resume();
      await publisher.names(...many(10, 20));
      await until("consuming goes on", () => handled.length >= 20);
      expect(handled).toEqual(many(0, 20));
    },
  );

  test("what a process that died had not acknowledged comes before anything newer", async () => {
    const server = await startServer();
    const view = await admin(server);
    const publisher = await publishing(server);
    await publisher.names(...many(0, 3));
    await view.jsm.consumers.add("STATEHUB_EVENTS", {
      durable_name: "activity-core",
      ack_policy: "explicit",
      ack_wait: 1e9,
    });
    const dead = await jetstream(view.nc).consumers.get("STATEHUB_EVENTS", "activity-core");
    const had = await dead.fetch({ max_messages: 3 });
    for await (const message of had) if (message.seq === 3) break;
    await publisher.names(...many(3, 6));
    const { handled } = await consuming(server, { ackWaitMs: 1_000 });
    await until("all are handled", () => handled.length === 6);
    expect(handled).toEqual(many(0, 6));
  });

  test("a handler that is slower than the ack wait is not overtaken by a redelivery, nor are those behind it", async () => {
    const server = await startServer();
    const view = await admin(server);
    await (await publishing(server)).names("n0", "n1", "n2");
    const deliveries: number[] = [];
    const { handled } = await consuming(server, {
      ackWaitMs: 300,
      handle: async (_, { deliveryCount }) => {
        deliveries.push(deliveryCount);
        const start = performance.now();
        await until("it took its time", () => performance.now() - start > 700);
      },
    });
    await until("all are handled", () => handled.length === 3);
    await until("all are acknowledged", async () => (await ackPending(view)) === 0);
    expect(deliveries).toEqual([1, 1, 1]);
    expect(handled).toEqual(many(0, 3));
  });
});

describe("a consumer or stream that is deleted", () => {
  test("the consumer is created again where it was", async () => {
    const server = await startServer();
    const view = await admin(server);
    const publisher = await publishing(server);
    const { handled, logger } = await consuming(server);
    await publisher.names("n0", "n1");
    await until("both are handled", () => handled.length === 2);
    await until("both are acknowledged", async () => (await ackPending(view)) === 0);
    await view.jsm.consumers.delete("STATEHUB_EVENTS", "activity-core");
    await publisher.names("n2");
    await until("consuming goes on", () => handled.length === 3);
    expect(handled).toEqual(many(0, 3));
    expect(logger.fieldsOf("cannot consume, trying on")).toHaveLength(1);
  });

  test("a stream that was created anew is consumed from its beginning", async () => {
    const server = await startServer();
    const view = await admin(server);
    const publisher = await publishing(server);
    const { handled } = await consuming(server);
    await publisher.names("n0", "n1");
    await until("both are handled", () => handled.length === 2);
    await view.jsm.streams.delete("STATEHUB_EVENTS");
    await admin(server);
    await publisher.names("m0");
    await until("consuming goes on", () => handled.length === 3);
    expect(handled).toEqual(["n0", "n1", "m0"]);
  });

  test("a consumer of that name that cannot be adapted ends the subscription with the reason", async () => {
    const server = await startServer();
    const view = await admin(server);
    await view.jsm.consumers.add("STATEHUB_EVENTS", { durable_name: "activity-core", ack_policy: "none" });
    const { subscription } = await consuming(server);
    await expect(subscription.closed).resolves.toMatchObject({
      code: "consumer_conflict",
      message: expect.stringContaining("got ack_policy none, want explicit"),
    });
    await expect(subscription.ready()).rejects.toMatchObject({ code: "consumer_conflict" });
  });
});

describe("closing", () => {
  test("lets the running handler finish, acknowledges it, and gives the rest back at once, in order", async () => {
    const server = await startServer();
    const view = await admin(server);
    await (await publishing(server)).names(...many(0, 5));
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let begun = false;
    const first = await consuming(server, {
      handle: () => {
        begun = true;
        return finished;
      },
    });
    await until("all are delivered, and one is handled", () => first.subscription.status().pending === 5 && begun);
    const closing = first.subscription.close();
    finish();
    await closing;
    await expect(first.subscription.closed).resolves.toBeUndefined();
    expect(first.handled).toEqual(["n0"]);
    const second = await consuming(server);
    await until("the rest is handled", () => second.handled.length === 4);
    expect(second.handled).toEqual(many(1, 5));
    await until("all are acknowledged", async () => (await ackPending(view)) === 0);
  });

  test("does not wait for a handler beyond its deadline: the handler is told, the event stays unacknowledged", async () => {
    const server = await startServer();
    const view = await admin(server);
    await (await publishing(server)).names("n0");
    let [begun, told] = [false, false];
    const { subscription } = await consuming(server, {
      handle: (_, { signal }) =>
        new Promise((resolve) => {
          begun = true;
          signal.addEventListener("abort", () => {
            told = true;
            resolve();
          });
        }),
    });
    await until("it is being handled", () => begun);
    await subscription.close({ timeoutMs: 50 });
    expect(told).toBe(true);
    expect(await ackPending(view)).toBe(1);
  });

  test("without a server", async () => {
    const server = await startServer();
    await server.stop();
    const { subscription } = await consuming(server);
    await subscription.close();
    await expect(subscription.ready()).rejects.toMatchObject({ code: "closed" });
    expect(subscription.status()).toMatchObject({ state: "closed", consuming: false });
  });
});

test("without NATS_URL there is nothing to consume", async () => {
  const handlers = { [repoRegistered.type]: () => {} };
  const consumed = consumeEvents({ envelope, contracts: [repoRegistered], handlers, durable: "d", env: {} });
  await expect(consumed).rejects.toMatchObject({ code: "invalid_options" });
});

test("a handler that is no function is refused at once, not acknowledged in silence", async () => {
  for (const handlers of [{ [repoRegistered.type]: undefined }, undefined]) {
    const where = { servers: "127.0.0.1:1", env: {} };
    const options = { envelope, contracts: [repoRegistered], handlers: handlers as never, durable: "d", ...where };
    await expect(consumeEvents(options)).rejects.toMatchObject({ code: "invalid_options" });
  }
});
