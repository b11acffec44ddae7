import { headers } from "@nats-io/nats-core";
import { describe, expect, test } from "vitest";
import { consumeEvents, createEnvelope, listQuarantined, type Quarantined } from "../../src/index.ts";
import { ackPending, consuming, publishing } from "../support/consuming.ts";
import { envelope, repoRegistered, source, taskStale } from "../support/contracts.ts";
import { recorder } from "../support/recorder.ts";
import { type Admin, admin, startServer, testServer } from "../support/server.ts";
import { until } from "../support/until.ts";

const quickly = { firstMs: 10, longestMs: 20 };

function raise(thrown: unknown): never {
  throw thrown;
}

/** An object with a method `then`. */
function thenable(get: () => unknown): object {
  return new Proxy({}, { has: () => true, get });
}

async function quarantined({ nc }: Admin): Promise<Quarantined[]> {
  const entries: Quarantined[] = [];
  for await (const entry of listQuarantined(nc)) entries.push(entry);
  return entries;
}

describe("a handler that fails", () => {
  test("is tried again where it stands, and events of its subject wait while others are handled", async () => {
    const server = await startServer();
    const view = await admin(server);
    const publisher = await publishing(server);
    await publisher.keyed("a", "a0", "a1", "a2");
    await publisher.keyed("b", "b0");
    const deliveries: number[] = [];
    const { handled, logger, subscription } = await consuming(server, {
      retry: { firstMs: 300, longestMs: 300 },
      handle: ({ data }, { attempt, deliveryCount }) => {
        deliveries.push(deliveryCount);
        if (data.name === "a1" && attempt < 3) throw new Error("issue-core is away");
      },
    });
    await until("all are handled", () => handled.length === 4);
    expect(handled).toEqual(["a0", "b0", "a1", "a2"]);
    expect(new Set(deliveries)).toEqual(new Set([1]));
    const lines = logger.fieldsOf("event handler failed, its key waits for the next attempt");
    expect(lines).toMatchObject([
      { sequence: 2, attempt: 1, type: repoRegistered.type, err: { message: "issue-core is away" } },
      { sequence: 2, attempt: 2 },
    ]);
    expect(subscription.status()).toMatchObject({ handled: 4, failed: 2, quarantined: 0, blocked: 0 });
    await until("all are acknowledged", async () => (await ackPending(view)) === 0);
  });

  test("when its attempts are spent, the event is quarantined as it was, and its successors are handled", async () => {
    const server = await startServer();
    const view = await admin(server);
    const hdrs = headers();
    hdrs.set("Nats-Msg-Id", "m-1");
    hdrs.append("X-Other", "one");
    hdrs.append("X-Other", "two");
    const event = createEnvelope(repoRegistered, { repo_id: "r1", name: "bad" }, { source });
    const body = ` ${JSON.stringify(event)}\n`;
    view.nc.publish(repoRegistered.type, body, { headers: hdrs });
    await view.nc.flush();
    await (await publishing(server)).names("good");
    const { handled, subscription } = await consuming(server, {
      retry: { attempts: 3, ...quickly },
      handle: ({ data }) => {
        if (data.name === "bad") throw new TypeError("cannot read it");
      },
    });
    await until("the successor is handled", () => handled.length === 1);
    const [entry, ...others] = await quarantined(view);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      consumer: "activity-core",
      type: repoRegistered.type,
      reason: "handler_failed",
      error: "TypeError: cannot read it",
      subject: repoRegistered.type,
      stream: "STATEHUB_EVENTS",
      sequence: 1,
      attempts: 3,
      deliveries: 1,
      eventId: event.id,
    });
    expect(Buffer.from(entry?.body ?? []).toString()).toBe(body);
    expect(Buffer.from(entry?.headerBlock ?? []).toString()).toBe(
      "NATS/1.0\r\nNats-Msg-Id: m-1\r\nX-Other: one\r\nX-Other: two\r\n\r\n",
    );
    expect(subscription.status()).toMatchObject({ handled: 1, failed: 3, quarantined: 1, invalid: 0 });
    await until("both are settled", async () => (await ackPending(view)) === 0);
  });

  test("the server is told why the event is settled, if it can be told", async () => {
    const server = await startServer();
    const view = await admin(server);
    const told: object[] = [];
    view.nc.subscribe("$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.>", {
      callback: (_, message) => void told.push(message.json<object>()),
    });
    await view.nc.flush();
    await (await publishing(server)).names("bad");
    await consuming(server, { retry: { attempts: 1 }, handle: () => raise(new Error("no")) });
    await until("it is settled", () => told.length === 1);
    const why = testServer === "oldest" ? {} : { reason: "quarantined: handler_failed" };
    expect(told).toMatchObject([{ stream_seq: 1, consumer: "activity-core", ...why }]);
    await until("it does not wait for it", async () => (await ackPending(view)) === 0);
  });

  test("may throw, or return, whatever it likes", async () => {
    const server = await startServer();
    const view = await admin(server);
    const ways: readonly (() => unknown)[] = [
      () => Promise.reject(),
      () => Promise.reject(null),
      () => Promise.reject("a text"),
      () => Promise.reject(Object.assign(new Error(), { message: 7, name: Symbol("x"), stack: [] })),
      () => Promise.reject(new Proxy({}, { getPrototypeOf: () => raise("a trap") })),
      () => raise(Symbol("x")),
      () => raise(Object.create(null)),
      () => thenable(() => () => raise("in then")),
      () => thenable(() => (_: unknown, reject: (error: unknown) => void) => reject(undefined)),
      () => thenable(() => raise("in a getter")),
    ];
    const subscription = await consumeEvents({
      envelope,
      contracts: [repoRegistered],
      handlers: { [repoRegistered.type]: ({ data }) => ways[Number(data.name)]?.() as undefined },
      durable: "activity-core",
      logger: recorder(),
      retry: { attempts: 2, ...quickly },
      servers: server.url,
      env: {},
    });
    await using _ = subscription;
    await (await publishing(server)).names(...ways.map((_, i) => String(i)), "fine");
    await until("all but one are quarantined", () => subscription.status().quarantined === ways.length);
    await until("the last one is handled", () => subscription.status().handled === 1);
    for (const { reason, error, attempts } of await quarantined(view)) {
      expect({ reason, error, attempts }).toEqual({ reason: "handler_failed", error: expect.any(String), attempts: 2 });
    }
    await until("all are settled", async () => (await ackPending(view)) === 0);
  });

  test("does not bring personal values of its event into logs or the quarantine's error", async () => {
    const server = await startServer();
    const view = await admin(server);
    const publisher = await publishing(server);
    await publisher.publish(repoRegistered, { repo_id: "r1", name: "n", owner_email: "jo@example.org" });
    const { logger } = await consuming(server, {
      retry: { attempts: 2, ...quickly },
      handle: ({ data }) => {
        throw new Error(`no account for ${(data as { owner_email?: string }).owner_email}`);
      },
    });
    await until("it is quarantined", () => logger.fieldsOf("event quarantined").length === 1);
    expect((await quarantined(view))[0]?.error).toBe("Error: no account for [masked]");
    const lines = logger.lines.map(({ fields }) => [
      fields,
      (fields.err as Error)?.message,
      (fields.err as Error)?.stack,
    ]);
    expect(JSON.stringify(lines)).toContain("[masked]");
    expect(JSON.stringify(lines)).not.toContain("jo@example.org");
  });
});

describe("a message that cannot be read", () => {
  const valid = createEnvelope(repoRegistered, { repo_id: "r1", name: "hub" }, { source });
  const personal = createEnvelope(
    repoRegistered,
    { repo_id: "r1", name: "hub", owner_email: "jo@example.org" },
    { source },
  );
  const unreadable: { name: string; body: string | Uint8Array; line: { code: string; violations?: object[] } }[] = [
    { name: "bytes that are not json", body: '{"data":"jo@example.org"', line: { code: "undecodable" } },
    { name: "bytes that are not utf-8", body: Uint8Array.of(0x22, 0xff, 0x22), line: { code: "undecodable" } },
    { name: "json that is no object", body: "[1]", line: { code: "undecodable" } },
    { name: "no bytes", body: "", line: { code: "undecodable" } },
    {
      name: "an envelope without a source",
      body: JSON.stringify({ ...personal, source: undefined }),
      line: {
        code: "invalid_envelope",
        violations: [{ pointer: "/source", got: "nothing", want: "a required property" }],
      },
    },
    {
      name: "data that does not fit",
      body: JSON.stringify({ ...personal, data: { ...personal.data, name: 7 } }),
      line: { code: "invalid_event", violations: [{ pointer: "/name", got: "number 7", want: "string" }] },
    },
    {
      name: "another type than the subject says",
      body: JSON.stringify({ ...valid, type: taskStale.type }),
      line: { code: "unknown_type" },
    },
  ];

  test.each(unreadable)("$name: quarantined at once, and in nobody's way", async ({ body, line }) => {
    const server = await startServer();
    const view = await admin(server);
    const hdrs = headers();
    hdrs.set("Nats-Msg-Id", "m-1");
    view.nc.publish(repoRegistered.type, body, { headers: hdrs });
    await view.nc.flush();
    await (await publishing(server)).names("n0");
    const { handled, logger, subscription } = await consuming(server);
    await until("the other is handled", () => handled.length === 1);
    await until("it is quarantined", () => logger.fieldsOf("event quarantined").length === 1);
    expect(logger.fieldsOf("event quarantined")).toMatchObject([
      { id: "m-1", type: repoRegistered.type, sequence: 1, deliveryCount: 1, reason: line.code, ...line },
    ]);
    const [entry] = await quarantined(view);
    const type = line.code === "undecodable" ? undefined : repoRegistered.type;
    expect(entry).toMatchObject({ reason: line.code, type, attempts: 0, eventId: "m-1" });
    expect(Buffer.from(entry?.body ?? [])).toEqual(Buffer.from(body));
    expect(JSON.stringify(logger.lines)).not.toContain("jo@example.org");
    expect(entry?.error).not.toContain("jo@example.org");
    expect(subscription.status()).toMatchObject({ handled: 1, invalid: 1, quarantined: 1 });
    await until("both are settled", async () => (await ackPending(view)) === 0);
  });

  test("one that is as large as the server allows keeps its bytes too", async () => {
    const server = await startServer();
    const view = await admin(server);
    const body = `{"no":"${"event".repeat(209_000)}"}`;
    const hdrs = headers();
    hdrs.set("X-Large", "h".repeat(60_000 - 12));
    expect(body.length + 60_000).toBeGreaterThan(1024 ** 2);
    const fitting = body.slice(0, 1024 ** 2 - 60_100);
    view.nc.publish(repoRegistered.type, fitting, { headers: hdrs });
    await view.nc.flush();
    const { logger } = await consuming(server);
    await until("it is quarantined", () => logger.fieldsOf("event quarantined").length === 1);
    const [entry] = await quarantined(view);
    expect(Buffer.from(entry?.body ?? []).toString() === fitting).toBe(true);
    expect(entry?.headerBlock.length).toBe("NATS/1.0\r\nX-Large: \r\n\r\n".length + 60_000 - 12);
  });
});

describe("a quarantine that takes nothing", () => {
  test.each([
    { name: "is missing", make: (view: Admin) => view.jsm.streams.delete("STATEHUB_QUARANTINE"), code: "no_stream" },
    {
      name: "is full",
      make: async (view: Admin) => {
        await view.jsm.streams.update("STATEHUB_QUARANTINE", { max_msgs: 1 });
        await view.nc.request("quarantine.statehub.other.undecodable", "x", { timeout: 60_000 });
      },
      code: "stream_full",
    },
  ])("because it $name: the message is kept, only its key waits, until it is there", async ({ make, code }) => {
    const server = await startServer();
    const view = await admin(server);
    await make(view);
    const publisher = await publishing(server);
    await publisher.keyed("a", "bad", "a1");
    await publisher.keyed("b", "b0");
    const { handled, logger, subscription } = await consuming(server, {
      retry: { attempts: 1, ...quickly },
      handle: ({ data }) => {
        if (data.name === "bad") throw new Error("never");
      },
    });
    const waits = "event cannot be quarantined, its key waits until it can";
    await until("it is noticed", () => logger.fieldsOf(waits).length > 0);
    await until("the other key is handled", () => handled.length === 1);
    expect(logger.fieldsOf(waits)[0]).toMatchObject({ code, reason: "handler_failed", sequence: 1 });
    expect(handled).toEqual(["b0"]);
    expect(subscription.status()).toMatchObject({ blocked: 2, quarantined: 0 });
    await until("the other one is acknowledged", async () => (await ackPending(view)) === 2);
    await view.jsm.streams.delete("STATEHUB_QUARANTINE").catch(() => undefined);
    await admin(server);
    await until("its key goes on", () => handled.length === 2);
    expect(handled).toEqual(["b0", "a1"]);
    // The handler has not run again for it.
    expect(subscription.status()).toMatchObject({ failed: 1, quarantined: 1 });
    expect(await quarantined(view)).toMatchObject([{ sequence: 1, attempts: 1 }]);
  });
});
