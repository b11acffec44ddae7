import { access, constants, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { FoundNatsServer } from "../types.ts";
import { cacheDirectory, cached, keep } from "./cache.ts";
import { whileLocked } from "./lock.ts";
import type { Machine } from "./machine.ts";
import { versionOf } from "./version.ts";
import type { Way } from "./ways.ts";
import { inWorkspace, onPath, type Workspace } from "./workspace.ts";

/** A server that one of the ways led to, or why none of them did: one line for each. */
export type Obtained = { readonly found: FoundNatsServer } | { readonly failures: readonly string[] };

/**
 * Goes the ways in turn until one leads to a server whose version `accepts` takes, and keeps that in the cache.
 * Safe to call from several processes at once: the first works, the others wait and find it in the cache.
 */
export async function obtain(
  ways: readonly Way[],
  accepts: (version: string) => boolean,
  machine: Machine,
  log: (line: string) => void,
): Promise<Obtained> {
  const cache = cacheDirectory(machine);
  try {
    await mkdir(cache, { recursive: true });
    await access(cache, constants.W_OK);
  } catch (error) {
    const reason = `the cache ${cache} cannot be written (${(error as NodeJS.ErrnoException).code})`;
    return { failures: [`${reason}; set STATEHUB_EVENTS_CACHE to a directory that can`] };
  }
  return whileLocked(join(cache, ".lock"), log, async () => {
    const already = await cached(machine, accepts);
    if (already !== undefined) return { found: { ...already, source: "cache" } };
    const failures: string[] = [];
    for (const way of ways) {
      try {
        for (const tool of way.tools(machine)) await onPath(tool, machine);
        const go = (workspace: Workspace) => obtainBy(way, accepts, workspace);
        return { found: await inWorkspace(machine, log, go) };
      } catch (error) {
        failures.push(`${way.name}: ${(error as Error).message}`);
      }
    }
    return { failures };
  });
}

async function obtainBy(
  way: Way,
  accepts: (version: string) => boolean,
  workspace: Workspace,
): Promise<FoundNatsServer> {
  workspace.log(`obtaining nats-server: ${way.name}`);
  const began = Date.now();
  const binary = await way.obtain(workspace);
  const version = await versionOf(binary);
  if (version === undefined) throw new Error("what came does not run here as a nats-server");
  if (!accepts(version)) throw new Error(`got version ${version}, which is not the wanted one`);
  const kept = await keep(binary, version, workspace.machine);
  workspace.log(`obtained nats-server ${version} in ${((Date.now() - began) / 1000).toFixed(1)} s: ${kept}`);
  return { binary: kept, version, source: way.name };
}
