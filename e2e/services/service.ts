import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PATIENCE_MS = 120_000;

/** One of the examples, running as a process of its own. */
export class Service implements AsyncDisposable {
  readonly name: string;
  /** All that it printed. */
  readonly lines: string[] = [];
  /** Where it listens; the same after a restart. */
  url = "";
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #changed: () => void = () => undefined;

  private constructor(name: string, env: NodeJS.ProcessEnv) {
    this.name = name;
    this.#env = env;
  }

  /** Starts `examples/<name>`, and resolves when it listens. */
  static async start(name: string, env: NodeJS.ProcessEnv): Promise<Service> {
    const service = new Service(name, { ...process.env, PORT: "0", ...env });
    await service.restart();
    return service;
  }

  get pid(): number {
    return this.#child?.pid ?? -1;
  }

  /** Starts it again, on the same port. */
  async restart(): Promise<void> {
    const main = fileURLToPath(new URL(`../../examples/${this.name}/src/main.ts`, import.meta.url));
    const env = this.url === "" ? this.#env : { ...this.#env, PORT: new URL(this.url).port };
    const child = spawn(process.execPath, ["--conditions=@statehub/source", main], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    const from = this.lines.length;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        this.lines.push(line);
        this.#changed();
      });
    }
    child.once("exit", () => this.#changed());
    const line = await this.printed(/"message":"listening"/, from);
    this.url = (JSON.parse(line) as { address: string }).address;
  }

  /** The first line that matches, from a place on, as soon as there is one. Throws if it ends before, or in the end. */
  async printed(pattern: RegExp, from = 0): Promise<string> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const line = this.lines.slice(from).find((one) => pattern.test(one));
      if (line !== undefined) return line;
      const hasEnded = this.#child?.exitCode !== null || this.#child.signalCode !== null;
      if (hasEnded || performance.now() > deadline)
        throw new Error(`${this.name} did not print ${pattern}; it printed\n${this.lines.slice(-20).join("\n")}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1_000);
        this.#changed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Kills it (SIGKILL), and resolves when it is gone. */
  async kill9(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Asks it to end; resolves to its exit code. */
  async stop(): Promise<number | null> {
    return this.#end("SIGTERM");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, "exit");
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    await ended;
    clearTimeout(late);
    return child.exitCode;
  }
}
