import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { UsageError } from "../usage-error.ts";

/** Where recorded events come from. */
export interface RecordedOptions {
  /** A file with one event per line; "-" is standard input. */
  readonly file?: string | undefined;
  /** A stream, from the server that NATS_URL names. */
  readonly stream?: string | undefined;
  /** Subjects of the stream; all of them by default. */
  readonly subjects?: readonly string[] | undefined;
  readonly from?: Date | undefined;
  /** Not included. */
  readonly to?: Date | undefined;
}

/** A recorded message, its bytes as they were. */
export interface Recorded {
  /** For messages: `events.jsonl:12`, or `STATEHUB_EVENTS 4711`. */
  readonly place: string;
  readonly bytes: Uint8Array;
  /** On a stream, the subject that it came on. */
  readonly subject: string | undefined;
  /** On a stream, when it was stored. */
  readonly storedAt: Date | undefined;
}

/** Reads recorded events in their order, from a file or from what a stream has at the moment. */
export async function* recorded(options: RecordedOptions): AsyncGenerator<Recorded> {
  if ((options.file === undefined) === (options.stream === undefined)) {
    throw new UsageError("want either a file of events (one per line) or --stream");
  }
  if (options.file !== undefined) yield* fromFile(options.file);
  else yield* fromStream(options.stream as string, options);
}

async function* fromFile(file: string): AsyncGenerator<Recorded> {
  const input = file === "-" ? process.stdin : createReadStream(file);
  const failed = new Promise<never>((_, reject) => {
    input.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "ENOENT" ? new UsageError(`${file} does not exist, want a file of events`) : error),
    );
  });
  // Whoever reads the lines hears of it.
  failed.catch(() => undefined);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  for (let number = 1; ; number++) {
    const { done, value } = await Promise.race([lines.next(), failed]);
    if (done === true) break;
    if (value.trim() === "") continue;
    yield { place: `${file}:${number}`, bytes: Buffer.from(value), subject: undefined, storedAt: undefined };
  }
}

async function* fromStream(name: string, { subjects, from, to }: RecordedOptions): AsyncGenerator<Recorded> {
  const { connectNats } = await import("@statehub/events-runtime");
  const { jetstream, DeliverPolicy } = await import("@nats-io/jetstream");
  const connection = await connectNats();
  try {
    const js = jetstream(connection);
    const { state } = await (await js.jetstreamManager()).streams.info(name);
    if (state.messages === 0) return;
    const last = state.last_seq;
    const consumer = await js.consumers.get(name, {
      ...(subjects && { filter_subjects: [...subjects] }),
      ...(from ? { deliver_policy: DeliverPolicy.StartTime, opt_start_time: from.toISOString() } : {}),
    });
    if ((await consumer.info()).num_pending === 0) return;
    for await (const message of await consumer.consume({ max_messages: 1_000 })) {
      const storedAt = new Date(message.time);
      if (message.seq > last || (to !== undefined && storedAt >= to)) break;
      yield { place: `${name} ${message.seq}`, bytes: message.data, subject: message.subject, storedAt };
      // What is stored while this runs is not waited for.
      if (message.seq === last || message.info.pending === 0) break;
    }
  } finally {
    await connection.close();
  }
}

/** The time that an option gives; undefined where it is not given. */
export function timeOption(name: string, value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const date = new Date(value);
  if (!Number.isNaN(date.getTime())) return date;
  throw new UsageError(`--${name}: got ${JSON.stringify(value)}, want a time such as 2026-01-31T12:00:00Z`);
}
