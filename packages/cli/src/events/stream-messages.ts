import { type ConsumerMessages, DeliverPolicy, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { atLeast, EventError } from "@statehub/events-runtime";
import type { Nats } from "./server.ts";

/** A message as a stream has it. */
export interface StreamMessage {
  readonly sequence: number;
  readonly subject: string;
  readonly bytes: Uint8Array;
  readonly storedAt: Date;
}

export interface ReadOptions {
  /** Subjects, with wildcards; all of them by default. */
  readonly subjects?: readonly string[] | undefined;
  /** A sequence, or when it was stored; the first message by default. */
  readonly from?: number | Date | undefined;
  /** The last sequence: what is stored later is not waited for. Without it, reading ends with the connection. */
  readonly last?: number | undefined;
}

/** What a stream has at the moment. Throws `EventError`, `no_stream` among others. */
export async function stateOf(nc: Nats, stream: string): Promise<{ first: number; last: number; created: string }> {
  try {
    const { state, created } = await (await jetstreamManager(nc, { checkAPI: false })).streams.info(stream);
    return { first: state.first_seq, last: state.last_seq, created };
  } catch (error) {
    const known = EventError.from(error);
    if (known.apiCode !== STREAM_NOT_FOUND) throw known;
    throw new EventError("no_stream", `${stream}: there is no such stream; "statehub-events streams apply" creates it`);
  }
}

const STREAM_NOT_FOUND = 10059;

/** Reads a stream in its order, without a durable consumer: what reads it leaves no trace. Throws `EventError`. */
export async function* streamMessages(
  nc: Nats,
  stream: string,
  { subjects = [], from, last }: ReadOptions,
): AsyncGenerator<StreamMessage> {
  let messages: ConsumerMessages | undefined;
  try {
    // Several filters need 2.10; what an older server sends beside them is left out here.
    const filter = subjects.length === 1 || atLeast(nc.info?.version, "2.10.0") ? [...subjects] : [];
    const consumer = await jetstream(nc).consumers.get(stream, {
      ...(filter.length > 0 && { filter_subjects: filter.length === 1 ? String(filter[0]) : filter }),
      ...(typeof from === "number" && { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: from }),
      ...(from instanceof Date && { deliver_policy: DeliverPolicy.StartTime, opt_start_time: from.toISOString() }),
    });
    if (last !== undefined && (await consumer.info()).num_pending === 0) return;
    messages = await consumer.consume({ max_messages: 1_000 });
    const stop = (): void => messages?.stop();
    nc.closed().then(stop, stop);
    for await (const { seq, subject, data, time, info } of messages) {
      if (last !== undefined && seq > last) return;
      if (subjects.length < 2 || subjects.some((one) => fits(subject, one))) {
        yield { sequence: seq, subject, bytes: data, storedAt: new Date(time) };
      }
      if (last !== undefined && (seq === last || info.pending === 0)) return;
    }
  } catch (error) {
    throw EventError.from(error);
  } finally {
    messages?.stop();
  }
}

/** Whether a subject fits one with wildcards. */
export function fits(subject: string, pattern: string): boolean {
  const tokens = subject.split(".");
  const wanted = pattern.split(".");
  const isOpen = wanted.at(-1) === ">";
  if (isOpen ? tokens.length < wanted.length : tokens.length !== wanted.length) return false;
  return wanted.every((token, i) => token === "*" || token === tokens[i] || (isOpen && i === wanted.length - 1));
}
