import { spawn } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connectNats, ensureStream, STATEHUB_EVENTS } from "@statehub/events-runtime";
import { startNatsServer } from "@statehub/events-runtime/testing";
import { runNode } from "../measure/processes.ts";
import { median, type Sample, sampleOf, timesOf } from "../measure/statistics.ts";
import { installPeers } from "../peers/install.ts";
import type { Chart } from "../report/chart.ts";
import { atLeast, type SuiteResult } from "../report/result.ts";
import { tableOf } from "../report/table.ts";
import type { Suite } from "../suite.ts";
import { emptyFolder, generateArgs, inBench, REPOSITORY } from "../workspace.ts";
import { type Contestant, type Measured, NAMES } from "./contestants.ts";

/** Ours by default; the others have as many callers at once. */
const WINDOW = 500;
const RATE = 2_000;
const PACED: readonly Contestant[] = ["ours", "ours-silent", "official", "official-no-traces", "nest"];
const ALL: readonly Contestant[] = [...PACED, "socket"];

/** Validated, traced, logged and acknowledged events, beside ready bytes through the client. */
export const publishSuite: Suite = {
  name: "publish",
  summary: "events that are published and acknowledged, many at once",
  async run({ isQuick }, note) {
    installPeers(note, "publish/peers", "the NestJS transport");
    const contracts = buildContracts();
    const rounds = isQuick ? 1 : 5;
    const events = isQuick ? 20_000 : 60_000;
    await using server = await startNatsServer();

    const run = async (contestant: Contestant, options: Readonly<Record<string, number>>): Promise<Measured> => {
      await freshStream(server.url);
      const log = join(contracts, "log");
      rmSync(log, { force: true });
      const all = { contestant, server: server.url, contracts, log, ...options };
      return program(Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)]));
    };
    const measured = new Map<Contestant, { full: Measured[]; paced: Measured[] }>();
    for (let round = 0; round < rounds; round++) {
      note(`round ${round + 1} of ${rounds}`);
      for (const contestant of ALL) {
        const of = measured.get(contestant) ?? { full: [], paced: [] };
        measured.set(contestant, of);
        of.full.push(await run(contestant, { window: WINDOW, events }));
        if (!PACED.includes(contestant)) continue;
        of.paced.push(await run(contestant, { window: WINDOW, events: RATE * (isQuick ? 1 : 2), rate: RATE }));
      }
    }
    return resultOf(measured);
  },
};

function buildContracts(): string {
  const root = emptyFolder("publish");
  cpSync(inBench("validate/schemas"), join(root, "schemas"), { recursive: true });
  cpSync(join(REPOSITORY, "schemas/envelope.json"), join(root, "schemas/envelope.json"));
  runNode(generateArgs(root, "--only", "built", "--no-cache"));
  return root;
}

async function freshStream(url: string): Promise<void> {
  const nats = await connectNats({ servers: url });
  await nats.request(`$JS.API.STREAM.DELETE.${STATEHUB_EVENTS.name}`);
  await ensureStream(nats, STATEHUB_EVENTS);
  await nats.close();
}

async function program(args: readonly string[]): Promise<Measured> {
  const child = spawn(process.execPath, [inBench("publish/program.ts"), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  const [printed, code] = await Promise.all([text(child.stdout), ended]);
  if (code !== 0) throw new Error(`publish/program.ts ${args.join(" ")} ended with ${code}`);
  return JSON.parse(printed) as Measured;
}

function resultOf(measured: ReadonlyMap<Contestant, { full: Measured[]; paced: Measured[] }>): SuiteResult {
  const samples = (pick: (of: { full: Measured[]; paced: Measured[] }) => readonly number[]): Sample[] =>
    [...measured]
      .map(([contestant, of]) => ({ name: NAMES[contestant], times: pick(of) }))
      .filter(({ times: { length } }) => length > 0);
  const wall = samples(({ full }) => full.map(({ wallUs }) => wallUs));
  const cpu = samples(({ full }) => full.map(({ cpuUs }) => cpuUs));
  const percentile = (part: number) =>
    samples(({ paced }) => paced.map(({ latenciesMs: all }) => all[Math.floor(all.length * part)] ?? Number.NaN));
  const [p50, p99] = [percentile(0.5), percentile(0.99)];
  const times = (of: readonly Sample[], than: Contestant): number =>
    timesOf(sampleOf(of, NAMES[than]), sampleOf(of, NAMES.ours));
  const chart = (
    file: string,
    title: string,
    unit: string,
    of: readonly Sample[],
    value: (time: number) => number,
  ): Chart => ({
    file,
    title,
    unit,
    bars: of.map(({ name, times: all }) => ({
      name,
      value: value(median(all)),
      isOurs: name === NAMES.ours || name === NAMES["ours-silent"],
    })),
  });
  return {
    suite: "publish",
    tables: [
      tableOf(`Publish and acknowledge, ${WINDOW} at once: time per event`, "µs", wall, NAMES.ours),
      tableOf("The same: processor time of the publishing process per event", "µs", cpu, NAMES.ours),
      tableOf(`Acknowledged at ${RATE} events a second: median`, "ms", p50, NAMES.ours),
      tableOf("The same: 99th percentile", "ms", p99, NAMES.ours),
    ],
    aims: [
      atLeast("js.publish, processor time, to ours", times(cpu, "official"), 3),
      atLeast("the NestJS transport, processor time, to ours", times(cpu, "nest"), 5),
      atLeast("js.publish, time per event, to ours", times(wall, "official"), 3),
      atLeast("the NestJS transport, time per event, to ours", times(wall, "nest"), 5),
    ],
    charts: [
      chart(
        "publish-throughput",
        `Events published and acknowledged, ${WINDOW} at once`,
        "k/s",
        wall,
        (us) => 1_000 / us,
      ),
      chart("publish-cpu", "Processor time of the publishing process per event", "µs", cpu, (us) => us),
      chart("publish-latency-p50", `Acknowledged at ${RATE} events a second, median`, "ms", p50, (ms) => ms),
      chart("publish-latency-p99", `Acknowledged at ${RATE} events a second, 99th percentile`, "ms", p99, (ms) => ms),
    ],
  };
}
