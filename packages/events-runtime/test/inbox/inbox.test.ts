import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { EventError, type InboxEntry } from "../../src/index.ts";
import type { PostgresClient } from "../../src/postgres.ts";
import { findPostgres, startPostgres, suiteNeeds } from "../../src/testing/index.ts";
import { consuming, many, publishing } from "../support/consuming.ts";
import { repoRegistered } from "../support/contracts.ts";
import { admin, ending, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";
import { backends, postgresEffects } from "./backends.ts";

const entry = (eventId: string, fence: number, sequence = 1): InboxEntry => ({
  consumer: "activity-core",
  eventId,
  claim: "activity-core",
  fence,
  sequence,
  storedAt: 1_700_000_000_000 * 1e6,
});

describe.each(backends)("an inbox on $name", ({ options, effects }) => {
  describe("by itself", options, () => {
    test("commits the effect with the row, and runs nothing for an event that it knows", async () => {
      const { inbox, write, written } = await effects();
      const one = inbox();
      const fence = await one.claim("activity-core");
      expect(await one.handle(entry("e1", fence), (tx) => write(tx, "first"))).toBe("handled");
      expect(await one.handle(entry("e1", fence), (tx) => write(tx, "again"))).toBe("known");
      expect(await one.handle(entry("e2", fence), (tx) => write(tx, "second"))).toBe("handled");
      const other = { ...entry("e1", fence), consumer: "another" };
      expect(await one.handle(other, (tx) => write(tx, "of another consumer"))).toBe("handled");
      expect(await written()).toEqual(["first", "second", "of another consumer"]);
    });

    test("leaves nothing behind of a handler that throws, and runs it again", async () => {
      const { inbox, write, written } = await effects();
      const one = inbox();
      const fence = await one.claim("activity-core");
      const failing = one.handle(entry("e1", fence), async (tx) => {
        await write(tx, "half");
        throw new Error("cannot finish");
      });
      await expect(failing).rejects.toThrow("cannot finish");
      expect(await written()).toEqual([]);
      expect(await one.handle(entry("e1", fence), (tx) => write(tx, "whole"))).toBe("handled");
      expect(await written()).toEqual(["whole"]);
    });

    test("refuses whom another process has replaced", async () => {
      const { inbox, write, written } = await effects();
      const [before, after] = [inbox(), inbox()];
      const old = await before.claim("activity-core");
      const fence = await after.claim("activity-core");
      expect(fence).toBeGreaterThan(old);
      expect(await before.handle(entry("e1", old), (tx) => write(tx, "of the old one"))).toBe("fenced");
      expect(await after.handle(entry("e1", fence), (tx) => write(tx, "of the new one"))).toBe("handled");
      // The claims of others are not touched.
      expect(await before.claim("another")).toBe(1);
      expect(await written()).toEqual(["of the new one"]);
    });

    test("lets one of two processes handle an event that both have", async () => {
      const { inbox, write, written } = await effects();
      const [one, two] = [inbox(), inbox()];
      const fence = await one.claim("activity-core");
      const ids = many(0, 20);
      const outcomes = await Promise.all(
        ids.flatMap((id) => [one, two].map((each) => each.handle(entry(id, fence), (tx) => write(tx, id)))),
      );
      expect(outcomes.filter((outcome) => outcome === "handled")).toHaveLength(20);
      expect(outcomes.filter((outcome) => outcome === "known")).toHaveLength(20);
      expect((await written()).sort()).toEqual([...ids].sort());
    });

    test("knows what it has handled of the stream, the highest first, and forgets what is old", async () => {
      const { inbox } = await effects();
      const one = inbox();
      const fence = await one.claim("activity-core");
      for (const sequence of [3, 9, 0, 7]) await one.handle(entry(`e${sequence}`, fence, sequence), () => {});
      const marks = await one.marks("activity-core");
      expect(marks).toEqual([9, 7, 3].map((sequence) => ({ sequence, storedAt: 1_700_000_000_000 * 1e6 })));
      expect(await one.marks("another")).toEqual([]);
      expect(await one.prune("activity-core")).toBe(0);
      const forgetful = inbox({ retentionMs: -1_000 });
      expect(await forgetful.prune("another")).toBe(0);
      expect(await forgetful.prune("activity-core")).toBe(4);
      expect(await one.handle(entry("e3", fence), () => {})).toBe("handled");
    });

    test("counts what begins and does not end, until the event is handled or forgotten", async () => {
      const { inbox, write } = await effects();
      const one = inbox();
      const claimed = await one.claim("activity-core");
      const event = { ...entry("e1", claimed), begun: true };
      expect(await one.begin(event)).toBe(1);
      // As when its process ends in the transaction, or before.
      await expect(
        one.handle({ ...event, begun: false }, () => {
          throw new Error("the end");
        }),
      ).rejects.toThrow("the end");
      expect(await inbox().begin(event)).toBe(2);
      expect(await one.begin({ ...event, consumer: "another" })).toBe(1);
      await one.end("activity-core", "e1");
      expect(await one.begin(event)).toBe(2);
      await one.forget("activity-core", "e1");
      expect(await one.begin(event)).toBe(1);
      await inbox({ retentionMs: -1_000 }).prune("activity-core");
      expect(await one.begin(event)).toBe(1);
      const failing = one.handle(event, () => {
        throw new Error("not yet");
      });
      await expect(failing).rejects.toThrow("not yet");
      expect(await one.begin(event)).toBe(2);
      expect(await one.handle(event, (tx) => write(tx, "done"))).toBe("handled");
      // Nothing would run: it is known, or another process has taken over.
      expect(await one.begin(event)).toBe(0);
      const other = { ...entry("e2", claimed), begun: true };
      const fence = await inbox().claim("activity-core");
      expect(await one.begin(other)).toBe(0);
      expect(await one.begin({ ...other, fence })).toBe(1);
      // What was handled is forgotten with its row.
      await inbox({ retentionMs: -1_000 }).prune("activity-core");
      expect(await one.begin({ ...event, fence })).toBe(1);
    });

    test("says that the database is not there, which is not the event's fault", async () => {
      const { inbox, write, end } = await effects();
      const one = inbox();
      const fence = await one.claim("activity-core");
      await end();
      const outcome = await one.handle(entry("e1", fence), (tx) => write(tx, "never"));
      expect(outcome).toEqual({ unavailable: expect.any(Error) });
    });
  });

  describe("under a consumer", options, () => {
    test("an event that is delivered again is skipped, in whichever process", async () => {
      const server = await startServer();
      const view = await admin(server);
      const { inbox, write, written } = await effects();
      const publisher = await publishing(server);
      await publisher.names(...many(0, 20));
      const first = await consuming(server, {
        inbox: inbox(),
        handle: ({ data }, { tx }) => write(tx, data.name ?? ""),
      });
      await until("all are handled", () => first.handled.length === 20);
      await first.subscription.close();
      await view.jsm.consumers.delete("STATEHUB_EVENTS", "activity-core");
      await publisher.names("n20");
      const second = await consuming(server, {
        inbox: inbox(),
        handle: ({ data }, { tx }) => write(tx, data.name ?? ""),
      });
      await until("the new one is handled", () => second.subscription.status().handled === 1);
      expect(second.subscription.status()).toMatchObject({ handled: 1, known: 20 });
      expect(second.logger.fieldsOf("event was handled before, skipped")).toHaveLength(20);
      expect(await written()).toEqual(many(0, 21));
    });

    test("a copy that the stream stored, since its duplicate window was over, is skipped", async () => {
      const server = await startServer();
      await admin(server, { duplicate_window: 100 * 1e6 });
      const { inbox, write, written } = await effects();
      const publisher = await publishing(server);
      const id = randomUUID();
      const isStored = async () => {
        const published = await publisher.publish(repoRegistered, { repo_id: "r1", name: "n0" }, { id });
        return published.status === "published" && !published.duplicate;
      };
      expect(await isStored()).toBe(true);
      await until("the stream has a copy", isStored);
      await publisher.names("n1");
      const { subscription } = await consuming(server, {
        inbox: inbox(),
        handle: ({ data }, { tx }) => write(tx, data.name ?? ""),
      });
      await until("two are handled", () => subscription.status().handled === 2);
      expect(await written()).toEqual(["n0", "n1"]);
      expect(subscription.status()).toMatchObject({ known: 1, quarantined: 0 });
    });

    test("a process that is chosen while the database is away begins when it is back", async () => {
      const server = await startServer();
      await admin(server);
      const { inbox, write, written } = await effects();
      await (await publishing(server)).names("n0");
      const own = inbox();
      let refusals = 1;
      const claim = async (name: string) => {
        if (refusals-- > 0) throw new EventError("unavailable", "database is locked");
        return own.claim(name);
      };
      await consuming(server, {
        inbox: Object.assign(Object.create(own), {
          claim,
          marks: own.marks.bind(own),
          begin: own.begin.bind(own),
          handle: own.handle.bind(own),
        }),
        handle: ({ data }, { tx }) => write(tx, data.name ?? ""),
      });
      await until("it is handled", async () => (await written()).length === 1);
      expect(refusals).toBeLessThan(0);
    });

    test("a handler that fails is tried again, and only its last attempt has an effect", async () => {
      const server = await startServer();
      await admin(server);
      const { inbox, write, written } = await effects();
      await (await publishing(server)).names("n0", "n1");
      const { subscription } = await consuming(server, {
        inbox: inbox(),
        retry: { firstMs: 10, longestMs: 10 },
        handle: async ({ data }, { tx, attempt }) => {
          await write(tx, `${data.name} ${attempt}`);
          if (data.name === "n0" && attempt < 3) throw new Error("not yet");
        },
      });
      await until("both are handled", () => subscription.status().handled === 2);
      expect(await written()).toEqual(["n0 3", "n1 1"]);
    });
  });
});

describe("an inbox on PostgreSQL alone", await suiteNeeds("PostgreSQL", findPostgres), () => {
  test("does not take an event for handled whose handler went on after a failed query", async () => {
    const { inbox, write, written } = await postgresEffects();
    const one = inbox();
    const fence = await one.claim("activity-core");
    const handling = one.handle(entry("e1", fence), async (tx) => {
      await write(tx, "lost");
      await (tx as PostgresClient).query("select nothing").catch(() => undefined);
    });
    await expect(handling).rejects.toThrow("a query of the handler failed, and it went on");
    expect(await written()).toEqual([]);
    expect(await one.handle(entry("e1", fence), (tx) => write(tx, "whole"))).toBe("handled");
  });

  test("a process that was stopped in a transaction holds up its event only until the server ends that", async () => {
    const { inbox, write, written } = await postgresEffects({ idleMs: 3_000 });
    const [stopped, other] = [inbox(), inbox()];
    const old = await stopped.claim("activity-core");
    let go = () => {};
    let stands = false;
    const standing = stopped.handle(entry("e1", old), async (tx) => {
      await write(tx, "of the stopped one");
      await new Promise<void>((resolve) => {
        go = resolve;
        stands = true;
      });
      await write(tx, "never");
    });
    await until("it stands in its transaction", () => stands);
    const fence = await other.claim("activity-core");
    expect(await other.handle(entry("e1", fence), (tx) => write(tx, "of the other one"))).toBe("handled");
    go();
    await expect(standing).rejects.toThrow();
    expect(await written()).toEqual(["of the other one"]);
  });

  test("an outage of the database costs no event its attempts", async () => {
    const server = await startServer();
    await admin(server);
    const database = ending(await startPostgres());
    const { inbox, write, written } = await postgresEffects({}, database);
    const publisher = await publishing(server);
    const { logger, subscription } = await consuming(server, {
      inbox: inbox(),
      retry: { attempts: 2, firstMs: 50 },
      handle: ({ data }, { tx }) => write(tx, data.name ?? ""),
    });
    await publisher.names("n0");
    await until("the first is handled", () => subscription.status().handled === 1);
    await database.crash();
    await publisher.names("n1", "n2");
    await until("the outage is noticed", () => {
      return logger.fieldsOf("inbox cannot be asked, the event waits until it can").length >= 2;
    });
    await database.restart();
    await until("all are handled", () => subscription.status().handled === 3);
    expect(await written()).toEqual(many(0, 3));
    expect(subscription.status()).toMatchObject({ handled: 3, quarantined: 0, failed: 0 });
  });
});
