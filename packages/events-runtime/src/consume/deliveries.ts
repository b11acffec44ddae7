import type { ConsumerInfo } from "@nats-io/jetstream";
import type { Msg, NatsConnection } from "@nats-io/nats-core";
import { Awaited } from "./awaited.ts";
import { Delivery, type DeliveryInfo, InfoReader, type Settler } from "./delivery.ts";
import type { Mark } from "./recent-acks.ts";
import { Settlements } from "./settlements.ts";

export interface DeliveriesOptions {
  readonly ackWaitMs: number;
  /** Deliveries above this count are under suspicion: the message may be what kills the process each time. */
  readonly maxDeliveries: number;
  /**
   * Takes a delivery, in the order of the stream; `suspect` if it may be what ends the processes. Whether a handler may
   * have begun with it before: one of a key that is held, for example, waits, and is to blame for nothing.
   */
  readonly accept: (delivery: Delivery, suspect: boolean) => boolean;
  /** How many messages the server says are delivered, to anybody, and not settled. */
  readonly unsettled: () => Promise<number>;
  readonly settler: Settler;
}

const WORKING = Buffer.from("+WPI");
// With a delay, in nanoseconds, since a server that gets a bare one while nobody pulls mixes up the order, and 2.9 even
// delivers the wrong messages.
const GIVE_BACK = Buffer.from(`-NAK ${JSON.stringify({ delay: 1e9 })}`);

/**
 * The messages that were delivered to this process and are not settled.
 *
 * They stay here through a lost connection: their acknowledgements are sent on the next one. Dropping them would let
 * the server deliver newer events first, and these only after the ack wait. For the same reason the ack wait of all of
 * them is extended for as long as they wait; and what another process or a former connection got and did not
 * acknowledge is awaited, for at most the ack wait, before anything newer is handled. That there is such a message shows
 * in the consumer's state when consuming starts, and later in a gap in the numbers of its deliveries.
 */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #settlements: Settlements;
  readonly #awaited: Awaited;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #reader = new InfoReader();
  /** By sequence, in the order in which they came. */
  readonly #held = new Map<number, Delivery>();
  /** Those of them that came while older ones are awaited. */
  #parked: Delivery[] = [];
  /** The number of the last delivery to anybody, as far as it is known; 0 while it is not. */
  #lastDelivery = 0;
  /** The number of the last delivery when consuming started: what was delivered before is awaited. */
  #startedAt = 0;
  #next = 0;
  #floor = Number.POSITIVE_INFINITY;
  /** The time, as exactly as an ack wait needs it. */
  #now = performance.now();
  #lastReply = "";
  #pendingAtStart = 0;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    this.#settlements = new Settlements(options.settler);
    this.#heartbeat = setInterval(() => this.#extend(), options.ackWaitMs / 6).unref();
    this.#awaited = new Awaited({
      patienceMs: options.ackWaitMs + 1_000,
      areHere: async () => {
        const unsettled = await options.unsettled().catch(() => Number.POSITIVE_INFINITY);
        return unsettled <= this.#held.size + this.#settlements.due;
      },
      over: () => this.#unpark(),
    });
  }

  /** How many messages were delivered here and are not settled. */
  get size(): number {
    return this.#held.size;
  }

  /** How many of them wait for older ones to come. */
  get parked(): number {
    return this.#parked.length;
  }

  /** How many messages the consumer has that were not delivered, as of the last delivery. */
  get undelivered(): number {
    return this.#reader.read(this.#lastReply)?.pending ?? this.#pendingAtStart;
  }

  /**
   * The lowest stream sequence that may not have been acknowledged, where a consumer that was lost has to start again;
   * undefined before the first `begin`. It may be too low, never too high.
   */
  get position(): number | undefined {
    if (this.#next === 0) return undefined;
    let least = Math.min(this.#floor, this.#next);
    for (const sequence of this.#held.keys()) if (sequence < least) least = sequence;
    return least;
  }

  /** What is known to have been in the stream, the newest first. */
  marks(): Mark[] {
    return [...this.#held.values(), ...this.#settlements.marks()].sort((a, b) => b.sequence - a.sequence);
  }

  /** Sends what is due and what may have been forgotten, and waits until the server has processed it. */
  acknowledge(nc: NatsConnection): Promise<void> {
    return this.#settlements.repeat(nc);
  }

  /** Where acknowledgements go from now on, if this process is the active one. */
  up(nc: NatsConnection): void {
    this.#settlements.up(nc);
  }

  down(): void {
    this.#settlements.down();
  }

  /** Begins to hand on what is delivered, as the one active process of the consumer, which is as described. */
  begin(info: ConsumerInfo): void {
    const floor = info.ack_floor.stream_seq + 1;
    this.#next = Math.max(this.#next, floor);
    this.#floor = info.num_ack_pending > 0 ? floor : Number.POSITIVE_INFINITY;
    this.#startedAt = info.delivered.consumer_seq;
    // What came since the consumer was described is parked.
    this.#lastDelivery = Math.max(this.#startedAt, ...this.#parked.map((parked) => parked.deliverySequence));
    this.#pendingAtStart = info.num_pending;
    this.#lastReply = "";
    let here = this.#settlements.due;
    // What came since then is not among them.
    for (const held of this.#held.values()) if (held.deliverySequence <= this.#startedAt) here++;
    this.#awaited.begin(info.num_ack_pending - here);
  }

  /** Whether the consumer, as described, has delivered or settled what this process knows nothing of. */
  isStale({ delivered, ack_floor }: ConsumerInfo): boolean {
    if (delivered.consumer_seq > this.#lastDelivery) return true;
    for (const sequence of this.#held.keys()) if (sequence <= ack_floor.stream_seq) return true;
    return false;
  }

  /** Another process has taken over: what was delivered here is its business now. */
  drop(): void {
    this.#awaited.pause();
    for (const delivery of this.#held.values()) delivery.dropped = true;
    this.#held.clear();
    this.#settlements.drop();
    this.#parked = [];
  }

  /** The stream has lost what came after this sequence: it means, or will mean, other messages. */
  forgetAfter(sequence: number): void {
    for (const delivery of this.#held.values()) {
      if (delivery.sequence <= sequence) continue;
      delivery.dropped = true;
      this.#held.delete(delivery.sequence);
    }
    this.#parked = this.#parked.filter((delivery) => !delivery.dropped);
    this.#settlements.forgetAfter(sequence);
    this.#next = Math.min(this.#next, sequence + 1);
    this.#floor = Math.min(this.#floor, sequence + 1);
  }

  /** Whether it is a message of the stream. */
  add(message: Msg): boolean {
    const reply = message.reply ?? "";
    const info = this.#reader.read(reply);
    if (info === undefined) return false;
    this.#lastReply = reply;
    const { sequence, deliverySequence } = info;
    const gap = this.#lastDelivery === 0 ? 0 : deliverySequence - this.#lastDelivery - 1;
    if (deliverySequence > this.#lastDelivery) this.#lastDelivery = deliverySequence;
    if (gap > 0) this.#awaited.add(gap);
    // One that is here was not awaited; while it waits for others it may be delivered again and again.
    const isHere = this.#held.get(sequence)?.storedAt === info.storedAt || this.#settlements.isDue(sequence);
    const isKnown = sequence < this.#next && this.#known(message, info);
    if (sequence >= this.#next) this.#next = sequence + 1;
    const delivery = isKnown
      ? undefined
      : new Delivery(this.#options.settler, message, message.subject, info, this.#now);
    if (delivery) this.#held.set(sequence, delivery);
    if (this.#awaited.areNone) {
      if (delivery) this.#options.accept(delivery, false);
      return true;
    }
    if (delivery) this.#parked.push(delivery);
    if (!isHere && (info.deliveryCount > 1 || deliverySequence <= this.#startedAt)) this.#awaited.came();
    return true;
  }

  /** Acknowledges a message. */
  settle(delivery: Delivery): void {
    if (this.#take(delivery)) this.#settlements.acknowledge(delivery, this.#now);
  }

  /** Ends a message with a reason, which servers before 2.10.4 do not take. */
  terminate(delivery: Delivery, reason: string | undefined): void {
    if (this.#take(delivery)) this.#settlements.terminate(delivery, reason, this.#now);
  }

  /** Ends the extension of ack waits and gives what was not handled back to the server, for any process to have now. */
  release(): void {
    this.stop();
    this.#settlements.flush();
    const nc = this.#settlements.connection;
    for (const delivery of this.#held.values()) {
      // One that still runs may end well: it has until the end of its ack wait.
      if (delivery.isRunning) continue;
      delivery.dropped = true;
      nc?.publish(delivery.reply, GIVE_BACK);
    }
  }

  stop(): void {
    clearInterval(this.#heartbeat);
    this.#awaited.stop();
  }

  /** Whether it was held until now, and not dropped. */
  #take(delivery: Delivery): boolean {
    if (delivery.dropped || this.#held.get(delivery.sequence) !== delivery) return false;
    return this.#held.delete(delivery.sequence);
  }

  /** Whether the message was delivered here before, and if so, what is to be done about it. */
  #known(message: Msg, info: DeliveryInfo): boolean {
    const held = this.#held.get(info.sequence);
    if (held?.storedAt === info.storedAt) {
      held.reply = message.reply ?? "";
      held.deliverySequence = info.deliverySequence;
      held.heldSince = this.#now;
      return true;
    }
    if (held !== undefined) held.dropped = true;
    return this.#settlements.renew(message, info);
  }

  #unpark(): void {
    // The server does not keep the order among what it delivers again.
    const inOrder = this.#parked.sort((a, b) => a.sequence - b.sequence);
    this.#parked = [];
    // If one of them killed its process, it is the first that may have been tried: those before it were settled, one by
    // one, and those behind it have never been tried since.
    let isFirst = true;
    for (const delivery of inOrder) {
      delivery.careful = delivery.deliveryCount > 1;
      const suspect = isFirst && delivery.deliveryCount > this.#options.maxDeliveries;
      if (this.#options.accept(delivery, suspect)) isFirst = false;
    }
  }

  #extend(): void {
    this.#now = performance.now();
    const nc = this.#settlements.connection;
    if (nc === undefined) return;
    const before = this.#now - this.#options.ackWaitMs / 4;
    for (const delivery of this.#held.values()) {
      if (delivery.heldSince > before) continue;
      delivery.heldSince = this.#now;
      nc.publish(delivery.reply, WORKING);
    }
  }
}
