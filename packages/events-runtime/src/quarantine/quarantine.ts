import { jetstream, jetstreamManager, type StoredMsg } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { EventError } from "../event-error.ts";
import { STATEHUB_QUARANTINE, STATEHUB_REPLAY } from "../topology/topology.ts";
import { decodeQuarantined, type QuarantinedMessage, type QuarantineReason, type QuarantineWire } from "./format.ts";
import { replayHeaders, replaySubject } from "./origin.ts";

/** An entry of the quarantine. */
export interface Quarantined extends QuarantinedMessage {
  /** Names the entry: its sequence in the quarantine's stream. */
  readonly id: number;
  readonly quarantinedAt: Date;
}

/** Which entries; all of what is given has to hold. */
export interface QuarantineFilter {
  readonly consumer?: string;
  readonly type?: string;
  readonly reason?: QuarantineReason;
  readonly eventId?: string;
  /** Quarantined then or later. */
  readonly since?: Date;
  /** Quarantined before. */
  readonly until?: Date;
}

/** Streams other than the usual ones. */
export interface QuarantineStreams {
  /** Default: `STATEHUB_QUARANTINE`. */
  readonly quarantine?: string;
  /** Default: `STATEHUB_REPLAY`. */
  readonly replay?: string;
}

const NO_MESSAGE = 10037;
const STREAM_NOT_FOUND = 10059;

/**
 * The entries of the quarantine, the oldest first, read one by one as they are taken. Throws `EventError`: `no_stream`
 * if there is no quarantine, `unavailable` …
 */
export async function* listQuarantined(
  nc: NatsConnection,
  filter: QuarantineFilter = {},
  streams: QuarantineStreams = {},
): AsyncGenerator<Quarantined> {
  const { consumer = "*", type = ">" } = filter;
  const stream = streams.quarantine ?? STATEHUB_QUARANTINE.name;
  for (let seq = 1; ; ) {
    const stored = await read(nc, stream, { seq, next_by_subj: `quarantine.statehub.${consumer}.${type}` });
    if (stored === undefined) return;
    seq = stored.seq + 1;
    const entry = entryOf(stored);
    if (entry !== undefined && fits(entry, filter)) yield entry;
  }
}

/** One entry, by its id; undefined if it is not there, or not any more. */
export async function showQuarantined(
  nc: NatsConnection,
  id: number,
  streams: QuarantineStreams = {},
): Promise<Quarantined | undefined> {
  const stored = await read(nc, streams.quarantine ?? STATEHUB_QUARANTINE.name, { seq: id });
  return stored && entryOf(stored);
}

/**
 * Sends an entry to its consumer again, and to no other one. The event keeps its id; its handler sees `replayed` in its
 * context. The entry stays until the consumer has handled it: if that fails again, there is a new entry in its place.
 * Resolves to `waiting` if the entry was replayed before and the consumer has not got to it yet.
 * Throws `EventError`: `no_stream` if there is no stream for replays, `stream_full` …
 */
export async function replayQuarantined(
  nc: NatsConnection,
  entry: Quarantined,
  streams: QuarantineStreams = {},
): Promise<"replayed" | "waiting"> {
  const subject = replaySubject(entry.consumer, entry.id, entry.subject);
  try {
    await jetstream(nc).publish(subject, entry.body, {
      headers: replayHeaders(entry, entry.id),
      // Whatever the duplicate window: of one entry there is one message under replay at most.
      expect: { lastSubjectSequence: 0, streamName: streams.replay ?? STATEHUB_REPLAY.name },
    });
    return "replayed";
  } catch (error) {
    const known = EventError.from(error);
    if (known.apiCode === WRONG_LAST_SEQUENCE || known.apiCode === WRONG_LAST_SEQUENCE_CONSTANT) return "waiting";
    throw known;
  }
}

const WRONG_LAST_SEQUENCE = 10071;
const WRONG_LAST_SEQUENCE_CONSTANT = 10164;

/** Removes an entry for good. Resolves to whether it was there. A key that is held for it is released. */
export async function discardQuarantined(
  nc: NatsConnection,
  id: number,
  streams: QuarantineStreams = {},
): Promise<boolean> {
  const jsm = await jetstreamManager(nc, { checkAPI: false });
  try {
    return await jsm.streams.deleteMessage(streams.quarantine ?? STATEHUB_QUARANTINE.name, id, false);
  } catch (error) {
    const known = EventError.from(error);
    // No such message: the number differs between versions, the other reasons have other ones.
    if (known.apiCode === NO_MESSAGE || known.apiCode === SEQUENCE_NOT_FOUND || known.apiCode === DELETE_FAILED) {
      return false;
    }
    throw known;
  }
}

const SEQUENCE_NOT_FOUND = 10043;
const DELETE_FAILED = 10057;

/** Publishes to the quarantine. Resolves when the stream has it; throws `EventError`. */
export async function quarantine(nc: NatsConnection, wire: QuarantineWire): Promise<number> {
  try {
    const ack = await jetstream(nc).publish(wire.subject, wire.payload, { headers: wire.headers, timeout: 5_000 });
    return ack.seq;
  } catch (error) {
    throw EventError.from(error);
  }
}

type Query = { readonly seq: number; readonly next_by_subj?: string };

async function read(nc: NatsConnection, stream: string, query: Query): Promise<StoredMsg | undefined> {
  const jsm = await jetstreamManager(nc, { checkAPI: false });
  try {
    return (await jsm.streams.getMessage(stream, query as { seq: number })) ?? undefined;
  } catch (error) {
    const known = EventError.from(error);
    if (known.apiCode === NO_MESSAGE) return undefined;
    if (known.apiCode === STREAM_NOT_FOUND) {
      throw new EventError("no_stream", `${stream}: there is no such stream; create it with ensureStream()`);
    }
    throw known;
  }
}

function entryOf(stored: StoredMsg): Quarantined | undefined {
  const message = decodeQuarantined(stored.subject, stored.header, stored.data);
  return message && { ...message, id: stored.seq, quarantinedAt: stored.time };
}

function fits(entry: Quarantined, { reason, eventId, since, until }: QuarantineFilter): boolean {
  return (
    (reason === undefined || entry.reason === reason) &&
    (eventId === undefined || entry.eventId === eventId) &&
    (since === undefined || entry.quarantinedAt >= since) &&
    (until === undefined || entry.quarantinedAt < until)
  );
}
