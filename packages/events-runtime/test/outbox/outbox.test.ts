import { describe, expect, test } from "vitest";
import { type AsyncOutboxStore, createOutbox, EventError } from "../../src/index.ts";
import { contracts, repoRegistered, source } from "../support/contracts.ts";
import { recorder } from "../support/recorder.ts";
import { repo, task } from "./support/events.ts";
import { backends, commit } from "./support/hub.ts";

describe.each(backends)("the outbox on $name", ({ options, hub: makeHub, concurrent }) => {
  describe("of a hub", options, () => {
    test("has the events of a committed transaction, in the order of the calls", async () => {
      const hub = await makeHub();
      const ids = await commit(hub, repo("r1"), task(1), repo("r1"));
      expect(await hub.rows()).toEqual(ids.map((id) => ({ id, state: "pending", reason: null })));
    });

    test("has nothing of a transaction that was rolled back", async () => {
      const hub = await makeHub();
      const transaction = await hub.begin();
      await transaction.enqueue(repo("r1"));
      await transaction.rollback();
      expect(await hub.rows()).toEqual([]);
    });

    test("refuses an invalid event before anything of the call is written", async () => {
      const hub = await makeHub();
      const transaction = await hub.begin();
      const refused = transaction.enqueue(repo("r1"), { contract: repoRegistered, data: { repo_id: "r2" } });
      await expect(refused).rejects.toMatchObject({
        code: "invalid_event",
        eventId: expect.any(String),
        violations: [{ pointer: "/name", got: "nothing", want: "a required property" }],
      });
      await transaction.commit();
      expect(await hub.rows()).toEqual([]);
    });

    test("refuses the same id twice", async () => {
      const hub = await makeHub();
      const twice = { ...repo("r1"), options: { id: "01979c61-0a3e-7b52-8f1d-3c9a5e70d416" } };
      await commit(hub, twice);
      const transaction = await hub.begin();
      await expect(transaction.enqueue(twice)).rejects.toThrow(/unique/i);
      await transaction.rollback();
    });

    test.runIf(concurrent)("makes a transaction wait for another one with an event of the same key", async () => {
      const hub = await makeHub();
      const [first, second, other] = [await hub.begin(), await hub.begin(), await hub.begin()];
      const [a = ""] = (await first.enqueue(repo("same"))).map(({ id }) => id);
      let isWritten = false;
      const waiting = second.enqueue(repo("same")).then(([written]) => {
        isWritten = true;
        return written?.id ?? "";
      });
      // Another key does not wait.
      await other.enqueue(repo("other"));
      await other.rollback();
      expect(isWritten).toBe(false);
      await first.commit();
      const b = await waiting;
      await second.commit();
      expect((await hub.rows()).map(({ id }) => id)).toEqual([a, b]);
    });

    test.runIf(concurrent)("takes the keys of one call in an order that cannot deadlock", async () => {
      const hub = await makeHub();
      const forth = Array.from({ length: 20 }, (_, i) => repo(`r${i}`));
      const back = forth.toReversed();
      await Promise.all(Array.from({ length: 10 }, (_, i) => commit(hub, ...(i % 2 === 0 ? forth : back))));
      expect(await hub.rows()).toHaveLength(200);
    });
  });
});

describe("an outbox without a server", () => {
  const never: AsyncOutboxStore<string> = {
    mode: "async",
    insert: () => Promise.reject(new Error("a row was written")),
    open: () => {
      throw new Error("the outbox was opened");
    },
  };

  test("validates, writes no row, and says so once", async () => {
    const logger = recorder();
    const outbox = createOutbox({ store: never, contracts, source, logger, env: {} });
    const data = { repo_id: "r1", name: "one" };
    expect(await outbox.enqueue("tx", repoRegistered, data)).toMatchObject({ status: "disabled" });
    const wrong = { repo_id: "r1" } as typeof data;
    await expect(outbox.enqueue("tx", repoRegistered, wrong)).rejects.toBeInstanceOf(EventError);
    expect(logger.lines.filter(({ level }) => level === "warn")).toHaveLength(1);
  });

  test("is enabled by NATS_URL or by the option", async () => {
    for (const options of [{ env: { NATS_URL: "nats://127.0.0.1" } }, { env: {}, enabled: true }]) {
      const outbox = createOutbox({ store: never, contracts, source, logger: recorder(), ...options });
      await expect(outbox.enqueue("tx", repoRegistered, { repo_id: "r1", name: "one" })).rejects.toThrow("a row was");
    }
  });
});
