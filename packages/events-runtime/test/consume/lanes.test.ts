import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Delivery, Settler } from "../../src/consume/delivery.ts";
import { Lanes, type Next } from "../../src/consume/lanes.ts";

const settler = { active: true } as Settler;

function delivery(sequence: number, key: string, careful = false): Delivery {
  const rest = { attempts: 0, careful, dropped: false, isRunning: false, origin: undefined, next: undefined };
  return { sequence, key, settler, ...rest } as unknown as Delivery;
}

/** Work that ends when `end` is called. */
interface Run {
  readonly delivery: Delivery;
  readonly end: (next: Next) => void;
}

function controlled(concurrency: number): { lanes: Lanes; running: Run[]; order: number[]; most: () => number } {
  const running: Run[] = [];
  const order: number[] = [];
  let most = 0;
  const lanes = new Lanes({
    concurrency,
    progressed: () => {},
    work: (started) =>
      new Promise((resolve) => {
        order.push(started.sequence);
        const run: Run = {
          delivery: started,
          end: (next) => {
            running.splice(running.indexOf(run), 1);
            resolve(next);
          },
        };
        running.push(run);
        most = Math.max(most, running.length);
      }),
  });
  return { lanes, running, order, most: () => most };
}

test("whatever ends first: one of a key at a time, in its order, never more than the limit, and all in the end", async () => {
  const keys = fc.array(fc.nat(4), { maxLength: 60 });
  const choices = fc.infiniteStream(fc.nat(1_000));
  await fc.assert(
    fc.asyncProperty(keys, choices, fc.integer({ min: 1, max: 6 }), async (all, choice, concurrency) => {
      const { lanes, running, order, most } = controlled(concurrency);
      for (const [sequence, key] of all.entries()) lanes.add(delivery(sequence, String(key)));
      while (running.length > 0) {
        const busy = running.map((run) => run.delivery.key);
        expect(new Set(busy).size).toBe(busy.length);
        running[(choice.next().value ?? 0) % running.length]?.end("settled");
        await Promise.resolve();
        await Promise.resolve();
      }
      expect(order.length).toBe(all.length);
      expect(most()).toBe(Math.min(concurrency, new Set(all).size));
      for (const key of new Set(all)) {
        const own = order.filter((sequence) => all[sequence] === key);
        expect(own).toEqual(own.toSorted((a, b) => a - b));
      }
      expect(lanes.blocked).toBe(0);
    }),
    { seed: 1 },
  );
});

test("what a dead process left runs one by one, in the order of the stream, each when the one before has been acknowledged", async () => {
  const { lanes, running, order, most } = controlled(8);
  for (const [sequence, key] of ["a", "a", "b", "a", "c"].entries()) lanes.add(delivery(sequence, key, true));
  while (running.length > 0) {
    running[0]?.end("settled");
    // Acknowledgements leave when a turn of the event loop ends.
    await Promise.resolve();
    await Promise.resolve();
    expect(running).toEqual([]);
    await turn();
  }
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(most()).toBe(1);
});

test("a held key waits with all that comes, counts as blocked, and goes on in order when it is released", async () => {
  const { lanes, running, order } = controlled(2);
  lanes.add(delivery(0, "a"));
  lanes.add(delivery(1, "a"));
  running[0]?.end("hold");
  await Promise.resolve();
  await Promise.resolve();
  lanes.add(delivery(2, "a"));
  lanes.add(delivery(3, "b"));
  expect(order).toEqual([0, 3]);
  expect(lanes.blocked).toBe(2);
  lanes.release("a");
  expect(order).toEqual([0, 3, 1]);
  running.find((run) => run.delivery.sequence === 1)?.end("settled");
  await Promise.resolve();
  await Promise.resolve();
  expect(order).toEqual([0, 3, 1, 2]);
  expect(lanes.blocked).toBe(0);
});

test("what runs for too long is waited for by its own key alone, also where one at a time is looked at", async () => {
  for (const isCareful of [false, true]) {
    const { lanes, running, order } = controlled(16);
    const hanging = delivery(1, "a", isCareful);
    for (const one of [hanging, delivery(2, "a", true), delivery(3, "b", true), delivery(4, "c")]) lanes.add(one);
    expect(order).toEqual([1]);
    lanes.overdue(hanging);
    for (const next of [3, 4]) {
      // One that was looked at alone ends a turn later.
      await turn();
      await turn();
      expect(order.at(-1)).toBe(next);
      running.find(({ delivery: { sequence } }) => sequence === next)?.end("settled");
    }
    await turn();
    await turn();
    expect(order).toEqual([1, 3, 4]);
    running[0]?.end("settled");
    await turn();
    await turn();
    expect(order).toEqual([1, 3, 4, 2]);
  }
});

test("a key that is released while its settler is away runs once when that is back", async () => {
  const { lanes, running, order } = controlled(1);
  const away = { active: false } as { active: boolean } & Settler;
  lanes.hold("k");
  const replayed = { ...delivery(5, "k"), settler: away, origin: {} } as unknown as Delivery;
  lanes.add(replayed);
  lanes.add(delivery(1, "x"));
  lanes.release("k");
  (away as { active: boolean }).active = true;
  lanes.wake();
  running[0]?.end("settled");
  await turn();
  expect(order).toEqual([1, 5]);
});
