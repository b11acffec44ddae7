import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { deferred } from "@nats-io/nats-core";
import { inBench } from "../workspace.ts";

/** What a process has cost so far. */
export interface Usage {
  readonly rssMb: number;
  /** What is in use once garbage was collected. */
  readonly liveMb: number;
  readonly cpuMs: number;
}

/** What the processes of the bench tell the one that started them. */
export type Told =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly times: Float64Array }
  | { readonly kind: "usage"; readonly usage: Usage };

export type Ordered = { readonly kind: "go" | "usage" | "end" };

/** A process of the bench, as the one that started it sees it. */
export class Child implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(program: string, args: readonly string[]) {
    this.#process = fork(inBench("end-to-end", program), args, {
      execArgv: ["--expose-gc"],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#ended = once(this.#process, "exit");
  }

  /** Starts a program and resolves when it is ready. */
  static async start(program: string, options: Readonly<Record<string, string | number>>): Promise<Child> {
    const child = new Child(
      program,
      Object.entries(options).map(([name, value]) => `--${name}=${value}`),
    );
    await child.#told("ready");
    return child;
  }

  /** Lets it begin. When each event was written, or handled, in milliseconds of a clock that all processes share. */
  async run(): Promise<Float64Array> {
    const done = this.#told("done");
    this.#process.send({ kind: "go" } satisfies Ordered);
    return (await done).times;
  }

  async usage(): Promise<Usage> {
    const told = this.#told("usage");
    this.#process.send({ kind: "usage" } satisfies Ordered);
    return (await told).usage;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.connected) this.#process.send({ kind: "end" } satisfies Ordered);
    const late = setTimeout(() => this.#process.kill("SIGKILL"), 20_000);
    await this.#ended;
    clearTimeout(late);
  }

  async #told<Kind extends Told["kind"]>(kind: Kind): Promise<Extract<Told, { kind: Kind }>> {
    const told = deferred<Extract<Told, { kind: Kind }>>();
    const hear = (message: Told) => {
      if (message.kind === kind) told.resolve(message as Extract<Told, { kind: Kind }>);
    };
    const ended = (code: number | null) =>
      told.reject(new Error(`${this.#process.spawnargs.slice(1).join(" ")} ended with ${code}`));
    this.#process.on("message", hear).on("exit", ended);
    try {
      return await told;
    } finally {
      this.#process.off("message", hear).off("exit", ended);
    }
  }
}
