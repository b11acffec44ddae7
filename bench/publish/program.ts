import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { jetstream } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { connectPublisher, type EventContract, type Logger } from "@statehub/events-runtime";
import { VALID } from "../validate/payloads.ts";
import { inBench } from "../workspace.ts";
import type { Contestant, Measured } from "./contestants.ts";
import { SocketPublisher } from "./socket.ts";

// One contestant, in a process of its own: it publishes events and prints what that cost.

const { values } = parseArgs({
  options: {
    contestant: { type: "string", default: "" },
    server: { type: "string", default: "" },
    contracts: { type: "string", default: "" },
    log: { type: "string", default: "" },
    window: { type: "string", default: "500" },
    events: { type: "string", default: "100000" },
    /** Events per second; 0 for as many as the window lets through. */
    rate: { type: "string", default: "0" },
  },
});
const [size, events, rate] = [values.window, values.events, values.rate].map(Number) as [number, number, number];

interface Publishing {
  /** Resolves with the acknowledgement. */
  readonly publish: () => Promise<unknown>;
  /** Publishes so many, as many at once as the window holds; missing if that is done by `publish`. */
  readonly publishAll?: (count: number) => Promise<unknown>;
  readonly close: () => Promise<unknown>;
}

const type = "org.statehub.repo.renamed";
const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const payloads = VALID.repoRenamed;
let turn = 0;
const nextPayload = (): Record<string, unknown> => payloads[turn++ % payloads.length] as Record<string, unknown>;

/** The bytes that ours sends, ready. */
const readyBytes = payloads.map((data) =>
  Buffer.from(
    JSON.stringify({
      specversion: "1.0",
      id: "01979c61-0c9f-7d68-b1e5-42f0a97c3d8b",
      source: "urn:statehub:bench",
      type,
      subject: data.repo_id,
      time: "2025-06-23T08:15:42.318Z",
      datacontenttype: "application/json",
      dataschema: "https://schemas.statehub.org/repo/renamed/1.0.0",
      data,
      traceparent,
    }),
  ),
);
const nextBytes = (): Buffer => readyBytes[turn++ % readyBytes.length] as Buffer;

async function ours(level: "info" | "silent"): Promise<Publishing> {
  const load = (path: string): Promise<Record<string, never>> =>
    import(pathToFileURL(join(values.contracts, "packages/events-contracts/validators", path)).href);
  const [event, envelope] = [await load("repo/renamed.v1.js"), await load("envelope.js")];
  const contract: EventContract = {
    type,
    version: "1.0.0",
    key: "/repo_id",
    dataschema: "https://schemas.statehub.org/repo/renamed/1.0.0",
    digest: "sha256:00",
    sensitive: [],
    strict: event.strict as never,
    tolerant: event.tolerant as never,
  };
  const { pino } = await import("pino");
  const publisher = await connectPublisher({
    contracts: {
      envelope: { strict: envelope.strict as never, tolerant: envelope.tolerant as never },
      contracts: { [type]: contract },
    },
    source: "urn:statehub:bench",
    servers: values.server,
    logger: pino(pino.destination(values.log)) as Logger,
    ...(level === "silent" && { successLevel: level }),
  });
  await publisher.ready();
  const options = { traceparent };
  return { publish: () => publisher.publish(contract, nextPayload(), options), close: () => publisher.close() };
}

async function official(noAsyncTraces: boolean): Promise<Publishing> {
  const nc = await connect({ servers: values.server, ...(noAsyncTraces && { noAsyncTraces }) });
  const js = jetstream(nc);
  return { publish: () => js.publish(type, nextBytes()), close: () => nc.close() };
}

async function nest(): Promise<Publishing> {
  const require = createRequire(inBench("publish/peers/package.json"));
  require("reflect-metadata");
  const { NatsJetStreamClientProxy } = require("@nestjs-plugins/nestjs-nats-jetstream-transport");
  const { lastValueFrom } = require("rxjs");
  const client = new NatsJetStreamClientProxy({ connectionOptions: { servers: values.server } });
  await client.connect();
  return { publish: () => lastValueFrom(client.emit(type, nextPayload())), close: () => client.close() };
}

async function socket(): Promise<Publishing> {
  const publisher = await SocketPublisher.connect(values.server, type, nextBytes(), size);
  const publishAll = (count: number) => publisher.publish(count);
  return { publish: () => publishAll(1), publishAll, close: () => publisher.close() };
}

const CONTESTANTS: Readonly<Record<Contestant, () => Promise<Publishing>>> = {
  ours: () => ours("info"),
  "ours-silent": () => ours("silent"),
  official: () => official(false),
  "official-no-traces": () => official(true),
  nest,
  socket,
};

/** As many at once as the window holds, each followed by the next. */
async function inWindow({ publish, publishAll }: Publishing, count: number): Promise<void> {
  if (publishAll !== undefined) {
    await publishAll(count);
    return;
  }
  let left = count;
  const one = async (): Promise<void> => {
    while (left-- > 0) await publish();
  };
  await Promise.all(Array.from({ length: size }, one));
}

/** Whatever the answers take: an event each time that one is due. Returns milliseconds from due to acknowledged. */
async function atRate({ publish }: Publishing, count: number): Promise<number[]> {
  const times: number[] = [];
  const under: Promise<unknown>[] = [];
  const started = performance.now();
  while (under.length < count) {
    const due = started + (under.length * 1_000) / rate;
    if (performance.now() < due) {
      await new Promise((resolve) => setImmediate(resolve));
      continue;
    }
    under.push(publish().then(() => times.push(performance.now() - due)));
  }
  await Promise.all(under);
  return times;
}

const publishing = await CONTESTANTS[values.contestant as Contestant]();
await inWindow(publishing, Math.min(20_000, events));
const cpu = process.cpuUsage();
const started = performance.now();
const times = rate > 0 ? await atRate(publishing, events) : await inWindow(publishing, events);
const wallMs = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);
await publishing.close();
const measured: Measured = {
  wallUs: (wallMs * 1_000) / events,
  cpuUs: (user + system) / events,
  latenciesMs: times?.toSorted((a, b) => a - b) ?? [],
};
process.stdout.write(JSON.stringify(measured));
