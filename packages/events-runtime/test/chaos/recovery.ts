import { STATEHUB_EVENTS, STATEHUB_REPLAY } from "../../src/index.ts";
import { DURABLE } from "./options.ts";
import { quarantined, replayAll } from "./quarantined.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

const SECONDS = 90;

/** Waits until what was committed by now has been handled. Resolves to how many seconds that took. */
export async function recovered(world: World): Promise<number> {
  const start = performance.now();
  const { ledger, poisons } = world;
  const last = await ledger.lastFine(world.heldKeys);
  const isHandled = async () => last === undefined || (await ledger.isHandled(last));
  await until("what was committed is handled", isHandled, SECONDS);
  const [poison] = poisons.slice(-1);
  const isCaught = async () =>
    poison === undefined || (await quarantined(world)).some(({ eventId }) => eventId === poison.id);
  await until(`the event that ${poison?.kind} is in the quarantine`, isCaught, SECONDS);
  return (performance.now() - start) / 1_000;
}

/** How the events that the consumers could not handle were found in the quarantine, before they were replayed. */
export interface Caught {
  readonly id: string | undefined;
  readonly reason: string;
}

/**
 * The end of a run: everything is committed, published, handled or quarantined, and then replayed. Throws, naming what
 * stayed behind, if it takes too long.
 */
export async function settled(world: World): Promise<Caught[]> {
  const { ledger, options, hub } = world;
  hub.send(`goal ${options.events}`);
  const isCommitted = async () => {
    // It may be a new process, which was not told.
    hub.send(`goal ${options.events}`);
    return (await ledger.committed()) >= options.events;
  };
  await until("all events are committed", isCommitted, SECONDS * 2);
  await until("the outbox is empty", async () => (await ledger.pending()) === 0, SECONDS * 2);
  await recovered(world);
  const isCaught = async () =>
    new Set((await quarantined(world)).map(({ eventId }) => eventId)).size >= world.poisons.length;
  await until("all poisonous events are in the quarantine", isCaught, SECONDS);
  const caught: Caught[] = [];
  const known = new Set<number>();
  const isReplayed = async () => {
    const entries = await quarantined(world);
    for (const { id, eventId, reason } of entries) if (!known.has(id)) caught.push({ id: eventId, reason });
    for (const { id } of entries) known.add(id);
    await replayAll(world, entries);
    return entries.length === 0;
  };
  await until("all that was quarantined is replayed", isReplayed, SECONDS);
  await until(
    async () => `no event is between stream and handler: ${JSON.stringify(await limbo(world))}`,
    async () => Object.values(await limbo(world)).every((count) => count === 0),
    SECONDS,
  );
  return caught;
}

/** How many messages are neither handled nor given up. */
async function limbo({ servers }: World): Promise<Record<string, number>> {
  return servers.ask(async (_, jsm) => {
    const { num_pending, num_ack_pending } = await jsm.consumers.info(STATEHUB_EVENTS.name, DURABLE);
    const { state } = await jsm.streams.info(STATEHUB_REPLAY.name);
    return { undelivered: num_pending, unacknowledged: num_ack_pending, replays: state.messages };
  });
}
