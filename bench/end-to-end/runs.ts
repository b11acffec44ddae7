import { Child, type Usage } from "./child.ts";
import type { Place } from "./place.ts";

/** How a hub writes: see hub.ts. */
export type Way = "outbox" | "plain" | "stream";

/** Events that are left out of a run's figures, since programs are slow at first. */
const WARM = 500;

/** Events per second of a hub that has the machine to itself. */
export async function writeAlone(place: Place, way: Way, events: number): Promise<number> {
  await using hub = await Child.start("hub.ts", { way, database: place.hub, events: WARM + events });
  const times = await hub.run();
  return perSecond(times.toSorted().subarray(WARM));
}

export interface Drained {
  readonly perSecond: number;
  /** Processor time of the relay, in microseconds. */
  readonly cpuUs: number;
}

/** A relay that publishes what an outbox holds. */
export async function drain(place: Place, events: number): Promise<Drained> {
  await using relay = await Child.start("relay.ts", { database: place.hub, server: place.server });
  const before = await relay.usage();
  const [started = 0, ended = 0] = await relay.run();
  const after = await relay.usage();
  return { perSecond: (events * 1_000) / (ended - started), cpuUs: ((after.cpuMs - before.cpuMs) * 1_000) / events };
}

/** The parts of a whole way, by name. */
export type Parts<Value> = Readonly<Record<"hub" | "relay" | "consumer", Value>>;

export interface Whole {
  /** Events handled per second, from the first that was written to the last that was handled. */
  readonly perSecond: number;
  /** From commit to handled, in milliseconds, sorted. */
  readonly latenciesMs: Float64Array;
  /** Processor time of each part per event, in microseconds. */
  readonly cpuUs: Parts<number>;
}

export interface Load {
  /** Events per second; 0 for as many as the hub can commit. */
  readonly rate: number;
  readonly events: number;
}

/** The whole way: a hub commits, a relay publishes, a consumer handles. With `stream` there is no database in it. */
export async function runWhole(
  place: Place,
  way: "outbox" | "stream",
  load: Load,
  watch?: (parts: () => Promise<Parts<Usage>>) => AsyncDisposable,
): Promise<Whole> {
  const events = WARM + load.events;
  const server = place.server;
  const [database, consumed] = way === "outbox" ? [place.hub, place.consumer] : ["", ""];
  await using consumer = await Child.start("consumer.ts", { database: consumed, server, events });
  await using relay = await Child.start("relay.ts", { database: place.hub, server });
  await using hub = await Child.start("hub.ts", { way, database, server, events, rate: load.rate });
  const parts = { hub, relay, consumer };
  const usages = () => ofEach(parts, (child) => child.usage());
  if (way === "outbox") await relay.run();
  const before = await usages();
  await using _ = watch?.(usages);
  const handled = consumer.run();
  const written = (await hub.run()).subarray(WARM);
  const ended = (await handled).subarray(WARM);
  const after = await usages();
  const latenciesMs = ended.map((time, i) => time - (written[i] ?? 0)).sort();
  const seconds = (Math.max(...ended) - Math.min(...written)) / 1_000;
  const cpuUs = (name: keyof Parts<Usage>) => ((after[name].cpuMs - before[name].cpuMs) * 1_000) / events;
  return {
    perSecond: load.events / seconds,
    latenciesMs,
    cpuUs: { hub: cpuUs("hub"), relay: cpuUs("relay"), consumer: cpuUs("consumer") },
  };
}

async function ofEach<Value>(parts: Parts<Child>, ask: (child: Child) => Promise<Value>): Promise<Parts<Value>> {
  const [hub, relay, consumer] = await Promise.all([ask(parts.hub), ask(parts.relay), ask(parts.consumer)]);
  return { hub, relay, consumer };
}

function perSecond(sorted: Float64Array): number {
  return ((sorted.length - 1) * 1_000) / ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0));
}
