import { median, type Sample, sampleOf, timesOf } from "../measure/statistics.ts";
import type { Chart } from "../report/chart.ts";
import { figure } from "../report/print.ts";
import { type Aim, atLeast, atMost, type CountTable, type SuiteResult, type Table } from "../report/result.ts";
import { tableOf } from "../report/table.ts";
import type { Suite } from "../suite.ts";
import { type Place, Places } from "./place.ts";
import { drain, type Load, type Parts, runWhole, type Whole, writeAlone } from "./runs.ts";
import { type Memory, Soak } from "./soak.ts";
import type { StoreName } from "./store.ts";

const STORES: readonly StoreName[] = ["SQLite", "PostgreSQL"];
const RATES: readonly number[] = [50, 200, 500];
const SOAK_RATE = 100;

const PLAIN = "rows into a table that nobody reads";
const ENQUEUE = "rows by the outbox, no relay";
const RELAY = "the relay alone, a full outbox";
const STREAM = "publish and consume, no database";
const WHOLE = "outbox, relay, stream, inbox and handler";

interface Paced {
  readonly store: StoreName;
  readonly load: string;
  readonly whole: Whole;
}

/** From a hub's transaction to that of a handler, each program a process of its own. */
export const endToEndSuite: Suite = {
  name: "end-to-end",
  summary: "from the hub's commit through outbox, relay, stream and inbox to the handler's",
  async run({ isQuick, minutes }, note) {
    await using places = await Places.start();
    const [rounds, events, seconds] = isQuick ? [1, 500, 2] : [3, 3_000, 15];
    const samples: Readonly<Record<StoreName, Map<string, number[]>>> = { SQLite: new Map(), PostgreSQL: new Map() };
    const relayCpu: string[][] = [];
    const paced: Paced[] = [];
    for (const store of STORES) {
      const cpu: number[] = [];
      const unhurried: Whole[] = [];
      for (let round = 1; round <= rounds; round++) {
        note(`${store}, round ${round} of ${rounds}`);
        const add = (name: string, perSecond: number) =>
          samples[store].set(name, [...(samples[store].get(name) ?? []), 1e6 / perSecond]);
        await visit(places, store, async (place) => {
          add(PLAIN, await writeAlone(place, "plain", events));
          add(ENQUEUE, await writeAlone(place, "outbox", events));
          const drained = await drain(place, events);
          add(RELAY, drained.perSecond);
          cpu.push(drained.cpuUs);
        });
        await visit(places, store, async (place) =>
          add(STREAM, (await runWhole(place, "stream", { rate: 0, events: events * 3 })).perSecond),
        );
        const whole = await visit(places, store, (place) => runWhole(place, "outbox", { rate: 0, events }));
        add(WHOLE, whole.perSecond);
        unhurried.push(whole);
      }
      relayCpu.push([store, `${figure(median(cpu))} µs`]);
      for (const rate of RATES) {
        note(`${store}, ${rate} events a second`);
        const load: Load = { rate, events: rate * seconds };
        const whole = await visit(places, store, (place) => runWhole(place, "outbox", load));
        paced.push({ store, load: `${rate}/s`, whole });
      }
      paced.push({ store, load: "all that goes", whole: unhurried.at(-1) as Whole });
    }
    const memory = minutes > 0 ? await soak(places, minutes, note) : [];
    return resultOf(samples, relayCpu, paced, memory);
  },
};

async function visit<Value>(places: Places, store: StoreName, work: (place: Place) => Promise<Value>): Promise<Value> {
  const place = await places.make(store);
  try {
    return await work(place);
  } finally {
    await places.leave(place);
  }
}

type Memories = readonly { readonly store: StoreName; readonly live: Parts<Memory>; readonly rss: Parts<Memory> }[];

/** Both stores at once, each for that many minutes. */
function soak(places: Places, minutes: number, note: (text: string) => void): Promise<Memories> {
  note(`memory, ${SOAK_RATE} events a second on each store for ${minutes} minutes`);
  return Promise.all(
    STORES.map((store) =>
      visit(places, store, async (place) => {
        let watching: Soak | undefined;
        await runWhole(place, "outbox", { rate: SOAK_RATE, events: SOAK_RATE * 60 * minutes }, (usages) => {
          watching = new Soak(usages);
          return watching;
        });
        const of = (what: "rssMb" | "liveMb"): Parts<Memory> => {
          const soak = watching as Soak;
          return { hub: soak.of("hub", what), relay: soak.of("relay", what), consumer: soak.of("consumer", what) };
        };
        return { store, live: of("liveMb"), rss: of("rssMb") };
      }),
    ),
  );
}

function resultOf(
  samples: Readonly<Record<StoreName, ReadonlyMap<string, number[]>>>,
  relayCpu: readonly (readonly string[])[],
  paced: readonly Paced[],
  memories: Memories,
): SuiteResult {
  const tables: Table[] = [];
  const charts: Chart[] = [];
  const aims: Aim[] = [];
  for (const store of STORES) {
    const all: Sample[] = [...samples[store]].map(([name, times]) => ({ name, times }));
    const whole = sampleOf(all, WHOLE);
    const ratio = (name: string) => timesOf(sampleOf(all, name), whole);
    tables.push(tableOf(`${store}, an event in each transaction: time per event`, "µs", all, WHOLE));
    charts.push({
      file: `end-to-end-throughput-${store.toLowerCase()}`,
      title: `${store}: events per second`,
      unit: "/s",
      bars: all.map(({ name, times }) => ({ name, value: 1e6 / median(times), isOurs: name !== PLAIN })),
    });
    aims.push(atLeast(`${store}: the whole way, to its rows in a table alone`, ratio(PLAIN), 0.25));
    aims.push(atLeast(`${store}: the relay alone, to the whole way`, 1 / timesOf(sampleOf(all, RELAY), whole), 2));
  }
  for (const [name, part] of [
    ["p50", 0.5],
    ["p99", 0.99],
  ] as const) {
    const bars = paced
      .filter(({ load }) => load.endsWith("/s"))
      .map(({ store, load, whole }) => ({ name: `${store}, ${load}`, value: percentile(whole, part), isOurs: true }));
    const title = `From commit to handled, ${part === 0.5 ? "median" : "99th percentile"}`;
    charts.push({ file: `end-to-end-latency-${name}`, title, unit: "ms", bars });
  }
  const counts: CountTable[] = [latencyTable(paced), relayTable(relayCpu)];
  if (memories.length > 0) {
    counts.push(memoryTable("Memory in use after a collection", "live", memories));
    counts.push(memoryTable("Memory of the whole process", "rss", memories));
    const slopes = memories.flatMap(({ live }) => Object.values(live).map(({ slope }) => slope));
    aims.push(atMost("memory in use that the steepest process gains, MB a minute", Math.max(...slopes), 0.5, ""));
  }
  return { suite: "end-to-end", tables, counts, aims, charts };
}

const percentile = ({ latenciesMs: all }: Whole, part: number): number => all[Math.floor(all.length * part)] ?? 0;

function latencyTable(paced: readonly Paced[]): CountTable {
  const lines = paced.map(({ store, load, whole }) => [
    `${store}, ${load}`,
    `${figure(whole.perSecond)}/s`,
    `${figure(percentile(whole, 0.5))} ms`,
    `${figure(percentile(whole, 0.99))} ms`,
    ...[whole.cpuUs.hub, whole.cpuUs.relay, whole.cpuUs.consumer].map((us) => `${figure(us)} µs`),
  ]);
  const head = ["handled", "median", "99th percentile", "hub's CPU", "relay's", "consumer's"];
  return { title: "From commit to handled, and processor time per event", head, lines };
}

const relayTable = (lines: readonly (readonly string[])[]): CountTable => ({
  title: "The relay alone, a full outbox",
  head: ["processor time per event"],
  lines,
});

function memoryTable(title: string, what: "live" | "rss", memories: Memories): CountTable {
  const lines = memories.flatMap(({ store, [what]: memory }) =>
    Object.entries(memory).map(([part, { firstMb, lastMb, slope }]) => [
      `${store}, ${part}`,
      `${figure(firstMb)} MB`,
      `${figure(lastMb)} MB`,
      `${slope.toFixed(2)} MB`,
    ]),
  );
  return { title: `${title}, at ${SOAK_RATE} events a second, once warm`, head: ["first", "last", "a minute"], lines };
}
