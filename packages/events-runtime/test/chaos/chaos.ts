import { setTimeout as delay } from "node:timers/promises";
import { FAULTS } from "./faults.ts";
import { type Outcome, violations } from "./invariants.ts";
import type { ChaosOptions } from "./options.ts";
import { recovered, replayed, settled } from "./recovery.ts";
import { type ChaosReport, countsOf, type FaultReport, setupOf } from "./report.ts";
import { type PlannedFault, schedule } from "./schedule.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

/** Runs one seed: load, faults, and a look at what is left. */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const start = performance.now();
  await using world = await World.start(options);
  const { ledger, actors } = world;
  const faults: Record<string, FaultReport> = {};
  const failures: string[] = [];
  const limit = new AbortController();
  const late = delay(options.limitSeconds * 1_000, undefined, { signal: limit.signal }).then(() => {
    throw new Error(`the run did not end within ${options.limitSeconds} s`);
  });
  const run = async () => {
    for (const fault of schedule(options)) await inflict(world, fault, faults);
    await settled(world);
  };
  try {
    await Promise.race([run(), late]);
  } catch (error) {
    failures.push(`everything comes to rest: ${error instanceof Error ? error.message : error}`);
  } finally {
    limit.abort();
    late.catch(() => undefined);
  }
  const crashes: string[] = [];
  for (const actor of actors) {
    if (!(await actor.end(60))) crashes.push(`${actor.name}: did not end within 60 s of being asked to`);
    crashes.push(...actor.crashes);
  }
  const effects = await ledger.done();
  const memory = Object.fromEntries(actors.map(({ name, counts }) => [name, counts.rss ?? 0]));
  const outcome: Outcome = {
    onQuarantine: options.onQuarantine,
    committed: await ledger.log(),
    effects,
    states: await ledger.states(),
    poisons: world.poisons,
    caught: [...world.caught.values()],
    crashes,
    memory,
    left: actors.filter(({ isRunning }) => isRunning).map(({ name }) => name),
  };
  const found = [...failures, ...violations(outcome)];
  world.isBroken = found.length > 0;
  return {
    seed: options.seed,
    setup: setupOf(options, world.servers.version),
    seconds: (performance.now() - start) / 1_000,
    events: outcome.committed.length,
    faults,
    counts: countsOf(actors, effects),
    memoryMb: Object.fromEntries(Object.entries(memory).map(([name, bytes]) => [name, Math.round(bytes / 1024 ** 2)])),
    violations: found,
    ...(world.isBroken && { logs: world.directory }),
  };
}

async function inflict(world: World, fault: PlannedFault, reports: Record<string, FaultReport>): Promise<void> {
  const { ledger, hub, options } = world;
  const { kind, afterEvents, delayMs, isolated, draw } = fault;
  const isTime = async () => {
    hub.send(`goal ${afterEvents}`);
    return (await ledger.committed()) >= afterEvents;
  };
  await until(`${afterEvents} events are committed, before: ${kind}`, isTime, 300);
  // The hub goes on meanwhile.
  hub.send(`goal ${afterEvents + Math.ceil(options.events / (options.faults + 1))}`);
  await delay(delayMs);
  const report = reports[kind] ?? { count: 0, recoverySeconds: [] };
  reports[kind] = report;
  report.count++;
  options.log(`${await ledger.committed()} committed, ${await ledger.effects()} handled: ${kind}`);
  await FAULTS[kind](world, fault);
  if (!isolated) return;
  report.recoverySeconds.push(
    await recovered(world).catch((error) => {
      throw new Error(`after ${kind}: ${error.message}`);
    }),
  );
  // Somebody looks after the quarantine; a consumer holds so many events of a key, and no more.
  if (draw < 0.3) await replayed(world);
}
