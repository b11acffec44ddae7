import { rm } from "node:fs/promises";
import { join } from "node:path";
import { ServerChild, secondsToStop } from "./child.ts";
import type { Guard } from "./guard.ts";
import { whenReady } from "./ready.ts";
import type { NatsServer } from "./types.ts";

const secondsToStart = 60;

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
  readonly portsDirectory: string;
  port: number;
  version = "";
  readonly #setup: Setup;
  readonly #child: ServerChild;
  #disposed = false;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.binary = setup.binary;
    this.storeDirectory = setup.storeDirectory;
    this.port = setup.port;
    this.#child = new ServerChild("nats-server", setup.guard, join(setup.directory, "nats-server.log"));
    this.portsDirectory = join(setup.directory, "ports");
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.#child.pid;
  }

  get logFile(): string {
    return this.#child.logFile;
  }

  async restart(): Promise<void> {
    if (this.#disposed) throw new Error("this nats-server was disposed of; start another one with startNatsServer()");
    await this.stop();
    const child = await this.#child.spawn(this.binary, this.#options());
    const ready = await whenReady(child, this.portsDirectory, this.logFile, secondsToStart);
    this.port = ready.port;
    this.version = ready.version;
  }

  async stop(): Promise<void> {
    if (await this.#child.end("SIGTERM")) return;
    await this.kill9();
    throw new Error(`nats-server ${this.pid} did not end within ${secondsToStop} s of SIGTERM, and was killed`);
  }

  async kill9(): Promise<void> {
    if (await this.#child.end("SIGKILL")) return;
    throw new Error(`nats-server ${this.pid} is there ${secondsToStop} s after SIGKILL`);
  }

  pause(): void {
    this.#child.pause();
  }

  resume(): void {
    this.#child.resume();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    await this.kill9();
    await rm(this.#setup.directory, { recursive: true, force: true, maxRetries: 5 });
    this.#setup.guard.dismiss();
  }

  #options(): string[] {
    const { jetstream, storeDirectory, configFile } = this.#setup;
    // As options, because they beat the configuration file: `jetstream { max_mem: … }` there still leaves the store here.
    const options = ["--addr", "127.0.0.1", "--port", String(this.port || -1), "--ports_file_dir", this.portsDirectory];
    if (jetstream) options.push("--jetstream", "--store_dir", storeDirectory);
    if (configFile !== undefined) options.push("--config", configFile);
    return options;
  }
}
