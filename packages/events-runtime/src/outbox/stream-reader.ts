import { type JetStreamManager, jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { EventError } from "../event-error.ts";

/** What a stream says of itself. */
export interface StreamView {
  readonly created: string;
  /** Of the first message that is still there. */
  readonly firstSequence: number;
  readonly lastSequence: number;
}

/** What the relay asks the server about streams. Throws `EventError`. */
export interface StreamReader {
  /** Undefined if there is no such stream. */
  view(stream: string): Promise<StreamView | undefined>;
  /** The id of the event at that place; undefined if the message was removed, for example by its age. */
  idAt(stream: string, sequence: number): Promise<string | undefined>;
  /** Whether a stream is configured to take that subject, even if it cannot at the moment. */
  isTaken(subject: string): Promise<boolean>;
}

const STREAM_NOT_FOUND = 10059;
const NO_MESSAGE_FOUND = 10037;

export function streamReader(nc: NatsConnection): StreamReader {
  let made: Promise<JetStreamManager> | undefined;
  const ask = async <Found>(
    question: (jsm: JetStreamManager) => Promise<Found>,
    noneCode: number,
  ): Promise<Found | undefined> => {
    try {
      made ??= jetstreamManager(nc, { checkAPI: false });
      return await question(await made);
    } catch (thrown) {
      const error = EventError.from(thrown);
      if (error.apiCode === noneCode) return undefined;
      throw error;
    }
  };
  return {
    view: (stream) =>
      ask(async (jsm) => {
        const { created, state } = await jsm.streams.info(stream);
        return { created, firstSequence: state.first_seq, lastSequence: state.last_seq };
      }, STREAM_NOT_FOUND),
    idAt: (stream, seq) =>
      ask(async (jsm) => (await jsm.streams.getMessage(stream, { seq }))?.header.get("Nats-Msg-Id"), NO_MESSAGE_FOUND),
    isTaken: async (subject) =>
      (await ask(async (jsm) => {
        for await (const _ of jsm.streams.names(subject)) return true;
        return false;
      }, STREAM_NOT_FOUND)) ?? false,
  };
}
