import type { FoundNatsServer } from "../types.ts";
import { cached } from "./cache.ts";
import { howToGet } from "./how-to-get.ts";
import { executables, type Machine } from "./machine.ts";
import { obtain } from "./obtain.ts";
import { isCurrent, isOldest, isSupported, versionOf, versions } from "./version.ts";
import { apt, currentWays, oldestWays } from "./ways.ts";

type Log = (line: string) => void;
type Accepts = (version: string) => boolean;

/** A binary that somebody named: it is obeyed, whatever its version, or refused with the reason. */
export async function named(binary: string, by: string): Promise<FoundNatsServer> {
  const version = await versionOf(binary);
  if (version === undefined) {
    throw new Error(`got ${by} = "${binary}"; want the path of an executable that answers -v with "nats-server: v…"`);
  }
  return { binary, version, source: by };
}

/** 2.12 or newer: named, installed, cached or obtained. An older one only if there is no way to a current one. */
export async function findCurrent(machine: Machine, log: Log): Promise<FoundNatsServer> {
  const explicit = machine.env.NATS_SERVER_BIN;
  if (explicit) return named(explicit, "NATS_SERVER_BIN");
  const atHand = await installedOrCached(machine, isCurrent);
  if (atHand !== undefined) return atHand;
  const current = await obtain(currentWays, isCurrent, machine, log);
  if ("found" in current) return current.found;

  const older = (await installedOrCached(machine, isSupported)) ?? (await obtain([apt], isSupported, machine, log));
  if ("failures" in older) throw howToGet("current", [...current.failures, ...older.failures]);
  const found = "found" in older ? older.found : older;
  if (!isCurrent(found.version)) {
    log(
      `using nats-server ${found.version} (${found.source}): no way to a current one. ${current.failures.join("; ")}`,
    );
  }
  return found;
}

/** 2.9: named, installed, cached or obtained. */
export async function findOldest(machine: Machine, log: Log): Promise<FoundNatsServer> {
  const explicit = machine.env.NATS_SERVER_OLDEST_BIN;
  if (explicit) return named(explicit, "NATS_SERVER_OLDEST_BIN");
  const atHand = await installedOrCached(machine, isOldest);
  if (atHand !== undefined) return atHand;
  const oldest = await obtain(oldestWays, (version) => version === versions.oldest, machine, log);
  if ("found" in oldest) return oldest.found;
  throw howToGet("oldest", oldest.failures);
}

async function installedOrCached(machine: Machine, accepts: Accepts): Promise<FoundNatsServer | undefined> {
  for (const binary of await executables("nats-server", machine, machine.usualPlaces)) {
    const version = await versionOf(binary);
    if (version !== undefined && accepts(version)) return { binary, version, source: "PATH" };
  }
  const kept = await cached(machine, accepts);
  return kept && { ...kept, source: "cache" };
}
