import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Guard, guard } from "../../src/testing/guard.ts";
import { untilStopped } from "../../src/testing/stopped.ts";
import type { ChildSettings } from "./options.ts";

export type Role = "hub" | "relay" | "consumer";

/** What a process says of itself, several times a second: counts by name, and its memory. */
export type Counts = Record<string, number>;

/** One place for a process, which is filled again whenever the process in it has ended. */
export class Actor {
  readonly role: Role;
  readonly name: string;
  readonly logFile: string;
  /** Sums over all processes that were here; `rss` is the highest in bytes. */
  readonly counts: Counts = {};
  /** How processes ended that nobody ended. */
  readonly crashes: string[] = [];
  /** Processes that a poisonous event has killed. */
  deaths = 0;
  starts = 0;
  readonly #settings: ChildSettings;
  readonly #guard: Guard;
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #latest: Counts = {};
  #isEnding = false;
  #isDown = false;

  constructor(role: Role, name: string, directory: string, settings: ChildSettings) {
    this.role = role;
    this.name = name;
    this.#settings = settings;
    this.logFile = join(directory, `${name}.log`);
    const own = join(directory, name);
    mkdirSync(own);
    this.#guard = guard(own);
    this.start();
  }

  get pid(): number {
    return this.#child?.pid ?? -1;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  start(): void {
    this.#isEnding = false;
    this.starts++;
    const program = fileURLToPath(new URL(`children/${this.role}.ts`, import.meta.url));
    const settings = JSON.stringify({ ...this.#settings, seed: this.#settings.seed * 1_000 + this.starts });
    const log = openSync(this.logFile, "a");
    const child = this.#guard.spawn(process.execPath, ["--conditions=@statehub/source", program, settings], {
      stdio: ["pipe", "pipe", log],
    });
    closeSync(log);
    this.#child = child;
    this.#ended = once(child, "exit");
    child.stdin?.on("error", () => {});
    if (child.stdout) createInterface(child.stdout).on("line", (line) => this.#read(line));
    child.once("exit", (code, signal) => this.#over(code, signal));
  }

  send(line: string): void {
    this.#child?.stdin?.write(`${line}\n`);
  }

  /** Ends the process at once; another takes its place. */
  async kill9(): Promise<void> {
    this.#isEnding = true;
    const ended = this.#ended;
    this.#child?.kill("SIGKILL");
    await ended;
  }

  /** Asks the process to end, and waits for it; another takes its place. */
  async stop(): Promise<void> {
    this.#isEnding = true;
    const ended = this.#ended;
    this.#child?.kill("SIGTERM");
    await ended;
  }

  freeze(): void {
    const { pid } = this;
    this.#child?.kill("SIGSTOP");
    if (this.isRunning) untilStopped(pid);
  }

  thaw(): void {
    this.#child?.kill("SIGCONT");
  }

  /** Ends the process in time, for good. Resolves to whether it ended by itself within the seconds given. */
  async end(seconds: number): Promise<boolean> {
    this.#isDown = true;
    const child = this.#child;
    const late = setTimeout(() => child?.kill("SIGKILL"), seconds * 1_000);
    await this.stop();
    clearTimeout(late);
    // One that has only just begun ends without being told how.
    return child?.exitCode === 0 || child?.signalCode === "SIGTERM";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDown = true;
    await this.kill9();
    this.#guard.dismiss();
  }

  #read(line: string): void {
    try {
      this.#latest = JSON.parse(line);
    } catch {
      // It was killed while writing it.
    }
  }

  #over(code: number | null, signal: string | null): void {
    for (const [name, count] of Object.entries(this.#latest)) this.counts[name] = added(name, this.counts[name], count);
    this.#latest = {};
    if (!this.#isEnding && signal === "SIGKILL" && this.role === "consumer") this.deaths++;
    else if (!this.#isEnding) this.crashes.push(`${this.name}: ended by itself, ${signal ?? `exit code ${code}`}`);
    else if (signal === null && code !== 0) this.crashes.push(`${this.name}: ended with exit code ${code}`);
    if (!this.#isDown) this.start();
  }
}

function added(name: string, before = 0, count: number): number {
  return name === "rss" ? Math.max(before, count) : before + count;
}
