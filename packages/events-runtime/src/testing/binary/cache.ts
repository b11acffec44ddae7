import { mkdir, readdir, rename } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import type { Machine } from "./machine.ts";
import { compare, versionOf } from "./version.ts";

/** Where obtained servers are kept, for all projects of this user: `<version>/nats-server` below it. */
export function cacheDirectory(machine: Machine): string {
  return join(cacheRoot(machine), "nats-server");
}

function cacheRoot({ env, platform, home }: Machine): string {
  const own = env.STATEHUB_EVENTS_CACHE;
  // The programs that obtain a server run in directories of their own.
  if (own) return resolve(own);
  if (platform === "darwin") return join(home, "Library/Caches/statehub-events");
  if (platform === "win32") return join(env.LOCALAPPDATA || join(home, "AppData/Local"), "statehub-events/cache");
  // The XDG base directory specification: a relative value is to be ignored.
  const xdg = env.XDG_CACHE_HOME;
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, ".cache"), "statehub-events");
}

/** The newest cached server that `accepts` takes and that runs. */
export async function cached(
  machine: Machine,
  accepts: (version: string) => boolean,
): Promise<{ binary: string; version: string } | undefined> {
  const directory = cacheDirectory(machine);
  const entries = await readdir(directory).catch(() => []);
  const fitting = entries.filter((entry) => /^\d+\.\d+\.\d+/.test(entry) && accepts(entry));
  for (const entry of fitting.sort(compare).reverse()) {
    const binary = join(directory, entry, fileName(machine));
    const version = await versionOf(binary);
    if (version !== undefined && accepts(version)) return { binary, version };
  }
  return undefined;
}

/** Moves a finished binary into the cache. Renaming is atomic: there is never half a binary under its final name. */
export async function keep(binary: string, version: string, machine: Machine): Promise<string> {
  const directory = join(cacheDirectory(machine), version);
  const target = join(directory, fileName(machine));
  await mkdir(directory, { recursive: true });
  await rename(binary, target);
  return target;
}

/** `nats-server`, with the ending that Windows wants. */
export function fileName(machine: Machine): string {
  return machine.platform === "win32" ? "nats-server.exe" : "nats-server";
}
