import { setTimeout as delay } from "node:timers/promises";
import { STATEHUB_EVENTS } from "../../src/index.ts";
import type { Actor } from "./actor.ts";
import type { Kind } from "./databases/ledger.ts";
import { KEYS } from "./databases/ledger.ts";
import { DURABLE } from "./options.ts";
import type { FaultKind, PlannedFault } from "./schedule.ts";
import type { Part } from "./servers.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

type Inflict = (world: World, fault: PlannedFault) => Promise<void>;

/** How each kind of fault is done, and undone. */
export const FAULTS: Readonly<Record<FaultKind, Inflict>> = {
  "hub killed": ({ hub }) => hub.kill9(),
  "relay killed": async (world) => (await world.relay()).kill9(),
  "relay stopped in time": async (world) => (await world.relay()).stop(),
  "relay frozen": async (world, fault) => frozen(await world.relay(), fault.durationMs),
  "consumer killed": async (world) => (await world.consumer()).kill9(),
  "consumer stopped in time": async (world) => (await world.consumer()).stop(),
  "consumer frozen": async (world, fault) => frozen(await world.consumer(), fault.durationMs),
  "stream full": streamFull,
  "database locked": databaseLocked,
  "database killed": async ({ databases }) => databases.crash?.(),
  "consumer deleted": ({ servers }) =>
    servers.ask(async (_, jsm) => void (await jsm.consumers.delete(STATEHUB_EVENTS.name, DURABLE).catch(unlessGone))),
  "clock jump": clockJump,
  "event that throws": (world, fault) => poisoned(world, fault, "throws"),
  "event that kills": (world, fault) => poisoned(world, fault, "kills"),
  "server killed": (world, fault) => nodeKilled(world.servers.nodes[0], fault.durationMs),
  "server frozen": (world, fault) => nodeFrozen(world.servers.nodes[0], fault.durationMs),
  "stream's tail lost": (world, fault) => powerLost(world, fault, "msgs"),
  "consumer's position lost": (world, fault) => powerLost(world, fault, "obs"),
  "whole store's tail lost": (world, fault) => powerLost(world, fault, "all"),
  "stream deleted": streamDeleted,
  "leader killed": async (world, fault) => nodeKilled(await world.servers.leader(), fault.durationMs),
  "leader frozen": async (world, fault) => nodeFrozen(await world.servers.leader(), fault.durationMs),
  "node killed": (world, fault) => nodeKilled(world.servers.nodes[Math.floor(fault.draw * 3)], fault.durationMs),
};

async function frozen(actor: Actor, ms: number): Promise<void> {
  actor.freeze();
  // As long as it takes another one to notice, in most cases.
  await delay(ms * 2);
  actor.thaw();
}

type Node = World["servers"]["nodes"][number] | undefined;

async function nodeKilled(node: Node, ms: number): Promise<void> {
  await node?.kill9();
  await delay(ms);
  await node?.restart();
}

async function nodeFrozen(node: Node, ms: number): Promise<void> {
  node?.pause();
  await delay(ms);
  node?.resume();
}

/** Power loss: what the disk did not have yet is gone, though it was acknowledged. */
async function powerLost({ servers, ledger }: World, { durationMs }: PlannedFault, part: Part): Promise<void> {
  const copy = await servers.copyStore(part);
  const before = await ledger.effects();
  await delay(durationMs);
  // There is something to lose, if the hub has anything to say at all.
  await until("something happens", async () => (await ledger.effects()) > before, 5).catch(() => undefined);
  await copy.putBack();
}

async function streamFull({ servers, ledger }: World, { durationMs }: PlannedFault): Promise<void> {
  const { name, max_bytes } = STATEHUB_EVENTS;
  await servers.ask(async (_, jsm) => {
    const { state } = await jsm.streams.info(name);
    await jsm.streams.update(name, { max_bytes: Math.max(state.bytes, 1) });
  });
  await until("events wait", async () => (await ledger.pending()) > 0, 5).catch(() => undefined);
  await delay(durationMs);
  await servers.ask(async (_, jsm) => void (await jsm.streams.update(name, { max_bytes })));
}

/**
 * Not under a relay's connection: what is under way just then may enter the new stream before what is sent again, and no
 * order is promised for that.
 */
async function streamDeleted({ servers, actors }: World): Promise<void> {
  await Promise.all(actors.filter(({ role }) => role === "relay").map((relay) => relay.kill9()));
  await servers.ask(async (_, jsm) => void (await jsm.streams.delete(STATEHUB_EVENTS.name).catch(unlessGone)));
  await servers.createStreams();
}

/** An earlier attempt, whose answer was lost, may have succeeded. */
function unlessGone(error: unknown): void {
  if (!/not found/.test(String(error))) throw error;
}

async function databaseLocked({ databases }: World, { draw, durationMs }: PlannedFault): Promise<void> {
  const unlock = await databases.lock(draw < 0.5 ? "hub" : "effects");
  await delay(durationMs);
  await unlock();
}

/** Up to a day and a bit, forwards or backwards. */
async function clockJump(world: World, { draw }: PlannedFault): Promise<void> {
  const actors = [world.hub, await world.relay(), await world.consumer()];
  actors[Math.floor(draw * 3)]?.send(`clock ${Math.round((((draw * 30) % 1) - 0.5) * 2 * 26 * 3_600_000)}`);
}

async function poisoned(world: World, { draw }: PlannedFault, kind: Kind): Promise<void> {
  const key = `k${1 + Math.floor(draw * KEYS)}`;
  // Behind one that is held it would not be met.
  if (world.heldKeys.includes(key)) return poisoned(world, { draw: (draw + 1 / KEYS) % 1 } as PlannedFault, kind);
  const id = await world.databases.commit(key, kind);
  world.poisons.push({ id, key, kind });
}
