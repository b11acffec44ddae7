import type { Msg } from "@nats-io/nats-core";
import type { EventEnvelope } from "../contract/envelope.ts";
import type { EventError } from "../event-error.ts";
import type { QuarantineReason } from "../quarantine/format.ts";
import type { Origin } from "../quarantine/origin.ts";
import type { HandlerCall } from "./handler-calls.ts";

/** What the subject that a delivery is acknowledged on says of it. */
export interface DeliveryInfo {
  /** Of the message in its stream. */
  readonly sequence: number;
  readonly deliveryCount: number;
  /** Counts all deliveries of the consumer, to whomever. */
  readonly deliverySequence: number;
  /** When the stream stored it, in nanoseconds, as exactly as a number can: it tells one message from another. */
  readonly storedAt: number;
  /** How many messages the consumer has after this one. */
  readonly pending: number;
}

/** Why a message is not, or no longer, to be handled. */
export interface Verdict {
  readonly reason: QuarantineReason;
  readonly error: EventError | Error;
}

/** Whose delivery it is, and who settles it. */
export interface Settler {
  /** Whether this process may start a handler now: no other one has taken over. */
  readonly active: boolean;
  /** Aborted when another process has taken over, or the time to close is over. */
  readonly signal: AbortSignal;
  /** Counts the take-overs; an inbox refuses what comes with an older one. */
  readonly fence: number;
  /** The name of the claim that the fence is of. */
  readonly fenceName: string;
  acknowledge(delivery: Delivery): void;
  terminate(delivery: Delivery, reason: string): void;
  /** The inbox says that another process has taken over. */
  lost(): void;
}

/** A delivered message that is not settled. */
export class Delivery {
  readonly settler: Settler;
  readonly message: Msg;
  readonly subject: string;
  readonly sequence: number;
  readonly storedAt: number;
  deliveryCount: number;
  deliverySequence: number;
  /** Of the newest delivery: where it is acknowledged. */
  reply: string;
  /** Messages of one key are handled one after the other. */
  key = "";
  event: EventEnvelope | undefined;
  verdict: Verdict | undefined;
  /** Where it came from, for a message that is replayed. */
  origin: Origin | undefined;
  /** How often its handler ran in this process. */
  attempts = 0;
  /** That of its handler, while it runs. */
  call: HandlerCall | undefined;
  /** How often it had to wait for the inbox or the quarantine. */
  waits = 0;
  /** It was delivered to a process that is gone, and is handled alone, in case it was the reason. */
  careful = false;
  /** It may be what ended several processes, as far as one knows without an inbox. */
  suspect = false;
  /** The inbox has it that a handling of it has begun, and not yet that this has ended. */
  begun = false;
  isRunning = false;
  /** Its handler runs for too long. */
  isOverdue = false;
  /** It is nobody's business here any more: whatever becomes of it, nothing is sent. */
  dropped = false;
  /** When its ack wait was begun or extended, by `performance.now()`. */
  heldSince: number;
  next: Delivery | undefined;

  constructor(settler: Settler, message: Msg, subject: string, info: DeliveryInfo, now: number) {
    this.settler = settler;
    this.message = message;
    this.subject = subject;
    this.sequence = info.sequence;
    this.storedAt = info.storedAt;
    this.deliveryCount = info.deliveryCount;
    this.deliverySequence = info.deliverySequence;
    this.reply = message.reply ?? "";
    this.heldSince = now;
  }

  /** The type that the event was published under, which may be an older major than what its handler gets. */
  get type(): string {
    return this.origin?.subject ?? this.subject;
  }
}

/** Reads `$JS.ACK.[<domain>.<account>.]<stream>.<consumer>.<count>.<sequence>.<delivery sequence>.<time>.<pending>…`. */
export class InfoReader {
  #prefix = "\0";
  #at = 0;

  read(reply: string): DeliveryInfo | undefined {
    if (!reply.startsWith(this.#prefix)) {
      const tokens = reply.split(".");
      if (tokens.length < 9 || tokens[1] !== "ACK") return undefined;
      this.#prefix = `${tokens.slice(0, tokens.length === 9 ? 4 : 6).join(".")}.`;
    }
    this.#at = this.#prefix.length;
    const deliveryCount = this.#number(reply);
    const sequence = this.#number(reply);
    const deliverySequence = this.#number(reply);
    const storedAt = this.#number(reply);
    return { sequence, deliveryCount, deliverySequence, storedAt, pending: this.#number(reply) };
  }

  /** The next token, without an object for each, as `split` would make. */
  #number(reply: string): number {
    let number = 0;
    let code = reply.charCodeAt(this.#at++);
    for (; code >= 48 && code <= 57; code = reply.charCodeAt(this.#at++)) number = number * 10 + code - 48;
    return number;
  }
}
