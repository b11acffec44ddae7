import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { consume, contractSet, type EventType } from "@statehub/events-contracts";
import { eventOf } from "@statehub/events-contracts/testing";
import {
  connectNats,
  ensureStream,
  STATEHUB_EVENTS,
  STATEHUB_QUARANTINE,
  STATEHUB_REPLAY,
} from "@statehub/events-runtime";
import { startNatsServer } from "@statehub/events-runtime/testing";
import { mutated, randomOf } from "./mutations.ts";

/** What became of the messages. */
export interface Outcome {
  readonly messages: number;
  readonly handled: number;
  /** How many were quarantined, by reason. */
  readonly quarantined: Readonly<Record<string, number>>;
  /** What should not be, in words. Empty if every message was handled or quarantined, and none of them both. */
  readonly wrong: readonly string[];
}

/**
 * Publishes that many mutated events to a real server, of every type in turn, and consumes them. The seed decides what
 * they are.
 */
export async function fuzz(count: number, seed: number, server?: "oldest"): Promise<Outcome> {
  const types = Object.keys(contractSet.contracts) as EventType[];
  await using nats = await startNatsServer(server === undefined ? {} : { server });
  const nc = await connectNats({ servers: nats.url, env: {} });
  for (const stream of [STATEHUB_EVENTS, STATEHUB_QUARANTINE, STATEHUB_REPLAY]) await ensureStream(nc, stream);
  const random = randomOf(seed);
  for (let sent = 0; sent < count; sent++) {
    const type = types[sent % types.length] as EventType;
    // Of some hundred subjects, so that keys meet.
    const event = { ...eventOf(type), subject: `key-${Math.floor(random() * 300)}` };
    nc.publish(type, mutated(random, event));
    if (sent % 1_000 === 999) await nc.flush();
  }
  const jsm = await jetstreamManager(nc, { checkAPI: false });
  for (let stored = 0; stored < count; ) stored = (await jsm.streams.info(STATEHUB_EVENTS.name)).state.messages;

  const handled = new Set<number>();
  const wrong: string[] = [];
  const handle = (_: unknown, { sequence }: { readonly sequence: number }) => {
    if (handled.has(sequence)) wrong.push(`${sequence} was handled twice`);
    handled.add(sequence);
  };
  const handlers = Object.fromEntries(types.map((type) => [type, handle])) as never;
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const subscription = await consume({ durable: "fuzz", types, handlers, servers: nats.url, env: {}, logger: silent });
  const deadline = Date.now() + 120_000 + count * 5;
  const ended = subscription.closed.then((error) => {
    if (error) wrong.push(`consuming ended: ${error.message}`);
  });
  for (let settled = 0; settled < count && wrong.length === 0; ) {
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20))]);
    const status = subscription.status();
    settled = status.handled + status.quarantined;
    if (Date.now() > deadline) wrong.push(`${count - settled} of ${count} are not settled in time`);
  }

  const quarantined: Record<string, number> = {};
  const kept = (await jsm.streams.info(STATEHUB_QUARANTINE.name)).state.messages;
  if (kept > 0) {
    const reader = await jetstream(nc).consumers.get(STATEHUB_QUARANTINE.name, { headers_only: true });
    let read = 0;
    for await (const { headers } of await reader.consume({ max_messages: 1_000 })) {
      const reason = headers?.get("Statehub-Reason") || "none";
      quarantined[reason] = (quarantined[reason] ?? 0) + 1;
      const sequence = Number(headers?.get("Statehub-Sequence"));
      if (reason === "none") wrong.push(`${sequence} is quarantined without a reason`);
      if (handled.has(sequence)) wrong.push(`${sequence} is handled and quarantined`);
      handled.add(sequence);
      if (++read === kept) break;
    }
  }
  if (handled.size !== count) wrong.push(`${count - handled.size} of ${count} are neither handled nor quarantined`);
  const handledCount = subscription.status().handled;
  await subscription.close();
  await nc.close();
  return { messages: count, handled: handledCount, quarantined, wrong };
}
