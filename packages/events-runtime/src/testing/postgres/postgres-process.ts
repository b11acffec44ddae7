import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { thisMachine } from "../binary/machine.ts";
import { run } from "../binary/run.ts";
import { ServerChild, secondsToStop } from "../child.ts";
import type { Guard } from "../guard.ts";
import type { PostgresServer } from "../postgres-server.ts";
import { lastLines } from "../ready.ts";
import { program } from "./find-postgres.ts";
import type { Account } from "./unprivileged.ts";

const secondsToStart = 60;

interface Setup {
  /** For data and log. Removed on disposal. */
  readonly directory: string;
  readonly guard: Guard;
  readonly account: Account;
  readonly version: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, string | number>>;
}

/** One PostgreSQL over its crashes and restarts. */
export class PostgresProcess implements PostgresServer {
  readonly #setup: Setup;
  readonly port: number;
  readonly version: string;
  readonly dataDirectory: string;
  /** Where `postgres` is. */
  programs = "";
  readonly #child: ServerChild;
  #crashed = false;
  #disposed = false;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.port = setup.port;
    this.version = setup.version;
    this.dataDirectory = join(setup.directory, "data");
    this.#child = new ServerChild("PostgreSQL", setup.guard, join(setup.directory, "postgres.log"));
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  get pid(): number {
    return this.#child.pid;
  }

  get logFile(): string {
    return this.#child.logFile;
  }

  async restart(): Promise<void> {
    if (this.#disposed) throw new Error("this PostgreSQL was disposed of; start another one with startPostgres()");
    await this.#end("SIGQUIT");
    // What a killed server left running notices a moment later, and holds the data until then.
    const patience = Date.now() + (this.#crashed ? secondsToStop * 1000 : 0);
    this.#crashed = false;
    while (!(await this.#starts())) {
      if (Date.now() > patience) throw new Error(`PostgreSQL did not start.${await lastLines(this.logFile)}`);
    }
  }

  async crash(): Promise<void> {
    this.#crashed = true;
    await this.#end("SIGKILL");
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
    // Ends at once, and leaves nothing in shared memory.
    await this.#end("SIGQUIT");
    await this.#removeSharedMemory();
    await rm(this.#setup.directory, { recursive: true, force: true, maxRetries: 5 });
    this.#setup.guard.dismiss();
  }

  /** Whether the server takes connections; false if it ended instead. */
  async #starts(): Promise<boolean> {
    const { directory, account } = this.#setup;
    const postgres = program(this.programs, "postgres", thisMachine());
    await this.#child.spawn(postgres, this.#options(), { cwd: directory, ...account });
    const deadline = Date.now() + secondsToStart * 1000;
    while (!(await this.#isReady())) {
      if (this.#child.running === undefined) return false;
      if (Date.now() > deadline) {
        await this.#end("SIGKILL");
        return false;
      }
      await delay(5);
    }
    return true;
  }

  #options(): string[] {
    const { port, settings } = this.#setup;
    // Files instead of sockets and shared memory outside of the directory: nothing is left of a killed server.
    const all = { unix_socket_directories: "", dynamic_shared_memory_type: "mmap", ...settings };
    const set = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    return ["-D", this.dataDirectory, "-p", String(port), "-h", "127.0.0.1", ...set];
  }

  async #end(signal: "SIGQUIT" | "SIGKILL"): Promise<void> {
    // Windows has no SIGQUIT.
    const fitting = process.platform === "win32" ? "SIGKILL" : signal;
    if (!(await this.#child.end(fitting))) await this.#child.end("SIGKILL");
  }

  /** The last line of postmaster.pid is what pg_ctl waits for, too. */
  async #isReady(): Promise<boolean> {
    const lines = await this.#pidFile();
    return lines[0] === String(this.pid) && lines[7]?.trim() === "ready";
  }

  /** A killed server's shared memory stays until the next start in the same directory. Where ipcrm is missing, it stays. */
  async #removeSharedMemory(): Promise<void> {
    const id = (await this.#pidFile())[6]?.trim().split(/\s+/)[1];
    if (id !== undefined) await run("ipcrm", ["-m", id], { seconds: 10 }).catch(() => undefined);
  }

  async #pidFile(): Promise<string[]> {
    return (await readFile(join(this.dataDirectory, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  }
}
