import { once } from "node:events";

/** Standard output for what may be long: it waits for whoever reads it, and ends when nobody reads any more. */
export class Output {
  readonly #ended = new AbortController();

  constructor() {
    process.stdout.once("error", (error: NodeJS.ErrnoException) => {
      // `statehub-events tail | head` is a whole command.
      if (error.code !== "EPIPE") throw error;
      this.#ended.abort();
    });
  }

  /** Aborted when nobody reads any more. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  async write(text: string): Promise<void> {
    if (this.signal.aborted || process.stdout.write(text)) return;
    await once(process.stdout, "drain", { signal: this.signal }).catch(() => undefined);
  }
}
