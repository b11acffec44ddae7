import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { admin, startServer } from "../support/server.ts";
import { repo } from "./support/events.ts";
import { backends, type Hub } from "./support/hub.ts";
import { LOG, LOGGED, note } from "./support/log.ts";
import { namesByKey, startOn, storedIn, untilEmpty } from "./support/relays.ts";

/** A transaction: the keys that it writes events of, how long it stays open, and how it ends. */
const transaction = fc.record({
  keys: fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 }),
  turns: fc.nat(8),
  isCommitted: fc.boolean(),
});

type Plan = readonly { readonly keys: readonly string[]; readonly turns: number; readonly isCommitted: boolean }[];

async function run(hub: Hub, plan: Plan, round: number, atOnce: boolean): Promise<void> {
  const one = async ({ keys, turns, isCommitted }: Plan[number], index: number): Promise<void> => {
    const transaction = await hub.begin();
    const name = `${round}-${index}`;
    await transaction.enqueue(...keys.map((key) => repo(key, name)));
    for (const key of keys) await transaction.sql(note(key, name));
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    if (isCommitted) await transaction.commit();
    else await transaction.rollback();
  };
  if (atOnce) await Promise.all(plan.map(one));
  else for (const [index, each] of plan.entries()) await one(each, index);
}

describe.each(backends)("the stream has the events of each key in the order of their commits, on $name", (backend) => {
  test("whatever transactions are open at once, and however they end", backend.options, async () => {
    const [server, hub] = [await startServer(), await backend.hub()];
    const inspector = await admin(server);
    await hub.sql(LOG);
    const { relay } = await startOn(hub, server, { batch: 7 });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(transaction, { minLength: 2, maxLength: 12 }), async (plan) => {
        await run(hub, plan, ++round, backend.concurrent);
        await untilEmpty(relay);
        const log = (await hub.all(LOGGED)) as { key: string; name: string }[];
        const committed = namesByKey(log.map((row) => ({ ...row, id: "" })));
        expect(namesByKey(await storedIn(inspector))).toEqual(committed);
      }),
      { numRuns: 25, endOnFailure: true, seed: 1 },
    );
  });
});
