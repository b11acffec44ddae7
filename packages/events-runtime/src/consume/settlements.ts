import type { Msg, NatsConnection } from "@nats-io/nats-core";
import { AckWriter } from "./ack-writer.ts";
import type { Delivery, DeliveryInfo, Settler } from "./delivery.ts";
import { type Mark, RecentAcks } from "./recent-acks.ts";

const ACK = Buffer.from("+ACK");
const TERM = Buffer.from("+TERM");

/**
 * What is said to the server of messages that are done: at once while there is a connection and this process is the
 * active one, else on the next connection. What was said lately is remembered, since a server that is killed may have
 * forgotten it.
 */
export class Settlements {
  readonly #settler: Settler;
  /** What is to be sent on the next connection, by sequence. */
  readonly #due = new Map<number, { readonly reply: string; readonly verdict: Uint8Array }>();
  readonly #recent = new RecentAcks();
  #nc: NatsConnection | undefined;
  #acks: AckWriter | undefined;

  constructor(settler: Settler) {
    this.#settler = settler;
  }

  /** The connection on which this process may say something now. */
  get connection(): NatsConnection | undefined {
    return this.#nc?.isClosed() === false && this.#settler.active ? this.#nc : undefined;
  }

  /** How many wait for the next connection. */
  get due(): number {
    return this.#due.size;
  }

  isDue(sequence: number): boolean {
    return this.#due.has(sequence);
  }

  /** What was settled lately, the newest first. */
  marks(): Mark[] {
    return this.#recent.marks();
  }

  acknowledge(delivery: Delivery, now: number): void {
    this.#settle(delivery, ACK, now);
  }

  /** Ends a message that nobody has to handle any more, with a reason, which servers before 2.10.4 do not take. */
  terminate(delivery: Delivery, reason: string | undefined, now: number): void {
    this.#settle(delivery, reason === undefined ? TERM : Buffer.from(`+TERM ${reason}`), now);
  }

  /** Whether a message that is delivered again was settled here; it is settled again. */
  renew(message: Msg, info: DeliveryInfo): boolean {
    const due = this.#due.get(info.sequence);
    if (due !== undefined) this.#due.set(info.sequence, { ...due, reply: message.reply ?? "" });
    else if (this.#recent.has(info)) message.respond(ACK);
    else return false;
    return true;
  }

  /** Sends what is due, and what a server that was killed may have forgotten, and waits until the server has processed it. */
  async repeat(nc: NatsConnection): Promise<void> {
    const due = [...this.#due];
    const repeated = this.#recent.replies().map((reply) => ({ reply, verdict: ACK }));
    const all = [...repeated, ...due.map(([, settlement]) => settlement)];
    const last = all.pop();
    if (last === undefined) return;
    for (const { reply, verdict } of all) nc.publish(reply, verdict);
    // What it had not forgotten, a server from 2.10 on does not answer; nor does a consumer that is gone.
    const timeout = due.length > 0 ? 5_000 : 250;
    await nc.request(last.reply, last.verdict, { timeout }).catch(() => undefined);
    if (nc.isClosed()) return;
    for (const [sequence, settlement] of due) if (this.#due.get(sequence) === settlement) this.#due.delete(sequence);
  }

  /** Where settlements go from now on, if this process is the active one. */
  up(nc: NatsConnection): void {
    this.down();
    this.#nc = nc;
    this.#acks = new AckWriter(nc);
    if (!this.#settler.active) return;
    for (const { reply, verdict } of this.#due.values()) nc.publish(reply, verdict);
    this.#due.clear();
  }

  down(): void {
    this.flush();
    this.#nc = undefined;
    this.#acks = undefined;
  }

  /** Sends what waits for the end of the turn. */
  flush(): void {
    this.#acks?.flush();
  }

  /** Another process has taken over: what is due is its business. */
  drop(): void {
    this.#due.clear();
  }

  /** The stream has lost what came after this sequence. */
  forgetAfter(sequence: number): void {
    for (const due of this.#due.keys()) if (due > sequence) this.#due.delete(due);
    this.#recent.forgetAfter(sequence);
  }

  #settle(delivery: Delivery, verdict: Uint8Array, now: number): void {
    const { sequence, reply } = delivery;
    this.#recent.add(delivery, reply, now);
    const nc = this.connection;
    if (nc === undefined) this.#due.set(sequence, { reply, verdict });
    else if (verdict === ACK) this.#acks?.acknowledge(reply);
    else nc.publish(reply, verdict);
  }
}
