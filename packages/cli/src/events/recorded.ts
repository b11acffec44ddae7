import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { UsageError } from "../usage-error.ts";

/** Where recorded events come from. */
export interface RecordedOptions {
  /** A file with one event per line; "-" is standard input. */
  readonly file?: string | undefined;
  /** A stream of the server. */
  readonly stream?: string | undefined;
  /** Default: the one that NATS_URL names. */
  readonly server?: string | undefined;
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

const WORDS: Readonly<Record<string, string>> = { ENOENT: "does not exist", EISDIR: "is a folder" };

async function* fromFile(file: string): AsyncGenerator<Recorded> {
  const input = file === "-" ? process.stdin : createReadStream(file);
  const failed = new Promise<never>((_, reject) => {
    input.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        WORDS[error.code ?? ""] === undefined
          ? error
          : new UsageError(`${file} ${WORDS[error.code ?? ""]}, want a file of events`),
      ),
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

async function* fromStream(stream: string, { subjects, from, to, server }: RecordedOptions): AsyncGenerator<Recorded> {
  const { connected } = await import("./server.ts");
  const { stateOf, streamMessages } = await import("./stream-messages.ts");
  const connection = await connected(server);
  try {
    const { last } = await stateOf(connection, stream);
    for await (const message of streamMessages(connection, stream, { subjects, from, last })) {
      const { sequence, bytes, subject, storedAt } = message;
      if (to !== undefined && storedAt >= to) break;
      yield { place: `${stream} ${sequence}`, bytes, subject, storedAt };
    }
  } finally {
    await connection.close();
  }
}

/** The time that an option gives, `2h` being that long ago; undefined where it is not given. */
export function timeOption(name: string, value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const [, number, unit] = /^(\d+)([smhd])$/.exec(value) ?? [];
  const date = new Date(unit === undefined ? value : Date.now() - Number(number) * (MS[unit] ?? 0));
  if (!Number.isNaN(date.getTime())) return date;
  throw new UsageError(
    `--${name}: got ${JSON.stringify(value)}, want a time such as 2026-01-31T12:00:00Z, or 2h for two hours ago`,
  );
}

const MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
