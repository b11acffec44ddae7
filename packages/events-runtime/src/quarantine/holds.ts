import type { NatsConnection } from "@nats-io/nats-core";
import { EventError } from "../event-error.ts";
import { listQuarantined, type QuarantineStreams, showQuarantined } from "./quarantine.ts";

const POLL_MS = 1_000;

export interface HoldsOptions {
  readonly consumer: string;
  readonly streams: QuarantineStreams;
  readonly hold: (key: string) => void;
  readonly release: (key: string) => void;
  readonly connection: () => NatsConnection | undefined;
}

/**
 * The keys that are held because one of their events is in the quarantine. The quarantine itself is what remembers
 * them: a key is held as long as an entry that says so is there, which ends when it is discarded, or replayed and
 * handled.
 */
export class Holds {
  readonly #options: HoldsOptions;
  /** Ids of entries by key. */
  readonly #entries = new Map<string, Set<number>>();
  #polling: NodeJS.Timeout | undefined;

  constructor(options: HoldsOptions) {
    this.#options = options;
  }

  /** Finds out what is held. Throws `EventError`. */
  async load(nc: NatsConnection): Promise<void> {
    const { consumer, streams } = this.#options;
    try {
      for await (const { id, heldKey } of listQuarantined(nc, { consumer }, streams)) {
        if (heldKey !== undefined) this.add(heldKey, id);
      }
    } catch (error) {
      // Without a quarantine nothing was ever held.
      if (EventError.from(error).code !== "no_stream") throw error;
    }
  }

  add(key: string, id: number): void {
    const ids = this.#entries.get(key) ?? new Set();
    ids.add(id);
    this.#entries.set(key, ids);
    this.#options.hold(key);
    this.#polling ??= setInterval(() => void this.#poll(), POLL_MS).unref();
  }

  /** An entry is gone. */
  remove(id: number): void {
    for (const [key, ids] of this.#entries) {
      if (!ids.delete(id) || ids.size > 0) continue;
      this.#entries.delete(key);
      this.#options.release(key);
    }
    if (this.#entries.size === 0) this.stop();
  }

  stop(): void {
    clearInterval(this.#polling);
    this.#polling = undefined;
  }

  async #poll(): Promise<void> {
    const nc = this.#options.connection();
    if (nc === undefined) return;
    for (const id of [...this.#entries.values()].flatMap((ids) => [...ids])) {
      try {
        if ((await showQuarantined(nc, id, this.#options.streams)) === undefined) this.remove(id);
      } catch {
        return;
      }
    }
  }
}
