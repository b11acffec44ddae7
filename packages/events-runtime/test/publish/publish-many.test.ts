import { describe, expect, test } from "vitest";
import { createEnvelope, type EventError, type EventToPublish, type Published } from "../../src/index.ts";
import { repoRegistered, source } from "../support/contracts.ts";
import { publisherOn } from "../support/publisher.ts";
import { admin, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";

const event = (name: string): EventToPublish => ({ contract: repoRegistered, data: { repo_id: "r1", name } });
const events = (count: number) => Array.from({ length: count }, (_, i) => event(`n${i}`));
const invalid: EventToPublish = { contract: repoRegistered, data: { repo_id: "r1" } };
const sequences = (all: readonly Published[]) => all.map((one) => one.status === "published" && one.sequence);

async function failureOf(work: Promise<unknown>): Promise<EventError> {
  return work.then(
    () => expect.unreachable(),
    (error) => error,
  );
}

describe("publishMany", () => {
  test("publishes events of both forms in their order", async () => {
    const server = await startServer();
    const { stored } = await admin(server);
    const { publisher } = await publisherOn(server, { window: 3 });
    const envelope = createEnvelope(repoRegistered, { repo_id: "r1", name: "ready" }, { source });
    const published = await publisher.publishMany([...events(20), envelope]);
    expect(sequences(published)).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
    const names = (await stored()).map((message) => message.json<{ data: { name: string } }>().data.name);
    expect(names).toEqual([...Array.from({ length: 20 }, (_, i) => `n${i}`), "ready"]);
  });

  test("stops at the first failure, and tells what is known of the others", async () => {
    const server = await startServer();
    const { count } = await admin(server);
    const { publisher } = await publisherOn(server, { window: 2 });
    const error = await failureOf(publisher.publishMany([...events(5), invalid, ...events(5)]));
    expect(error).toMatchObject({ code: "invalid_event", eventId: expect.any(String) });
    const { published = [], later = [] } = error.batch ?? {};
    expect(sequences(published)).toEqual([1, 2, 3, 4, 5]);
    expect(later).toEqual([]);
    expect(await count()).toBe(5);
  });

  test("tells of later events that were sent before the failure was known", async () => {
    const server = await startServer({ config: "max_payload: 4KB" });
    const { count } = await admin(server, { max_msg_size: 1_000 } as object);
    const { publisher } = await publisherOn(server);
    const error = await failureOf(publisher.publishMany([event("a"), event("x".repeat(2_000)), event("b")]));
    expect(error.code).toBe("too_large");
    expect(sequences(error.batch?.published ?? [])).toEqual([1]);
    expect(error.batch?.later).toMatchObject([{ status: "published", sequence: 2 }]);
    expect(await count()).toBe(2);
  });

  test("publishes nothing of nothing", async () => {
    const { publisher } = await publisherOn(undefined);
    expect(await publisher.publishMany([])).toEqual([]);
    expect(await publisher.publishMany([event("a")])).toMatchObject([{ status: "disabled" }]);
  });
});

describe("publishEach", () => {
  test("takes no more from the source than the window holds", async () => {
    const server = await startServer();
    await admin(server);
    const { publisher } = await publisherOn(server, { window: 4 });
    await publisher.ready();
    server.pause();
    let taken = 0;
    const source = function* () {
      for (const one of events(100)) {
        taken++;
        yield one;
      }
    };
    const results = publisher.publishEach(source());
    const first = results.next();
    await until("the window is full", () => publisher.status().outstanding === 4);
    expect(taken).toBe(4);
    server.resume();
    expect((await first).value).toMatchObject({ sequence: 1 });
    const rest: Published[] = [];
    for await (const one of results) rest.push(one);
    expect(sequences(rest)).toEqual(Array.from({ length: 99 }, (_, i) => i + 2));
  });

  test("yields a result while the source has nothing to give, and leaves such a source alone on a failure", async () => {
    const server = await startServer();
    await admin(server);
    const { publisher } = await publisherOn(server);
    let give: (value: EventToPublish) => void = () => undefined;
    const source = async function* () {
      yield event("a");
      yield await new Promise<EventToPublish>((resolve) => {
        give = resolve;
      });
      await new Promise(() => undefined);
    };
    const results = publisher.publishEach(source());
    expect((await results.next()).value).toMatchObject({ sequence: 1 });
    const second = results.next();
    give(invalid);
    await expect(second).rejects.toMatchObject({ code: "invalid_event", batch: { published: [], later: [] } });
  });

  test("closes a source that is left early", async () => {
    const { publisher } = await publisherOn(undefined);
    let isClosed = false;
    const source = async function* () {
      try {
        for (;;) yield event("a");
      } finally {
        isClosed = true;
      }
    };
    for await (const { status } of publisher.publishEach(source())) {
      expect(status).toBe("disabled");
      break;
    }
    await until("the source is closed", () => isClosed);
  });

  test("throws what the source throws", async () => {
    const { publisher } = await publisherOn(undefined);
    const source = function* () {
      yield event("a");
      throw new RangeError("no more");
    };
    const all = async () => {
      for await (const _ of publisher.publishEach(source()));
    };
    await expect(all()).rejects.toThrow("no more");
  });
});
