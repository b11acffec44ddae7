import { setTimeout as delay } from "node:timers/promises";
import { type JetStreamManager, jetstream, jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { EventError } from "../event-error.ts";

/**
 * One message per consumer says which process may consume; who writes it next must have read it last. For servers that
 * cannot pin a consumer to a client.
 */
export const STATEHUB_LEASES = "STATEHUB_LEASES";

const SUBJECT = "lease.statehub";
const RELEASED = "";
const STREAM_NOT_FOUND = 10059;
const NO_MESSAGE = 10037;
const FIRST_MS = 500;

/**
 * The right to consume, for a time that is renewed before it is over. Nobody's clock is compared with another's: one
 * who waits takes over what was not renewed for as long by his own.
 */
export class Lease {
  readonly #subject: string;
  readonly #holder: string;
  readonly #ttlMs: number;
  /** Of this process's own message, while it holds the lease. */
  #sequence: number | undefined;
  #until = 0;
  #seen: { readonly sequence: number; readonly at: number } | undefined;

  constructor(name: string, holder: string, ttlMs: number) {
    this.#subject = `${SUBJECT}.${name}`;
    this.#holder = holder;
    this.#ttlMs = ttlMs;
  }

  /** Until when nobody else takes it, by `performance.now()`. */
  get until(): number {
    return this.#until;
  }

  /** Takes or renews it. Resolves to whether this process holds it; throws `EventError`. */
  async take(nc: NatsConnection): Promise<boolean> {
    const jsm = await jetstreamManager(nc, { checkAPI: false });
    if (this.#sequence !== undefined && (await this.#write(nc, this.#sequence))) return true;
    const last = await this.#read(jsm);
    if (last === undefined || last.holder === this.#holder || last.holder === RELEASED) {
      return this.#write(nc, last?.sequence ?? 0);
    }
    this.#sequence = undefined;
    this.#until = 0;
    const now = performance.now();
    if (this.#seen?.sequence !== last.sequence) this.#seen = { sequence: last.sequence, at: now };
    return now - this.#seen.at > this.#ttlMs && this.#write(nc, last.sequence);
  }

  /** Lets another process have it at once. */
  async release(nc: NatsConnection): Promise<void> {
    if (this.#sequence === undefined) return;
    await this.#write(nc, this.#sequence, RELEASED).catch(() => false);
    this.#until = 0;
    this.#sequence = undefined;
  }

  async #write(nc: NatsConnection, after: number, holder: string = this.#holder): Promise<boolean> {
    const start = performance.now();
    try {
      const expect = { lastSubjectSequence: after };
      const { seq } = await jetstream(nc).publish(this.#subject, holder, { expect, timeout: 2_000 });
      this.#sequence = seq;
      this.#until = start + this.#ttlMs;
      return true;
    } catch (error) {
      const known = EventError.from(error);
      if (known.code !== "expected_sequence") throw known;
      return false;
    }
  }

  async #read(
    jsm: JetStreamManager,
    isSure = false,
  ): Promise<{ readonly sequence: number; readonly holder: string } | undefined> {
    try {
      const last = await jsm.streams.getMessage(STATEHUB_LEASES, { last_by_subj: this.#subject });
      return last ? { sequence: last.seq, holder: last.string() } : undefined;
    } catch (error) {
      const known = EventError.from(error);
      if (known.apiCode === NO_MESSAGE) return undefined;
      if (known.apiCode !== STREAM_NOT_FOUND) throw known;
      // Processes that start together must not create it together: an old server may be left with half of it.
      if (!isSure) {
        // It must not keep a process whose connection was closed meanwhile.
        await delay(Math.random() * FIRST_MS, undefined, { ref: false });
        return this.#read(jsm, true);
      }
      await jsm.streams.add({
        name: STATEHUB_LEASES,
        description: "Which process consumes for a durable consumer",
        subjects: [`${SUBJECT}.>`],
        max_msgs_per_subject: 1,
        max_bytes: 1024 ** 2,
        allow_direct: false,
      });
      return undefined;
    }
  }
}
