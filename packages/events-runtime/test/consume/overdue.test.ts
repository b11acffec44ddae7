import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { listQuarantined } from "../../src/index.ts";
import { backends } from "../inbox/backends.ts";
import { ackPending, consuming, publishing } from "../support/consuming.ts";
import { admin, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";

const hurry = { handlerTimeoutMs: 50, retry: { attempts: 2, firstMs: 10, longestMs: 10 } };

/** As what waits for somebody else does that was given the signal. */
async function aborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, "abort");
  throw signal.reason;
}

describe("a handler that does not end in time", () => {
  test("and heeds its signal has failed, is called again, and is quarantined in the end, with the reason", async () => {
    const server = await startServer();
    const view = await admin(server);
    const { handled, logger, subscription } = await consuming(server, {
      ...hurry,
      async handle({ data }, { attempt, signal }) {
        if (data.name === "late" || (data.name === "once" && attempt === 1)) await aborted(signal);
      },
    });
    await (await publishing(server)).names("once", "late", "last");
    await until("the last one is handled", () => subscription.status().handled === 2);
    expect(handled).toEqual(["once", "last"]);
    const overdue = "event handler is overdue, its signal tells it to end, its key waits until it has";
    expect(logger.fieldsOf(overdue)).toMatchObject([
      { sequence: 1, attempt: 1 },
      { sequence: 2, attempt: 1 },
      { sequence: 2, attempt: 2 },
    ]);
    expect(logger.fieldsOf("event handler failed, its key waits for the next attempt")).toMatchObject([
      { sequence: 1, err: { name: "TimeoutError" } },
      { sequence: 2, err: { name: "TimeoutError" } },
    ]);
    expect(subscription.status()).toMatchObject({ failed: 3, quarantined: 1, overdue: 0 });
    for await (const entry of listQuarantined(view.nc)) {
      const error = "TimeoutError: the handler has not ended within 50 ms (handlerTimeoutMs)";
      expect(entry).toMatchObject({ sequence: 2, reason: "handler_failed", attempts: 2, error });
    }
  });

  test("and heeds no signal is not called beside itself: its key waits, others go on, and it is counted", async () => {
    const server = await startServer();
    const view = await admin(server);
    const publisher = await publishing(server);
    const called: string[] = [];
    const signals = new Map<string | undefined, AbortSignal>();
    let end = () => {};
    const { handled, subscription } = await consuming(server, {
      ...hurry,
      concurrency: 2,
      async handle({ data }, { signal }) {
        called.push(data.name ?? "");
        signals.set(data.name, signal);
        if (data.name !== "stuck") return;
        await new Promise<void>((resolve) => {
          end = resolve;
        });
      },
    });
    await publisher.keyed("a", "stuck", "behind");
    await until("it is overdue", () => subscription.status().overdue === 1);
    expect(signals.get("stuck")?.aborted).toBe(true);
    await publisher.keyed("b", "b0", "b1");
    await until("another key goes on", () => handled.length === 2);
    end();
    await until("its key goes on", () => handled.length === 4);
    expect(called).toEqual(["stuck", "b0", "b1", "behind"]);
    expect(handled).toEqual(["b0", "b1", "stuck", "behind"]);
    for (const name of ["b0", "b1", "behind"]) expect(signals.get(name)?.aborted).toBe(false);
    await until("all are settled", async () => (await ackPending(view)) === 0);
    expect(subscription.status()).toMatchObject({ handled: 4, failed: 0, overdue: 0 });
  });

  describe.each(backends)("in a transaction on $name", ({ options, effects }) => {
    test("leaves nothing behind when it heeds its signal", options, async () => {
      const server = await startServer();
      await admin(server);
      const { inbox, write, written } = await effects();
      const { subscription } = await consuming(server, {
        ...hurry,
        inbox: inbox(),
        async handle({ data }, { tx, attempt, signal }) {
          await write(tx, `${data.name} ${attempt}`);
          if (data.name === "n0" && attempt === 1) await aborted(signal);
        },
      });
      await (await publishing(server)).names("n0", "n1");
      await until("both are handled", () => subscription.status().handled === 2);
      expect(await written()).toEqual(["n0 2", "n1 1"]);
    });
  });
});
