import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import type { Guard, GuardedSpawnOptions } from "./guard.ts";
import { untilStopped } from "./stopped.ts";

export const secondsToStop = 30;

/** The process of a server over its restarts. All that it prints goes to one file. */
export class ServerChild {
  /** Of the running process, or of the last one that ran. */
  pid = -1;
  readonly logFile: string;
  readonly #name: string;
  readonly #guard: Guard;
  #child: ChildProcess | undefined;

  constructor(name: string, guard: Guard, logFile: string) {
    this.#name = name;
    this.#guard = guard;
    this.logFile = logFile;
  }

  get running(): ChildProcess | undefined {
    const child = this.#child;
    const runs = child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
    return runs ? child : undefined;
  }

  async spawn(
    program: string,
    args: readonly string[],
    options: Omit<GuardedSpawnOptions, "stdio"> = {},
  ): Promise<ChildProcess> {
    const log = openSync(this.logFile, "a");
    const child = this.#guard.spawn(program, args, { ...options, stdio: ["ignore", log, log] });
    closeSync(log);
    // A server that nobody disposed of must not keep the process alive: the guard ends it.
    child.unref();
    this.#child = child;
    this.pid = child.pid ?? -1;
    await once(child, "spawn");
    return child;
  }

  /** Sends the signal to the process, if it runs. Resolves to whether it ended in time. */
  async end(signal: "SIGTERM" | "SIGQUIT" | "SIGKILL"): Promise<boolean> {
    const child = this.running;
    if (child === undefined) return true;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), secondsToStop * 1000);
    const ended = once(child, "exit", { signal: limit.signal });
    child.kill(signal);
    // A paused process takes no other signal before this one.
    if (process.platform !== "win32") child.kill("SIGCONT");
    try {
      await ended;
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  pause(): void {
    this.#signal("SIGSTOP");
    untilStopped(this.pid);
  }

  resume(): void {
    this.#signal("SIGCONT");
  }

  #signal(signal: "SIGSTOP" | "SIGCONT"): void {
    const name = this.#name;
    if (process.platform === "win32")
      throw new Error(`Windows has no ${signal}: pausing a ${name} needs Linux or macOS`);
    const child = this.running;
    if (child === undefined) throw new Error(`${name} is not running, so it cannot take ${signal}; restart() it first`);
    child.kill(signal);
  }
}
