import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  connectPublisher,
  createEnvelope,
  type EventEnvelope,
  EventError,
  ensureStream,
  type Published,
  type Publisher,
  STATEHUB_EVENTS,
  type Validator,
} from "../../src/index.ts";
import { contracts, type RepoRegistered, repoRegistered, source, taskStale } from "../support/contracts.ts";
import { publisherOn } from "../support/publisher.ts";
import { admin, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";

const data: RepoRegistered = { repo_id: "r1", name: "hub" };

/** A validator of envelopes that refuses those with the attribute. */
function refusing(attribute: string): Validator<EventEnvelope> {
  const validate: Validator<EventEnvelope> = (envelope): envelope is EventEnvelope => {
    const isThere = Object.hasOwn(envelope as object, attribute);
    validate.errors = isThere ? [{ instancePath: `/${attribute}`, keyword: "pattern", params: {} }] : null;
    return !isThere;
  };
  return validate;
}

const many = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `n${from + i}`);

async function failure(publishing: Promise<Published>): Promise<EventError> {
  const error = await publishing.then(
    (published) => new Error(`published ${JSON.stringify(published)}`),
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(EventError);
  return error;
}

describe("publishing", () => {
  test("stores the envelope under its type, with the headers that the design names and no others", async () => {
    const server = await startServer();
    const { stored } = await admin(server);
    const { publisher, logger } = await publisherOn(server);
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const time = new Date("2026-02-03T04:05:06.789Z");

    const published = await publisher.publish(repoRegistered, data, { time, traceparent, correlationid: "c-1" });

    const { id } = published;
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const { type } = repoRegistered;
    const place = { id, type, stream: "STATEHUB_EVENTS", sequence: 1, ms: expect.any(Number) };
    expect(published).toEqual({ status: "published", ...place, duplicate: false });
    const [message, ...more] = await stored();
    expect(more).toEqual([]);
    expect(message?.subject).toBe(type);
    expect(message?.header && [...message.header]).toEqual([
      ["Nats-Msg-Id", [id]],
      ["Content-Type", ["application/cloudevents+json"]],
      ["traceparent", [traceparent]],
    ]);
    expect(message?.json()).toEqual({
      specversion: "1.0",
      id,
      source,
      type,
      subject: "r1",
      time: "2026-02-03T04:05:06.789Z",
      datacontenttype: "application/json",
      dataschema: repoRegistered.dataschema,
      traceparent,
      correlationid: "c-1",
      data,
    });
    expect(logger.fieldsOf("event published")).toEqual([place]);
  });

  test("later events of a contract have the same form as its first, whatever is in them", async () => {
    const server = await startServer();
    const { stored } = await admin(server);
    const { publisher } = await publisherOn(server);
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const awkward: RepoRegistered = { repo_id: 'r"1"\\\n', name: "Ünïcødé 🚀 \u2028 </script> \0" };
    for (const options of [{}, {}, { traceparent }, { traceparent, correlationid: "c" }]) {
      await publisher.publish(repoRegistered, awkward, options);
    }
    const [first, ...later] = (await stored()).map((message) => message.json<EventEnvelope>());
    expect(first).toMatchObject({ subject: awkward.repo_id, data: awkward });
    for (const [i, envelope] of later.entries()) {
      const { id, time } = envelope;
      expect(envelope).toEqual({
        ...first,
        id,
        time,
        ...[{}, { traceparent }, { traceparent, correlationid: "c" }][i],
      });
      expect(Object.keys(envelope).slice(0, 9)).toEqual(Object.keys(first ?? {}));
    }
  });

  test("a traceparent that is none is refused with later events too", async () => {
    const { publisher } = await publisherOn(undefined, {
      contracts: { ...contracts, envelope: { ...contracts.envelope, strict: refusing("traceparent") } },
    });
    await publisher.publish(repoRegistered, data);
    const error = await failure(publisher.publish(repoRegistered, data, { traceparent: 'x","data":{}' }));
    expect(error.code).toBe("invalid_envelope");
  });

  test("text of any length and script arrives as it was", async () => {
    const server = await startServer();
    const { stored } = await admin(server);
    const { publisher } = await publisherOn(server);
    // The sizes of these cross a power of ten in bytes, some of them only in bytes and not in characters.
    const names = ["x", "\u00e9", "\u65e5", "\u{1f642}", "\ud800", '"\\\n\u2028'].flatMap((text) =>
      Array.from({ length: 80 }, (_, i) => text.repeat(i * 8)),
    );
    await publisher.publishMany(names.map((name) => ({ contract: repoRegistered, data: { ...data, name } })));
    const found = (await stored()).map((message) => message.json<{ data: RepoRegistered }>().data.name);
    expect(found).toEqual(names);
  });

  test("tells a second event of the same id from the first", async () => {
    const server = await startServer();
    const { count } = await admin(server);
    const { publisher } = await publisherOn(server);
    const envelope = createEnvelope(repoRegistered, data, { source });
    await publisher.publishEvent(envelope);
    await expect(publisher.publishEvent(envelope)).resolves.toMatchObject({ sequence: 1, duplicate: true });
    expect(await count()).toBe(1);
  });

  test("takes the same data with the same options, given twice, for two events", async () => {
    const server = await startServer();
    const { count } = await admin(server);
    const { publisher } = await publisherOn(server);
    const options = { correlationid: "c-1" };
    for (let i = 0; i < 2; i++) await publisher.publish(repoRegistered, data, options);
    expect(await count()).toBe(2);
  });

  test("uses a number as the subject in its decimal form", async () => {
    const server = await startServer();
    const { stored } = await admin(server);
    const { publisher } = await publisherOn(server);
    await publisher.publish(taskStale, { task_id: 42, days: 15 });
    expect((await stored())[0]?.json()).toMatchObject({ subject: "42" });
  });

  test("logs a success at the level asked for, or not at all", async () => {
    const server = await startServer();
    await admin(server);
    for (const successLevel of ["debug", "silent"] as const) {
      const { publisher, logger } = await publisherOn(server, { successLevel });
      await publisher.publish(repoRegistered, data);
      const lines = logger.lines.filter(({ message }) => message === "event published");
      expect(lines.map(({ level }) => level)).toEqual(successLevel === "silent" ? [] : ["debug"]);
    }
  });

  test.each([
    {
      how: "throws",
      fail: () => {
        throw new Error("no disk");
      },
    },
    { how: "is asynchronous and fails", fail: async () => Promise.reject(new Error("no disk")) },
  ])("a logger that $how changes nothing", async ({ fail }) => {
    const server = await startServer();
    await admin(server);
    const { publisher } = await publisherOn(server, { logger: { debug: fail, info: fail, warn: fail, error: fail } });
    await expect(publisher.publish(repoRegistered, data)).resolves.toMatchObject({ status: "published" });
    expect(await failure(publisher.publish(repoRegistered, {} as never))).toMatchObject({ code: "invalid_event" });
  });

  test("keeps the order of the calls when far more are outstanding than the window holds", async () => {
    const server = await startServer();
    const { stored } = await admin(server);
    const { publisher } = await publisherOn(server, { window: 7, successLevel: "silent" });
    const names = Array.from({ length: 300 }, (_, i) => `n${i}`);
    const published = await Promise.all(names.map((name) => publisher.publish(repoRegistered, { ...data, name })));
    expect(published.map((one) => one.status === "published" && one.sequence)).toEqual(names.map((_, i) => i + 1));
    expect((await stored()).map((message) => message.json<{ data: RepoRegistered }>().data.name)).toEqual(names);
  });
});

describe("an invalid event is refused before anything is sent", () => {
  const envelope = createEnvelope(repoRegistered, data, { source, id: "0190a1b2-0000-7000-8000-000000000001" });
  const cases: {
    name: string;
    publish: (publisher: Publisher) => Promise<Published>;
    code: string;
    violations?: object[];
  }[] = [
    {
      name: "a property of another type",
      publish: (publisher) => publisher.publish(repoRegistered, { ...data, name: 7 } as never),
      code: "invalid_event",
      violations: [{ pointer: "/name", got: "number 7", want: "string" }],
    },
    {
      name: "a property that is not declared",
      publish: (publisher) => publisher.publish(repoRegistered, { ...data, nmae: "x" } as never),
      code: "invalid_event",
      violations: [{ pointer: "/nmae", got: "string", want: "no property that the contract does not declare" }],
    },
    {
      name: "no key",
      publish: (publisher) => publisher.publish(taskStale, { days: 1 } as never),
      code: "invalid_event",
      violations: [{ pointer: "/task_id", got: "nothing", want: "a string or number, which is the event's subject" }],
    },
    {
      name: "a sensitive value, which does not show",
      publish: (publisher) => publisher.publish(repoRegistered, { ...data, owner_email: ["jo@example.org"] } as never),
      code: "invalid_event",
      violations: [{ pointer: "/owner_email", got: "array", want: "string" }],
    },
    {
      name: "an envelope without a source",
      publish: (publisher) => publisher.publishEvent({ ...envelope, source: undefined } as never),
      code: "invalid_envelope",
      violations: [{ pointer: "/source", got: "nothing", want: "a required property" }],
    },
    {
      name: "an envelope whose subject is not its key",
      publish: (publisher) => publisher.publishEvent({ ...envelope, subject: "r2" }),
      code: "invalid_envelope",
      violations: [{ pointer: "/subject", got: '"r2"', want: "the value at /repo_id of the data" }],
    },
    {
      name: "data that would be sent as something else than was validated",
      publish: (publisher) => publisher.publish(taskStale, { task_id: 1, days: new Date(0) } as never),
      code: "invalid_event",
      violations: [{ pointer: "", got: "an object with a toJSON method in it", want: "plain data" }],
    },
    {
      name: "an envelope of another major version",
      publish: (publisher) =>
        publisher.publishEvent({ ...envelope, dataschema: "https://schemas.statehub.org/repo/registered/2.0.0" }),
      code: "invalid_envelope",
    },
    {
      name: "an envelope of an unknown type",
      publish: (publisher) => publisher.publishEvent({ ...envelope, type: "org.statehub.repo.lost" }),
      code: "unknown_type",
    },
    {
      name: "a type that is a name of every object",
      publish: (publisher) => publisher.publishEvent({ ...envelope, type: "constructor" }),
      code: "unknown_type",
    },
    {
      name: "an id that would forge a header",
      publish: (publisher) => publisher.publish(repoRegistered, data, { id: "x\r\nNats-Rollup: all" }),
      code: "invalid_envelope",
    },
    {
      name: "a traceparent that would forge a header",
      publish: (publisher) => publisher.publish(repoRegistered, data, { traceparent: "x\r\nNats-Rollup: all" }),
      code: "invalid_envelope",
    },
    {
      name: "a wildcard for a type",
      publish: (publisher) => publisher.publish({ ...repoRegistered, type: "org.statehub.>" } as never, data),
      code: "invalid_envelope",
    },
    {
      name: "a type that would forge a command",
      publish: (publisher) =>
        publisher.publish({ ...repoRegistered, type: "org.statehub.a 0\r\n\r\nPUB org.statehub.b" } as never, data),
      code: "invalid_envelope",
    },
    {
      name: "no envelope at all",
      publish: (publisher) => publisher.publishEvent(undefined as never),
      code: "invalid_envelope",
    },
  ];

  test.each(cases)("$name", async ({ publish, code, violations }) => {
    const { publisher, logger } = await publisherOn(undefined, { servers: "127.0.0.1:1", timeoutMs: 100 });
    const error = await failure(publish(publisher));
    expect(error).toMatchObject({ code, retryable: false });
    if (violations) expect(error.violations).toEqual(violations);
    const [line] = logger.fieldsOf("event not published");
    expect(line).toMatchObject({ code, cause: error.message });
    expect(line?.id).toBe(error.eventId);
    expect(JSON.stringify(logger.lines) + error.message).not.toContain("jo@example.org");
    expect(publisher.status().outstanding).toBe(0);
  });

  test("a subject that is not its key does not show if the key lies in something sensitive", async () => {
    const hidden = { ...taskStale, key: "/owner/email", sensitive: ["/owner"], strict: taskStale.tolerant };
    const { publisher } = await publisherOn(undefined, {
      contracts: { ...contracts, contracts: { [hidden.type]: hidden } },
    });
    const { type, dataschema } = hidden;
    const other = { ...envelope, type, dataschema, subject: "jo@example.org", data: { owner: { email: "x" } } };
    expect((await failure(publisher.publishEvent(other))).violations).toEqual([
      { pointer: "/subject", got: "another value", want: "the value at /owner/email of the data" },
    ]);
  });

  test("its id is drawn all the same, and told", async () => {
    const { publisher, logger } = await publisherOn(undefined);
    const error = await failure(publisher.publish(repoRegistered, {} as never));
    expect(error.eventId).toMatch(/^[0-9a-f-]{36}$/);
    expect(logger.fieldsOf("event not published")).toMatchObject([{ id: error.eventId }]);
  });

  test("the stream stays empty", async () => {
    const server = await startServer();
    const { count } = await admin(server);
    const { publisher } = await publisherOn(server);
    for (const { publish } of cases) await failure(publish(publisher));
    expect(await count()).toBe(0);
  });
});

describe("without NATS_URL", () => {
  test("the publisher is disabled, says so once, and still validates", async () => {
    const { publisher, logger } = await publisherOn(undefined);
    const [one, two] = [await publisher.publish(repoRegistered, data), await publisher.publish(repoRegistered, data)];
    expect(one).toEqual({ status: "disabled", id: expect.any(String), type: repoRegistered.type });
    expect(two.id).not.toBe(one.id);
    expect(await failure(publisher.publish(repoRegistered, {} as never))).toMatchObject({ code: "invalid_event" });
    expect(logger.lines.filter(({ level }) => level === "warn").map(({ message }) => message)).toEqual([
      "NATS_URL is not set: events are validated and not sent",
    ]);
    expect(publisher.status().state).toBe("disabled");
    await publisher.ready();
    await publisher.close();
    expect(await failure(publisher.publish(repoRegistered, data))).toMatchObject({ code: "closed" });
  });

  test("NATS_URL enables it", async () => {
    const server = await startServer();
    await admin(server);
    const { publisher } = await publisherOn(undefined, { env: { NATS_URL: server.url } });
    await expect(publisher.publish(repoRegistered, data)).resolves.toMatchObject({ status: "published" });
  });

  test("the default logger is the console", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    await connectPublisher({ contracts, source, env: {} });
    expect(warn).toHaveBeenCalledWith({ source }, "NATS_URL is not set: events are validated and not sent");
    warn.mockRestore();
  });
});

describe("a server that comes and goes", () => {
  test("events wait for a server that starts after the hub, in their order", async () => {
    const server = await startServer();
    const { stored } = await admin(server);
    await server.stop();
    const { publisher, logger } = await publisherOn(server);
    const publishing = [1, 2, 3].map((n) => publisher.publish(repoRegistered, { ...data, name: `n${n}` }));
    await until("a refused connect", () => publisher.status().error !== undefined);
    expect(publisher.status()).toMatchObject({ state: "connecting", outstanding: 3 });
    await server.restart();
    const published = await Promise.all(publishing);
    expect(published.map((one) => one.status === "published" && one.sequence)).toEqual([1, 2, 3]);
    expect((await stored()).map((m) => m.json<{ data: RepoRegistered }>().data.name)).toEqual(["n1", "n2", "n3"]);
    expect(publisher.status()).toMatchObject({
      state: "connected",
      server: `127.0.0.1:${server.port}`,
      outstanding: 0,
    });
    expect(logger.lines.filter(({ level }) => level === "warn")).toHaveLength(1);
  });

  test("a wait of any length is one: Infinity is not the millisecond that timers make of it", async () => {
    const server = await startServer();
    await admin(server);
    await server.stop();
    const { publisher } = await publisherOn(server);
    const publishing = publisher.publish(repoRegistered, data);
    const ready = publisher.ready({ timeoutMs: Number.POSITIVE_INFINITY });
    const closing = until("a refused connect", () => publisher.status().error !== undefined);
    await Promise.all([closing, server.restart(), ready]);
    server.pause();
    const late = publisher.publish(repoRegistered, data);
    const closed = publisher.close({ timeoutMs: Number.POSITIVE_INFINITY });
    server.resume();
    await expect(Promise.all([publishing, late, closed])).resolves.toMatchObject([
      { status: "published" },
      { status: "published" },
      undefined,
    ]);
  });

  test("one that is too large leaves the order of the others as it is", async () => {
    const server = await startServer({ config: "max_payload: 64KB" });
    const { stored } = await admin(server);
    await server.stop();
    const { publisher } = await publisherOn(server, { window: 10 });
    const names = many(0, 30).map((name, n) => (n === 3 ? "x".repeat(70_000) : name));
    const publishing = names.map((name) => publisher.publish(repoRegistered, { ...data, name }));
    const settled = Promise.allSettled(publishing);
    await server.restart();
    await settled;
    const kept = names.filter((_, n) => n !== 3);
    expect((await stored()).map((m) => m.json<{ data: RepoRegistered }>().data.name)).toEqual(kept);
  });

  test("without a server, an event that was never sent is refused as unavailable when its time is over", async () => {
    const { publisher } = await publisherOn(undefined, { servers: "127.0.0.1:1", timeoutMs: 200 });
    const error = await failure(publisher.publish(repoRegistered, data));
    expect(error).toMatchObject({ code: "unavailable", retryable: true });
    await expect(publisher.ready({ timeoutMs: 50 })).rejects.toMatchObject({ code: "unavailable" });
  });

  test("kill -9 with a thousand outstanding: each is stored once, in the order of the calls", async () => {
    const server = await startServer();
    const { stored, count } = await admin(server);
    const { publisher } = await publisherOn(server, { successLevel: "silent" });
    await publisher.ready();
    const settled: Published[] = [];
    let killed: Promise<void> | undefined;
    const publishing = many(0, 10_000).map(async (name) => {
      settled.push(await publisher.publish(repoRegistered, { ...data, name }));
      // At this moment a window of others is under way, and more wait.
      if (settled.length === 300) killed = server.kill9();
    });
    await until("the server is killed", () => killed !== undefined);
    await killed;
    expect(publisher.status().outstanding).toBeGreaterThan(1_000);
    await server.restart();
    await Promise.all(publishing);
    const names = (await stored()).map((message) => message.json<{ data: RepoRegistered }>().data.name);
    expect(names).toEqual(many(0, 10_000));
    expect(await count()).toBe(10_000);
    const sequences = settled.map((one) => one.status === "published" && one.sequence);
    expect(new Set(sequences).size).toBe(10_000);
    expect(settled.some((one) => one.status === "published" && one.duplicate)).toBe(false);
    expect(new Set(settled.map(({ id }) => id)).size).toBe(10_000);
  });

  test("events that are published while disconnected are not lost", async () => {
    const server = await startServer();
    const { count } = await admin(server);
    const { publisher } = await publisherOn(server);
    await publisher.publish(repoRegistered, data);
    await server.stop();
    await until("the loss is noticed", () => publisher.status().state === "disconnected");
    const publishing = Array.from({ length: 20 }, () => publisher.publish(repoRegistered, data));
    await server.restart();
    expect((await Promise.all(publishing)).every(({ status }) => status === "published")).toBe(true);
    expect(await count()).toBe(21);
  });

  test("a hung server is noticed, however much it has not taken, and outlived", async () => {
    const server = await startServer();
    const { count } = await admin(server);
    const { publisher, logger } = await publisherOn(server);
    await publisher.ready();
    server.pause();
    // More than the kernel's buffers hold: the client's own way to disconnect would wait for the server to take it.
    const name = "x".repeat(100_000);
    const publishing = Array.from({ length: 200 }, () => publisher.publish(repoRegistered, { ...data, name }));
    await until("the loss is noticed", () => publisher.status().state === "disconnected");
    expect(logger.fieldsOf("connection to nats lost")).toMatchObject([{ code: "unavailable" }]);
    server.resume();
    await Promise.all(publishing);
    expect(await count()).toBe(200);
  });

  test("an acknowledgement that is lost is fetched by sending again, on the same connection", async () => {
    const server = await startServer();
    const { jsm, nc, stored } = await admin(server, "none");
    // Takes the first publish in the stream's place and never answers, as a leader that dies does.
    const silent = nc.subscribe("org.statehub.>");
    await nc.flush();
    const { publisher, logger } = await publisherOn(server);
    const publishing = [1, 2, 3].map((n) => publisher.publish(repoRegistered, { ...data, name: `n${n}` }));
    await until("they are under way", () => silent.getReceived() >= 3);
    await ensureStream(nc, STATEHUB_EVENTS);
    silent.unsubscribe();
    await Promise.all(publishing);
    expect(publisher.status().state).toBe("connected");
    expect(logger.fieldsOf("connected to nats")).toHaveLength(1);
    const attempts = expect.toSatisfy((count: number) => count > 1);
    expect(logger.eventsOf("published")).toMatchObject([{ attempts }, { attempts }, { attempts }]);
    expect((await stored()).map((m) => m.json<{ data: RepoRegistered }>().data.name)).toEqual(["n1", "n2", "n3"]);
    expect((await jsm.streams.info("STATEHUB_EVENTS")).state.messages).toBe(3);
  });

  test("what was sent and never acknowledged has an unknown outcome", async () => {
    const server = await startServer();
    await admin(server);
    const { publisher } = await publisherOn(server, { timeoutMs: 300 });
    await publisher.ready();
    server.pause();
    const error = await failure(publisher.publish(repoRegistered, data));
    server.resume();
    expect(error).toMatchObject({ code: "unknown_outcome", retryable: true });
  });
});

test("a second answer to an event is not taken for one to another, whoever gives it", async () => {
  const server = await startServer();
  const { nc, stored } = await admin(server);
  // As a stream of the same subjects beyond a leaf node does; each answer long after the stream's own.
  const replies: string[] = [];
  let answers = 0;
  nc.subscribe("org.statehub.>", {
    callback: (_, { reply = "" }) => {
      replies.push(reply);
      const late = replies.length > 30 ? replies.shift() : undefined;
      if (late !== undefined) nc.publish(late, JSON.stringify({ stream: "ANOTHER", seq: ++answers }));
    },
  });
  await nc.flush();
  const { publisher } = await publisherOn(server, { window: 10, successLevel: "silent" });
  const ids: string[] = [];
  for (let i = 0; i < 100; i++) {
    const published = await Promise.all([1, 2, 3, 4, 5].map(() => publisher.publish(repoRegistered, data)));
    for (const one of published) {
      if (one.status === "published" && one.stream === "STATEHUB_EVENTS") ids[one.sequence - 1] = one.id;
    }
  }
  await until("the other stream has answered", () => answers > 400);
  expect(ids).toEqual((await stored()).map((message) => message.header.get("Nats-Msg-Id")));
});

describe("what the server refuses", () => {
  test("no stream takes the subject: told long before its time is over", async () => {
    const server = await startServer();
    const { publisher } = await publisherOn(server, { timeoutMs: 3_600_000 });
    const error = await failure(publisher.publish(repoRegistered, data));
    expect(error).toMatchObject({ code: "no_stream", retryable: true });
    expect(error.message).toContain("create it with ensureStream(), or check its subjects");
  });

  test("a stream that was there may be without a leader: its events are tried until their time is over", async () => {
    const server = await startServer();
    const { jsm, stored } = await admin(server);
    const [hasty, patient] = await Promise.all([publisherOn(server, { timeoutMs: 1_500 }), publisherOn(server)]);
    for (const { publisher } of [hasty, patient]) {
      // Within the hasty one's time or not: what counts is that it has had an answer.
      await until("the stream is known", () =>
        publisher.publish(repoRegistered, data).then(
          () => true,
          () => false,
        ),
      );
    }
    await jsm.streams.delete("STATEHUB_EVENTS");
    // At the end of its time it may be on its way once more.
    const { code } = await failure(hasty.publisher.publish(repoRegistered, data));
    expect(["no_stream", "unknown_outcome"]).toContain(code);
    const publishing = [1, 2, 3].map((n) => patient.publisher.publish(repoRegistered, { ...data, name: `n${n}` }));
    await admin(server);
    await Promise.all(publishing);
    expect((await stored()).map((m) => m.json<{ data: RepoRegistered }>().data.name)).toEqual(["n1", "n2", "n3"]);
  });

  test("a server without JetStream is told as fast", async () => {
    const server = await startServer({ jetstream: false });
    const { publisher } = await publisherOn(server);
    expect(await failure(publisher.publish(repoRegistered, data))).toMatchObject({ code: "no_stream" });
  });

  test("a stream that appears within the pause gets the events in their order", async () => {
    const server = await startServer();
    const { nc, stored } = await admin(server, "none");
    const { publisher } = await publisherOn(server);
    await publisher.ready();
    // The pause is as long as it takes to make the stream.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const publishing = [1, 2, 3].map((n) => publisher.publish(repoRegistered, { ...data, name: `n${n}` }));
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    await ensureStream(nc, STATEHUB_EVENTS);
    vi.runOnlyPendingTimers();
    vi.useRealTimers();
    await Promise.all(publishing);
    expect((await stored()).map((m) => m.json<{ data: RepoRegistered }>().data.name)).toEqual(["n1", "n2", "n3"]);
  });

  test("a full stream", async () => {
    const server = await startServer();
    await admin(server, { max_bytes: 2_000 });
    const { publisher, logger } = await publisherOn(server);
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => publisher.publish(repoRegistered, data)));
    const refused = all.filter((one) => one.status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(10);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({ code: "stream_full", apiCode: 10077, retryable: true });
    }
    const lines = logger.fieldsOf("event not published");
    expect(lines).toHaveLength(refused.length);
    expect(lines[0]).toEqual({
      id: expect.any(String),
      type: repoRegistered.type,
      code: "stream_full",
      cause: refused[0]?.reason.message,
    });
  });

  test.each([
    { whose: "the server's", config: "jetstream { max_file_store: 20KB }", apiCode: 10023 },
    {
      whose: "the account's",
      config: `jetstream {}
accounts { A { jetstream { max_file: 20KB }, users [{ user: a, password: a }] } }
no_auth_user: a`,
      apiCode: 10002,
    },
  ])("no room in $whose storage", async ({ config, apiCode }) => {
    const server = await startServer({ config });
    const { jsm, count } = await admin(server, "none");
    await jsm.streams.add({ name: "STATEHUB_EVENTS", subjects: ["org.statehub.>"] });
    const { publisher } = await publisherOn(server);
    const large = { ...data, name: "x".repeat(1_000) };
    const all = await Promise.allSettled(Array.from({ length: 40 }, () => publisher.publish(repoRegistered, large)));
    const refused = all.filter((one) => one.status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    expect(await count()).toBe(40 - refused.length);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: "storage", apiCode, retryable: true });
  });

  test("an event larger than the server takes is refused alone", async () => {
    const server = await startServer({ config: "max_payload: 64KB" });
    const { count } = await admin(server);
    const { publisher } = await publisherOn(server);
    const [large, small] = await Promise.allSettled([
      publisher.publish(repoRegistered, { ...data, name: "x".repeat(70_000) }),
      publisher.publish(repoRegistered, data),
    ]);
    expect(large).toMatchObject({ status: "rejected", reason: { code: "too_large", retryable: false } });
    expect(small).toMatchObject({ status: "fulfilled" });
    expect(await count()).toBe(1);
  });
});

describe("closing", () => {
  test("waits for what is outstanding, then refuses more", async () => {
    const server = await startServer();
    const { count } = await admin(server);
    const { publisher } = await publisherOn(server, { window: 10 });
    const publishing = Array.from({ length: 100 }, () => publisher.publish(repoRegistered, data));
    await publisher.close();
    expect(await count()).toBe(100);
    expect((await Promise.all(publishing)).every(({ status }) => status === "published")).toBe(true);
    expect(await failure(publisher.publish(repoRegistered, data))).toMatchObject({ code: "closed" });
    expect(publisher.status()).toMatchObject({ state: "closed", outstanding: 0 });
    await expect(publisher.ready()).rejects.toMatchObject({ code: "closed" });
    await publisher.close();
  });

  test("its deadline ends the wait for a server that is not there", async () => {
    const { publisher } = await publisherOn(undefined, { servers: "127.0.0.1:1" });
    const publishing = failure(publisher.publish(repoRegistered, data));
    await publisher.close({ timeoutMs: 100 });
    expect(await publishing).toMatchObject({ code: "unavailable" });
  });
});

test.each([
  { window: 0 },
  { window: 1.5 },
  { timeoutMs: 2 ** 31 },
  { timeoutMs: Number.NaN },
  { servers: [] },
  { servers: "http://x" },
])("options that cannot be used are refused at once: %o", async (options) => {
  await expect(publisherOn(undefined, options)).rejects.toMatchObject({ code: "invalid_options" });
});

test("a number that cannot be used is told with its bounds", async () => {
  const message = "[invalid_options] window: got 1.5, want a whole number from 1 to 2147483647";
  await expect(publisherOn(undefined, { window: 1.5 })).rejects.toMatchObject({ message });
});
