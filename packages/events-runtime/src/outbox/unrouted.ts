import type { BatchResult } from "./relay-batch.ts";
import type { RelaySession } from "./relay-session.ts";

/**
 * Whether the batch is held by an event for whose subject no stream is configured, while there is one for others: it is
 * then the event that is wrong, and not the server that is not ready.
 */
export async function isUnrouted(session: RelaySession, { held, acked }: BatchResult): Promise<boolean> {
  if (held?.error.code !== "no_stream") return false;
  try {
    if (await session.reader.isTaken(held.event.type)) return false;
    return acked.length > 0 || (await session.hasStream());
  } catch {
    // Nobody answers, as while a cluster has no leader.
    return false;
  }
}
