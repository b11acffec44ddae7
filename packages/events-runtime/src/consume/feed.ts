import { setTimeout as delay } from "node:timers/promises";
import { type ConsumerInfo, type JetStreamManager, jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { atLeast } from "../connect/server-version.ts";
import { EventError } from "../event-error.ts";
import { Deliveries } from "./deliveries.ts";
import type { Delivery, Settler } from "./delivery.ts";
import { canPin, GROUP, pinnedTo } from "./durable-consumer.ts";
import { Lease } from "./lease.ts";
import { Placement, type PlacementOptions } from "./placement.ts";
import { Pull } from "./pull.ts";

export interface FeedOptions extends PlacementOptions {
  /** Names the lease and the fence: other feeds of one subscription have others. */
  readonly name: string;
  readonly holder: string;
  readonly maxDeliveries: number;
  readonly inboxPrefix: string | undefined;
  /** Takes a delivery, in the order of the stream. */
  readonly accept: (delivery: Delivery, suspect: boolean) => boolean;
  /** How many further messages may be delivered. */
  readonly room: () => number;
  /** Is told when deliveries may be handled again, or were dropped. */
  readonly changed: () => void;
  /** Is told when this process becomes the active one, and resolves to its fence. */
  readonly claim: (name: string) => Promise<number>;
}

/**
 * One durable consumer of one stream, of which one process at a time is the active one: that to which the server has
 * pinned it (from 2.11 on), or that which holds a lease. It survives lost connections, consumers and streams.
 *
 * A process that was silent for too long, and may have been replaced, starts no handler and acknowledges nothing until
 * it has learned that it was not.
 */
export class Feed implements Settler {
  readonly #options: FeedOptions;
  readonly #deliveries: Deliveries;
  readonly #placement: Placement;
  readonly #lease: Lease;
  #tenure = new AbortController();
  #fence = 0;
  /** Whether deliveries are handed on: what was delivered to others before is awaited or settled. */
  #begun = false;
  /** Whether this process was silent for too long: another one may have taken over, and may have left again. */
  #lapsed = false;
  #pull: Pull | undefined;
  #jsm: JetStreamManager | undefined;
  #pin: string | undefined;
  /** Until when this process is the active one, as far as a pull does not say. */
  #until = 0;
  #termReasons = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#lease = new Lease(options.name, options.holder, options.pinMs);
    this.#deliveries = new Deliveries({
      ackWaitMs: options.ackWaitMs,
      maxDeliveries: options.maxDeliveries,
      accept: options.accept,
      unsettled: () => this.#unsettled(),
      settler: this,
    });
    this.#placement = new Placement(options, this.#deliveries, () => this.#pin);
  }

  get active(): boolean {
    if (!this.#begun || this.#lapsed) return false;
    if (performance.now() < this.#activeUntil) return true;
    this.#lapsed = true;
    return false;
  }

  get signal(): AbortSignal {
    return this.#tenure.signal;
  }

  get fence(): number {
    return this.#fence;
  }

  get fenceName(): string {
    return this.#options.name;
  }

  get names(): { readonly stream: string; readonly durable: string } {
    const { stream, durable } = this.#options;
    return { stream, durable };
  }

  /** How many messages were delivered here and are not settled. */
  get size(): number {
    return this.#deliveries.size;
  }

  /** How many of them do not wait for older messages: those that wait must not take the room that these need. */
  get awake(): number {
    return this.#deliveries.size - this.#deliveries.parked;
  }

  /** How many messages are not settled, delivered or not, as of the last delivery. */
  get lag(): number {
    return this.#deliveries.undelivered + this.#deliveries.size;
  }

  /** When the stream was created: this and a sequence name a message. */
  get streamCreated(): string {
    return this.#placement.streamCreated;
  }

  acknowledge(delivery: Delivery): void {
    this.#deliveries.settle(delivery);
  }

  terminate(delivery: Delivery, reason: string): void {
    this.#deliveries.terminate(delivery, this.#termReasons ? reason : undefined);
  }

  lost(): void {
    if (!this.#begun) return;
    const { stream, durable, logger } = this.#options;
    logger.warn({ stream, durable }, "another process has taken over");
    this.#begun = false;
    this.#until = 0;
    this.#pin = undefined;
    this.#deliveries.drop();
    this.#tenure.abort(new EventError("closed", "another process has taken over"));
    this.#tenure = new AbortController();
    this.#pull?.close();
    this.#options.changed();
  }

  /** There may be room for more. */
  ask(): void {
    this.#pull?.ask();
  }

  down(): void {
    this.#deliveries.down();
  }

  /** Pulls until the connection, the consumer or the stream is gone; throws why. Returns when it was stopped. */
  async session(nc: NatsConnection, signal: AbortSignal, pulling: () => void): Promise<void> {
    const jsm = await jetstreamManager(nc, { checkAPI: false });
    this.#jsm = jsm;
    const pinnable = canPin(nc);
    this.#termReasons = atLeast(nc.info?.version, "2.10.4");
    if (!pinnable && !(await this.#leased(nc, signal, pulling))) return;
    const info = await this.#resumed(nc, jsm);
    if (signal.aborted) return;
    const pull = this.#newPull(nc, pinnable);
    const stop = () => pull.close();
    signal.addEventListener("abort", stop);
    const renewing = setInterval(() => void this.#renew(nc, pinnable, pull), this.#options.pinMs / 3).unref();
    try {
      // A process that is pinned already, and could not begin because its database was away, is not told again.
      if (!this.#begun && (!pinnable || pull.pin !== undefined)) {
        await this.#begin(nc, pinnable ? undefined : info);
      }
      pulling();
      const error = await pull.ended;
      if (error && !signal.aborted) throw error;
    } finally {
      pull.close();
      clearInterval(renewing);
      signal.removeEventListener("abort", stop);
      this.#until = this.#begun ? this.#activeUntil : 0;
      this.#pull = undefined;
    }
  }

  /** Sends what is due, gives the rest back, and lets another process take over. */
  async release(nc: NatsConnection | undefined): Promise<void> {
    const wasActive = this.active;
    if (nc?.isClosed() === false && wasActive) this.#deliveries.up(nc);
    this.#deliveries.release();
    this.#begun = false;
    this.#tenure.abort(new EventError("closed", "the subscription is closed"));
    if (nc === undefined || nc.isClosed() || !wasActive) return;
    await this.#lease.release(nc);
    if (!canPin(nc) || this.#pin === undefined) return;
    const { stream, durable } = this.#options;
    nc.publish(`$JS.API.CONSUMER.UNPIN.${stream}.${durable}`, JSON.stringify({ group: GROUP }));
  }

  get #activeUntil(): number {
    const pinned = this.#pull?.pin === undefined ? 0 : this.#pull.askedAt + this.#options.pinMs;
    return Math.max(this.#until, pinned, this.#lease.until);
  }

  /** Waits for the lease. */
  async #leased(nc: NatsConnection, signal: AbortSignal, waiting: () => void): Promise<boolean> {
    // What has lapsed stays so until it is known what happened meanwhile.
    if (!this.active && this.#begun) this.#lapsed = true;
    while (!signal.aborted) {
      if (nc.isClosed()) throw new EventError("unavailable", "the connection is gone");
      if (await this.#lease.take(nc)) return true;
      if (this.#begun) this.lost();
      waiting();
      await delay(this.#options.pinMs / 4, undefined, { signal }).catch(() => undefined);
    }
    return false;
  }

  async #unsettled(): Promise<number> {
    const { stream, durable } = this.#options;
    if (this.#jsm === undefined) throw new EventError("unavailable", "no connection");
    return (await this.#jsm.consumers.info(stream, durable)).num_ack_pending;
  }

  /** The consumer as it is, after what was begun before is settled or dropped. */
  async #resumed(nc: NatsConnection, jsm: JetStreamManager): Promise<ConsumerInfo> {
    const { stream, durable } = this.#options;
    const asked = performance.now();
    const isLapsed = this.#begun && !this.active;
    // What ends meanwhile is acknowledged when it is known what the server has: it would be awaited otherwise.
    this.#deliveries.down();
    const info = await this.#placement.placed(nc, jsm);
    const pinned = pinnedTo(info);
    if (
      this.#begun &&
      ((pinned !== undefined && pinned !== this.#pin) || (isLapsed && this.#deliveries.isStale(info)))
    ) {
      this.lost();
    }
    this.#lapsed = false;
    this.#placement.saw(info);
    if (pinned !== this.#pin) this.#pin = undefined;
    if (!this.#begun) {
      this.#deliveries.up(nc);
      return info;
    }
    // Nobody has taken over, and nobody does without these messages being delivered again first.
    if (canPin(nc)) this.#until = asked + this.#options.pinMs;
    await this.#deliveries.acknowledge(nc);
    const settled = await jsm.consumers.info(stream, durable);
    this.#deliveries.begin(settled);
    this.#deliveries.up(nc);
    this.#options.changed();
    return settled;
  }

  #newPull(nc: NatsConnection, pinnable: boolean): Pull {
    const { stream, durable, inboxPrefix, pinMs, room } = this.#options;
    const pull = new Pull(
      nc,
      {
        stream,
        durable,
        inboxPrefix,
        room,
        pinMs,
        expiresMs: Math.max(1_000, Math.round(pinMs / 3)),
        group: pinnable ? GROUP : undefined,
        message: (message) => this.#deliveries.add(message),
        pinned: () => {
          this.#pin = pull.pin;
          if (!this.#begun) void this.#begin(nc, undefined).catch((error) => pull.fail(EventError.from(error)));
        },
        unpinned: () => {
          this.#pin = undefined;
          this.#lapsed = this.#begun;
        },
      },
      this.#pin,
    );
    this.#pull = pull;
    return pull;
  }

  async #begin(nc: NatsConnection, known: ConsumerInfo | undefined): Promise<void> {
    const { stream, durable, logger } = this.#options;
    this.#fence = await this.#options.claim(this.#options.name);
    // It may still be as the process before wanted it.
    const info = known ?? (await this.#placement.ensured(nc));
    if (nc.isClosed() || this.#begun) return;
    this.#begun = true;
    this.#lapsed = false;
    logger.info(
      { stream, durable, pending: info.num_pending, unacknowledged: info.num_ack_pending },
      "consuming events",
    );
    this.#deliveries.begin(info);
    this.#options.changed();
  }

  /** Keeps the right to consume, or finds out that it is lost. */
  async #renew(nc: NatsConnection, pinnable: boolean, pull: Pull): Promise<void> {
    const wasActive = this.active;
    const asked = performance.now();
    if (this.#begun && !wasActive) {
      pull.fail(new EventError("unavailable", "this process was silent for too long"));
      return;
    }
    try {
      if (!pinnable) {
        if (!(await this.#lease.take(nc))) this.lost();
      } else if (pull.pin === undefined) {
        const info = await this.#placement.ensured(nc);
        this.#placement.saw(info);
        if (!this.#begun || pull.pin !== undefined) return;
        if (pinnedTo(info) !== undefined) this.lost();
        else if (this.#deliveries.size > 0) this.#until = asked + this.#options.pinMs;
      }
    } catch {
      // The connection or the server is in trouble, which the pull finds out.
    }
  }
}
