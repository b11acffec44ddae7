import { STATEHUB_EVENTS, STATEHUB_REPLAY } from "../../src/index.ts";
import { DURABLE } from "./options.ts";
import { isCaught, quarantined, replayAll } from "./quarantined.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

const SECONDS = 300;

/** Waits until what was committed by now has been handled. Resolves to how many seconds that took. */
export async function recovered(world: World): Promise<number> {
  const start = performance.now();
  const { ledger, poisons } = world;
  const last = await ledger.lastFine(world.heldKeys);
  const isHandled = async () => last === undefined || (await ledger.isHandled(last));
  await until("what was committed is handled", isHandled, SECONDS);
  const [poison] = poisons.slice(-1);
  await until(
    `the event that ${poison?.kind} is in the quarantine`,
    () => poison === undefined || isCaught(world, poison.id),
    SECONDS,
  );
  return (performance.now() - start) / 1_000;
}

/** Somebody replays all that is in the quarantine, again and again until nothing is left there. */
export async function replayed(world: World): Promise<void> {
  const isReplayed = async () => {
    const entries = await quarantined(world);
    await replayAll(world, entries);
    return entries.length === 0;
  };
  await until("all that was quarantined is replayed", isReplayed, SECONDS);
}

/**
 * The end of a run: everything is committed, published, handled or quarantined, and then replayed. Throws, naming what
 * stayed behind, if it takes too long.
 */
export async function settled(world: World): Promise<void> {
  const { ledger, options, hub, poisons } = world;
  const isCommitted = async () => {
    // It may be a new process, which was not told.
    hub.send(`goal ${options.events}`);
    return (await ledger.committed()) >= options.events;
  };
  await until("all events are committed", isCommitted, SECONDS);
  await until("the outbox is empty", async () => (await ledger.pending()) === 0, SECONDS);
  await recovered(world);
  for (const { id, kind } of poisons) {
    await until(`the event ${id} that ${kind} is in the quarantine`, () => isCaught(world, id), SECONDS);
  }
  await replayed(world);
  await until(
    async () => `no event is between stream and handler: ${JSON.stringify(await limbo(world))}`,
    async () => Object.values(await limbo(world)).every((count) => count === 0),
    SECONDS,
  );
  // What was held may have been poisonous, too.
  await replayed(world);
}

/** How many messages are neither handled nor given up. */
async function limbo({ servers }: World): Promise<Record<string, number>> {
  return servers.ask(async (_, jsm) => {
    const { num_pending, num_ack_pending } = await jsm.consumers.info(STATEHUB_EVENTS.name, DURABLE);
    const { state } = await jsm.streams.info(STATEHUB_REPLAY.name);
    return { undelivered: num_pending, unacknowledged: num_ack_pending, replays: state.messages };
  });
}
