import { join } from "node:path";
import { type JsMsg, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { consume } from "@statehub/events-contracts";
import { eventOf } from "@statehub/events-contracts/testing";
import { connectNats, ensureStream, type Logger, STATEHUB_EVENTS } from "@statehub/events-runtime";
import { pino } from "pino";
import { emptyFolder } from "../workspace.ts";

export const RAW = "the client's consume() with a callback: json(), ack()";
export const OURS = "this consumer: validated, in order per key, 16 side by side";
export const OURS_LOGGED = "the same, each event logged by pino at info";
export const PREFETCH = 1_000;

type Logging = { readonly logger: Logger; readonly successLevel?: "silent" };

const TYPE = "org.statehub.repo.registered";
/** How many repositories the events are about. */
const KEYS = 1_000;

/** Fills a new stream with that many events, and resolves when it has them. */
export async function fill(servers: string, count: number): Promise<void> {
  const nc = await connectNats({ servers, env: {} });
  await ensureStream(nc, STATEHUB_EVENTS);
  const jsm = await jetstreamManager(nc, { checkAPI: false });
  const bodies = Array.from({ length: KEYS }, (_, key) => {
    const repo_id = `01979c61-0a3e-7b52-8f1d-${key.toString().padStart(12, "0")}`;
    return JSON.stringify(eventOf(TYPE, { repo_id }));
  });
  for (let sent = 0; sent < count; sent++) {
    nc.publish(TYPE, bodies[sent % KEYS]);
    if (sent % 10_000 === 9_999) await nc.flush();
  }
  await nc.flush();
  for (let stored = 0; stored < count; ) stored = (await jsm.streams.info(STATEHUB_EVENTS.name)).state.messages;
  await nc.close();
}

/** Milliseconds from the first to the last of that many events, on a new durable consumer. */
export async function raw(servers: string, durable: string, count: number): Promise<number> {
  const nc = await connectNats({ servers, env: {} });
  const jsm = await jetstreamManager(nc, { checkAPI: false });
  const config = { durable_name: durable, ack_policy: "explicit", filter_subject: TYPE } as const;
  await jsm.consumers.add(STATEHUB_EVENTS.name, { ...config, max_ack_pending: PREFETCH * 11 });
  const consumer = await jetstream(nc).consumers.get(STATEHUB_EVENTS.name, durable);
  const meter = metered(count);
  const callback = (message: JsMsg) => {
    meter.one(message.json());
    message.ack();
  };
  const messages = await consumer.consume({ callback, max_messages: PREFETCH });
  const time = await meter.time;
  await messages.close();
  await nc.flush();
  await nc.close();
  return time;
}

const quiet: Logger = { debug() {}, info() {}, warn: console.error, error: console.error };

/** The same by this library, with its defaults and without the lines that handled events leave. */
export function ours(servers: string, durable: string, count: number): Promise<number> {
  return consuming(servers, durable, count, { logger: quiet, successLevel: "silent" });
}

/** With all of its defaults, and a logger at its usual level that writes into a file. */
export async function oursLogged(servers: string, durable: string, count: number): Promise<number> {
  const file = join(emptyFolder("consume"), "log");
  return await consuming(servers, durable, count, { logger: pino(pino.destination(file)) as Logger });
}

async function consuming(servers: string, durable: string, count: number, logging: Logging): Promise<number> {
  const meter = metered(count);
  const subscription = await consume({
    durable,
    servers,
    env: {},
    prefetch: PREFETCH,
    ...logging,
    types: [TYPE],
    handlers: { [TYPE]: (event) => meter.one(event) },
  });
  const time = await meter.time;
  await subscription.close();
  return time;
}

function metered(count: number): { one(event: unknown): void; readonly time: Promise<number> } {
  let [seen, start] = [0, 0];
  let end: (ms: number) => void = () => {};
  const time = new Promise<number>((resolve) => {
    end = resolve;
  });
  return {
    one() {
      if (seen++ === 0) start = performance.now();
      if (seen === count) end(performance.now() - start);
    },
    time,
  };
}
