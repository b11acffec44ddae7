import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Guard } from "./guard.ts";
import { whenReady } from "./ready.ts";
import { untilStopped } from "./stopped.ts";
import type { NatsServer } from "./types.ts";

const secondsToStart = 60;
const secondsToStop = 30;

/** What does not change over the restarts of one server. */
interface Setup {
  readonly binary: string;
  /** For ports file, configuration, log, and the store unless the caller gave one. Removed on disposal. */
  readonly directory: string;
  readonly guard: Guard;
  readonly storeDirectory: string;
  /** 0 for one that the server takes. */
  readonly port: number;
  readonly jetstream: boolean;
  readonly configFile: string | undefined;
}

/** One nats-server over its stops, kills and restarts. */
export class ServerProcess implements NatsServer {
  readonly binary: string;
  readonly storeDirectory: string;
  readonly logFile: string;
  readonly portsDirectory: string;
  port: number;
  version = "";
  pid = -1;
  readonly #setup: Setup;
  #child: ChildProcess | undefined;
  #disposed = false;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.binary = setup.binary;
    this.storeDirectory = setup.storeDirectory;
    this.port = setup.port;
    this.logFile = join(setup.directory, "nats-server.log");
    this.portsDirectory = join(setup.directory, "ports");
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  async restart(): Promise<void> {
    if (this.#disposed) throw new Error("this nats-server was disposed of; start another one with startNatsServer()");
    await this.stop();
    const child = this.#spawn();
    await once(child, "spawn");
    const ready = await whenReady(child, this.portsDirectory, this.logFile, secondsToStart);
    this.port = ready.port;
    this.version = ready.version;
  }

  async stop(): Promise<void> {
    const child = this.#running();
    if (child === undefined) return;
    child.kill("SIGTERM");
    // A paused process takes no other signal before this one.
    if (process.platform !== "win32") child.kill("SIGCONT");
    if (await this.#gone(child)) return;
    await this.kill9();
    throw new Error(`nats-server ${child.pid} did not end within ${secondsToStop} s of SIGTERM, and was killed`);
  }

  async kill9(): Promise<void> {
    const child = this.#running();
    if (child === undefined) return;
    child.kill("SIGKILL");
    if (!(await this.#gone(child)))
      throw new Error(`nats-server ${child.pid} is there ${secondsToStop} s after SIGKILL`);
  }

  pause(): void {
    this.#signal("SIGSTOP");
    untilStopped(this.pid);
  }

  resume(): void {
    this.#signal("SIGCONT");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    await this.kill9();
    await rm(this.#setup.directory, { recursive: true, force: true, maxRetries: 5 });
    this.#setup.guard.dismiss();
  }

  #spawn(): ChildProcess {
    const { binary, guard, jetstream, storeDirectory, configFile } = this.#setup;
    // As options, because they beat the configuration file: `jetstream { max_mem: … }` there still leaves the store here.
    const options = ["--addr", "127.0.0.1", "--port", String(this.port || -1), "--ports_file_dir", this.portsDirectory];
    if (jetstream) options.push("--jetstream", "--store_dir", storeDirectory);
    if (configFile !== undefined) options.push("--config", configFile);
    const log = openSync(this.logFile, "a");
    const child = guard.spawn(binary, options, { stdio: ["ignore", log, log] });
    closeSync(log);
    // A server that nobody disposed of must not keep the process alive: the guard ends it.
    child.unref();
    this.#child = child;
    this.pid = child.pid ?? -1;
    return child;
  }

  #running(): ChildProcess | undefined {
    const child = this.#child;
    const runs = child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
    return runs ? child : undefined;
  }

  /** Whether the process ended in time. */
  async #gone(child: ChildProcess): Promise<boolean> {
    if (child !== this.#running()) return true;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), secondsToStop * 1000);
    try {
      await once(child, "exit", { signal: limit.signal });
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  #signal(signal: "SIGSTOP" | "SIGCONT"): void {
    if (process.platform === "win32")
      throw new Error(`Windows has no ${signal}: pausing a nats-server needs Linux or macOS`);
    const child = this.#running();
    if (child === undefined)
      throw new Error(`nats-server is not running, so it cannot take ${signal}; restart() it first`);
    child.kill(signal);
  }
}
