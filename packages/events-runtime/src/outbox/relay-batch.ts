import { EventError, type EventErrorCode } from "../event-error.ts";
import type { PublishAck } from "../publish/publish-ack.ts";
import type { PendingEvent } from "./outbox-store.ts";

/** What became of a batch. Events in neither list are untouched or unknown, and stay pending. */
export interface BatchResult {
  readonly acked: { readonly event: PendingEvent; readonly ack: PublishAck; readonly ms: number }[];
  readonly refused: { readonly event: PendingEvent; readonly error: EventError }[];
  /** Why the batch was not finished: nothing can be sent at the moment. */
  held: { readonly event: PendingEvent; readonly error: EventError } | undefined;
}

export interface BatchOptions {
  publish(event: PendingEvent): Promise<PublishAck>;
  /** Asked before each event. */
  mayPublish(): boolean;
  /** Whether the events behind one that was refused wait, if they have its key. */
  readonly holdKeys: boolean;
}

/**
 * Publishes events: those of different keys side by side, those of one key one after the other, each when the stream has
 * the one before. However a publish fails, nothing of its key is then in the stream before it. (A full stream may refuse
 * a large event and take a small one behind it; a new leader may take what follows on what the old one lost.) One key's
 * rate is bounded by the hub's commits all the same.
 */
export async function relayBatch(events: readonly PendingEvent[], options: BatchOptions): Promise<BatchResult> {
  const batch: BatchResult = { acked: [], refused: [], held: undefined };
  const chains = new Map<string, PendingEvent[]>();
  for (const event of events) {
    const key = `${event.source} ${event.subject}`;
    const chain = chains.get(key);
    if (chain === undefined) chains.set(key, [event]);
    else chain.push(event);
  }
  await Promise.all([...chains.values()].map((chain) => relayKey(chain, batch, options)));
  return batch;
}

async function relayKey(events: readonly PendingEvent[], batch: BatchResult, options: BatchOptions): Promise<void> {
  for (const event of events) {
    if (batch.held !== undefined || !options.mayPublish()) return;
    const start = performance.now();
    try {
      const ack = await options.publish(event);
      batch.acked.push({ event, ack, ms: Math.round((performance.now() - start) * 100) / 100 });
    } catch (thrown) {
      const error = EventError.from(thrown);
      if (!isForEver(error)) {
        batch.held ??= { event, error };
        return;
      }
      batch.refused.push({ event, error });
      if (options.holdKeys) return;
    }
  }
}

const forEver: ReadonlySet<EventErrorCode> = new Set<EventErrorCode>([
  "too_large",
  "rejected",
  "invalid_envelope",
  "invalid_event",
  "invalid_options",
]);

const STREAM_SEALED = 10109;

/** Whether the reason lies in the event itself. A missing permission or a sealed stream is about all of them. */
function isForEver({ code, apiCode }: EventError): boolean {
  return forEver.has(code) && apiCode !== STREAM_SEALED;
}
