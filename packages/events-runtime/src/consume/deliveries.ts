import type { ConsumerInfo, JsMsg } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { RecentAcks } from "./recent-acks.ts";

/**
 * What becomes of a delivered message: acknowledged, or left to the server, which delivers it again after the ack wait.
 */
export type Outcome = "ack" | "leave";

/** A delivered message that is not settled. */
interface Held {
  readonly sequence: number;
  /** Its newest delivery: the one to be acknowledged. */
  message: JsMsg;
}

const ACK = Buffer.from("+ACK");
const WORKING = Buffer.from("+WPI");
// With a delay, in nanoseconds, since a server that gets a bare one while nobody pulls mixes up the order, and 2.9 even
// delivers the wrong messages.
const GIVE_BACK = `-NAK ${JSON.stringify({ delay: 1e9 })}`;

/**
 * The messages that were delivered to this process and are not settled, handled one after the other in the order of the
 * stream.
 *
 * They stay here through a lost connection: their acknowledgements are sent on the next one. Dropping them would let
 * the server deliver newer events first, and these only after the ack wait. For the same reason the ack wait of all of
 * them is extended while they wait for a slow handler; what is left at the end is given back at once; and at the start,
 * what a former process or connection had and did not acknowledge is awaited, for at most the ack wait, before anything
 * newer is handled.
 */
export class Deliveries {
  readonly #handle: (message: JsMsg) => Promise<Outcome>;
  readonly #ackWaitMs: number;
  readonly #heartbeat: NodeJS.Timeout;
  /** To be handled, in order; the first may be running. */
  readonly #queue = new Map<number, Held>();
  /** Delivered while older ones are awaited. */
  readonly #parked = new Map<number, Held>();
  /** Handled in vain, and left to the server. */
  readonly #left = new Map<number, Held>();
  /** Where acknowledgements are due on the next connection. */
  readonly #acks = new Set<string>();
  readonly #recent = new RecentAcks();
  #nc: NatsConnection | undefined;
  #running: Held | undefined;
  #working: Promise<void> | undefined;
  #stopped = false;
  /** How many older messages are awaited, and until when. */
  #awaited = 0;
  #patience: NodeJS.Timeout | undefined;
  #next = 0;
  #floor = Number.POSITIVE_INFINITY;

  /** `handle` must not throw. */
  constructor(handle: (message: JsMsg) => Promise<Outcome>, ackWaitMs: number) {
    this.#handle = handle;
    this.#ackWaitMs = ackWaitMs;
    this.#heartbeat = setInterval(() => this.#extend(), ackWaitMs / 3).unref();
  }

  /** How many messages wait or are being handled. */
  get size(): number {
    return this.#queue.size + this.#parked.size;
  }

  /**
   * The lowest stream sequence that may not have been acknowledged, where a consumer that was lost has to start again;
   * undefined before the first `up`. It may be too low, never too high.
   */
  get position(): number | undefined {
    if (this.#next === 0) return undefined;
    return Math.min(this.#floor, this.#next, ...this.#left.keys(), ...this.#queue.keys(), ...this.#parked.keys());
  }

  /**
   * Sends the acknowledgements that are due, and those that a server that was killed may have forgotten, and waits until
   * the server has processed them.
   */
  async acknowledge(nc: NatsConnection): Promise<void> {
    const due = [...this.#acks];
    const all = [...this.#recent.replies().filter((reply) => !this.#acks.has(reply)), ...due];
    const last = all.pop();
    if (last === undefined) return;
    for (const reply of all) nc.publish(reply, ACK);
    // What it had not forgotten, a server from 2.10 on does not answer; nor does a consumer that is gone.
    const timeout = due.length > 0 ? 5_000 : 250;
    await nc.request(last, ACK, { timeout }).catch(() => undefined);
    if (nc.isClosed()) return;
    for (const reply of due) this.#acks.delete(reply);
  }

  /** Takes a connection into use, on which the consumer is as described. */
  up(nc: NatsConnection, { ack_floor, num_ack_pending }: ConsumerInfo): void {
    this.#nc = nc;
    const floor = ack_floor.stream_seq + 1;
    this.#next = Math.max(this.#next, floor);
    this.#floor = num_ack_pending > 0 ? floor : Number.POSITIVE_INFINITY;
    this.#awaited = num_ack_pending - this.size - this.#left.size - this.#acks.size;
    clearTimeout(this.#patience);
    if (this.#awaited > 0) this.#patience = setTimeout(() => this.#unpark(), this.#ackWaitMs + 1_000).unref();
    else this.#unpark();
    for (const reply of this.#acks) nc.publish(reply, ACK);
    this.#acks.clear();
  }

  down(): void {
    this.#nc = undefined;
  }

  add(message: JsMsg): void {
    const sequence = message.seq;
    this.#next = Math.max(this.#next, sequence + 1);
    const known = this.#queue.get(sequence) ?? this.#parked.get(sequence);
    if (known !== undefined) {
      known.message = message;
      return;
    }
    if (this.#recent.has(sequence)) {
      this.#acknowledge(sequence, message);
      if (message.redelivered && this.#awaited > 0 && --this.#awaited === 0) this.#unpark();
      return;
    }
    const held = { sequence, message };
    if (this.#awaited > 0) {
      this.#parked.set(sequence, held);
      if (message.redelivered && !this.#left.has(sequence)) this.#awaited--;
      if (this.#awaited === 0) this.#unpark();
    } else {
      this.#queue.set(sequence, held);
      this.#wake();
    }
  }

  /** Forgets everything: the stream is another one, in which these sequences mean other messages. */
  forget(): void {
    for (const all of [this.#queue, this.#parked, this.#left, this.#acks, this.#recent]) all.clear();
    this.#next = 1;
    this.#floor = 1;
  }

  /** Starts no further handler. Resolves to whether the running one ended within the time given. */
  async stop(timeoutMs: number): Promise<boolean> {
    this.#stopped = true;
    if (this.#working === undefined) return true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), timeoutMs);
    });
    const ended = await Promise.race([this.#working.then(() => true), late]);
    clearTimeout(timer);
    return ended;
  }

  /** Ends the extension of ack waits and gives what was not handled back to the server, for any process to have now. */
  release(): void {
    clearInterval(this.#heartbeat);
    clearTimeout(this.#patience);
    for (const held of [...this.#left.values(), ...this.#queue.values(), ...this.#parked.values()]) {
      // One that still runs may end well: it has until the end of its ack wait.
      if (held !== this.#running && this.#nc?.isClosed() === false) this.#nc.publish(replyOf(held.message), GIVE_BACK);
    }
    this.#queue.clear();
  }

  #wake(): void {
    if (this.#working !== undefined || this.#stopped || this.#queue.size === 0) return;
    this.#working = this.#work().finally(() => {
      this.#working = undefined;
      this.#wake();
    });
  }

  async #work(): Promise<void> {
    // The iterator also visits what is added meanwhile.
    for (const [sequence, held] of this.#queue) {
      if (this.#stopped) return;
      this.#running = held;
      const outcome = await this.#handle(held.message);
      this.#running = undefined;
      // It may have been forgotten or released meanwhile.
      if (this.#queue.get(sequence) !== held) continue;
      this.#queue.delete(sequence);
      if (outcome === "leave") {
        this.#left.set(sequence, held);
      } else {
        this.#left.delete(sequence);
        this.#acknowledge(sequence, held.message);
      }
    }
  }

  #acknowledge(sequence: number, message: JsMsg): void {
    const reply = replyOf(message);
    this.#recent.add(sequence, reply);
    if (this.#nc?.isClosed() === false) this.#nc.publish(reply, ACK);
    else this.#acks.add(reply);
  }

  #unpark(): void {
    clearTimeout(this.#patience);
    this.#awaited = 0;
    // The server does not keep the order among what it delivers again.
    const inOrder = [...this.#parked.values()].sort((a, b) => a.sequence - b.sequence);
    this.#parked.clear();
    for (const held of inOrder) this.#queue.set(held.sequence, held);
    this.#wake();
  }

  #extend(): void {
    if (this.#nc?.isClosed() !== false) return;
    for (const all of [this.#queue, this.#parked]) {
      for (const { message } of all.values()) this.#nc.publish(replyOf(message), WORKING);
    }
  }
}

/**
 * The subject to acknowledge a message on. The client's type hides it, and its own `ack()` knows only the connection
 * that the message came on.
 */
function replyOf(message: JsMsg): string {
  return (message as unknown as { readonly reply: string }).reply;
}
