import { jetstreamManager } from "@nats-io/jetstream";
import { EventError, type Topology } from "@statehub/events-runtime";
import type { Nats } from "../events/server.ts";
import { formatTable } from "../report.ts";

interface StreamStatus {
  readonly stream: string;
  readonly messages: number;
  readonly bytes: number;
  /** undefined where the stream has no limit. */
  readonly maxBytes: number | undefined;
  readonly first: number;
  readonly last: number;
  readonly oldest: string | undefined;
  readonly newest: string | undefined;
  readonly consumers: readonly ConsumerStatus[];
}

interface ConsumerStatus {
  readonly consumer: string;
  /** Not delivered yet. */
  readonly pending: number;
  /** Delivered and not acknowledged. */
  readonly unacknowledged: number;
  readonly redelivered: number;
  /** The last sequence before which all is acknowledged. */
  readonly acknowledged: number;
}

/** Prints how full the streams of a topology are, and how far their durable consumers. Throws `EventError`. */
export async function printStatus(nc: Nats, { streams }: Topology, isJson: boolean): Promise<number> {
  const found = await statusOf(
    nc,
    streams.map(({ name }) => name),
  );
  if (isJson) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  else process.stdout.write(statusText(found));
  return 0;
}

async function statusOf(nc: Nats, wanted: readonly string[]): Promise<StreamStatus[]> {
  const found: StreamStatus[] = [];
  try {
    const jsm = await jetstreamManager(nc, { checkAPI: false });
    for await (const { config, state } of jsm.streams.list()) {
      if (!wanted.includes(config.name)) continue;
      const consumers: ConsumerStatus[] = [];
      for await (const info of jsm.consumers.list(config.name)) {
        if (info.config.durable_name === undefined) continue;
        consumers.push({
          consumer: info.name,
          pending: info.num_pending,
          unacknowledged: info.num_ack_pending,
          redelivered: info.num_redelivered,
          acknowledged: info.ack_floor.stream_seq,
        });
      }
      const isEmpty = state.messages === 0;
      found.push({
        stream: config.name,
        messages: state.messages,
        bytes: state.bytes,
        maxBytes: config.max_bytes > 0 ? config.max_bytes : undefined,
        first: state.first_seq,
        last: state.last_seq,
        oldest: isEmpty ? undefined : state.first_ts,
        newest: isEmpty ? undefined : state.last_ts,
        consumers,
      });
    }
    return found;
  } catch (error) {
    throw EventError.from(error);
  }
}

function statusText(streams: readonly StreamStatus[]): string {
  if (streams.length === 0) return 'no such stream is there; "statehub-events streams apply" creates them\n';
  const rows = streams.map(({ stream, messages, bytes, maxBytes, first, last, newest }) => [
    stream,
    String(messages),
    maxBytes === undefined ? "no limit" : `${Math.round((1_000 * bytes) / maxBytes) / 10} %`,
    messages === 0 ? `${last}` : `${first}..${last}`,
    newest?.replace(/\.\d+/, "") ?? "-",
  ]);
  const table = formatTable([["stream", "messages", "full", "sequences", "newest"], ...rows]);
  const consumers = streams.flatMap(({ stream, consumers: all }) =>
    all.map(({ consumer, pending, unacknowledged, redelivered, acknowledged }) => [
      consumer,
      stream,
      ...[pending, unacknowledged, redelivered, acknowledged].map(String),
    ]),
  );
  if (consumers.length === 0) return `${table}\nno durable consumers\n`;
  const heading = ["consumer", "stream", "pending", "unacknowledged", "redelivered", "acknowledged up to"];
  return `${table}\n${formatTable([heading, ...consumers])}`;
}
