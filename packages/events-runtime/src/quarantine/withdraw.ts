import { jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { EventError } from "../event-error.ts";
import { STATEHUB_REPLAY } from "../topology/topology.ts";
import { replaySubject } from "./origin.ts";
import type { Quarantined, QuarantineStreams } from "./quarantine.ts";

/**
 * Takes back the replay of an entry that its consumer has not settled yet; a handler that has it already may still end.
 * Resolves to whether there was one. Throws `EventError`.
 */
export async function withdrawReplay(
  nc: NatsConnection,
  { consumer, id, subject }: Quarantined,
  streams: QuarantineStreams = {},
): Promise<boolean> {
  try {
    const jsm = await jetstreamManager(nc, { checkAPI: false });
    const filter = replaySubject(consumer, id, subject);
    const { purged } = await jsm.streams.purge(streams.replay ?? STATEHUB_REPLAY.name, { filter });
    return purged > 0;
  } catch (error) {
    const known = EventError.from(error);
    // Without a stream for replays nothing was replayed.
    if (known.apiCode === STREAM_NOT_FOUND) return false;
    throw known;
  }
}

const STREAM_NOT_FOUND = 10059;
