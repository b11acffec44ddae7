import type { ContractSet } from "../contract/contract-set.ts";
import { contractOf } from "../contract/contract-set.ts";
import { parseAsSent } from "../contract/parse-event.ts";
import { newestOf, upcastEvent } from "../contract/upcasters.ts";
import { EventError } from "../event-error.ts";
import type { Inbox, InboxEntry } from "../inbox/inbox.ts";
import { type Logger, logSuccess, type SuccessLevel, unfailing } from "../logger.ts";
import { SuccessLog } from "../publish/success-log.ts";
import type { QuarantineReason } from "../quarantine/format.ts";
import { type Origin, originOf } from "../quarantine/origin.ts";
import { consumerSpan, type EventSpan, errorType, meters } from "../telemetry/index.ts";
import type { Delivery } from "./delivery.ts";
import type { Next } from "./lanes.ts";
import { masked } from "./mask.ts";
import { pauseAfter, type RetryOptions } from "./retry.ts";
import type { EventHandler } from "./subscription.ts";

/** Where what cannot be handled goes, and where replayed messages come from. */
export interface QuarantineAccess {
  /** Stores the message; resolves to what its lane does next. Rejects with `EventError`. */
  put(delivery: Delivery): Promise<Next>;
  /**
   * How many deliveries of this message others may be to blame for: what came before it in the stream and was
   * quarantined for ending processes. Rejects with `EventError`.
   */
  deathsBefore(delivery: Delivery): Promise<number>;
  /** The replayed message is settled: its entry goes. Rejects with `EventError`. */
  remove(origin: Origin): Promise<void>;
}

export interface RunnerOptions {
  readonly durable: string;
  readonly stream: string;
  readonly contracts: ContractSet;
  readonly handlers: Readonly<Record<string, EventHandler<never, never>>>;
  readonly retry: Required<RetryOptions>;
  readonly quarantine: QuarantineAccess;
  readonly inbox: Inbox<unknown> | undefined;
  /** Handed to the handlers as it is. */
  readonly logger: Logger;
  readonly successLevel: SuccessLevel | undefined;
}

/** What a log line says of a delivery. */
type DeliveryFields = {
  readonly id: string | undefined;
  readonly type: string;
  readonly stream: string;
  readonly sequence: number;
  readonly deliveryCount: number;
  readonly replayed?: boolean;
};

/** What happened since the start. */
export interface RunnerCounts {
  handled: number;
  known: number;
  failed: number;
  invalid: number;
  quarantined: number;
  skipped: number;
}

const WAITING = { firstMs: 1_000, longestMs: 30_000 };
const REASONS: ReadonlySet<string> = new Set<QuarantineReason>([
  "undecodable",
  "invalid_envelope",
  "invalid_event",
  "unknown_type",
  "upcast_failed",
]);

/**
 * Decodes, validates and handles messages. A handler that fails is tried again after a pause in which the key waits;
 * what cannot be handled is quarantined, and settled only when the quarantine has it: as long as that is not possible,
 * its key waits.
 */
export class EventRunner {
  readonly #options: RunnerOptions;
  readonly #logger: Logger;
  readonly #successes: SuccessLog;
  readonly #handlers = new Map<string, Handler>();
  readonly counts: RunnerCounts = { handled: 0, known: 0, failed: 0, invalid: 0, quarantined: 0, skipped: 0 };

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#logger = unfailing(options.logger);
    this.#successes = new SuccessLog(this.#logger, options.successLevel, "handled");
    const upcasters = options.contracts.upcasters ?? {};
    // An event of an older major goes to the handler of the one that it is brought to.
    for (const type of Object.keys(options.contracts.contracts)) {
      const handler = options.handlers[newestOf(upcasters, type)];
      if (handler !== undefined) this.#handlers.set(type, handler as Handler);
    }
  }

  /** Whether the message is one for this consumer; if so, it is decoded, and has its event or its verdict, and its key. */
  prepare(delivery: Delivery): boolean {
    const { message } = delivery;
    const origin = delivery.subject.startsWith("replay.") ? originOf(message.headers) : undefined;
    delivery.origin = origin;
    const subject = origin?.subject ?? delivery.subject;
    if (!this.#handlers.has(subject) && origin === undefined) {
      this.counts.skipped++;
      return false;
    }
    meters()?.consumed(subject, this.#options.durable);
    const { contracts } = this.#options;
    try {
      const event = parseAsSent(message.data, contracts);
      delivery.key = event.subject;
      if (event.type !== subject) {
        throw new EventError(
          "unknown_type",
          `got type ${JSON.stringify(event.type)} on subject ${subject}, want the same`,
        );
      }
      delivery.event = contracts.upcasters === undefined ? event : upcastEvent(contracts.upcasters, event);
    } catch (thrown) {
      const error = EventError.from(thrown);
      delivery.verdict = {
        reason: REASONS.has(error.code) ? (error.code as QuarantineReason) : "invalid_event",
        error,
      };
      // Nobody knows what it would have to wait for.
      if (delivery.key === "") delivery.key = `\0${delivery.settler.fence} ${delivery.sequence}`;
    }
    return true;
  }

  /** Never throws or rejects. At once, without a promise, where the handler is done at once. */
  run(delivery: Delivery): Next | Promise<Next> {
    const { event } = delivery;
    const handler = event && this.#handlers.get(delivery.origin?.subject ?? delivery.subject);
    if (delivery.verdict || event === undefined || handler === undefined) return this.#quarantine(delivery);
    const { durable, stream, inbox, logger } = this.#options;
    if (inbox === undefined) {
      if (delivery.suspect) return this.#suspected(delivery);
    } else if (delivery.deliveryCount > 1 && !delivery.begun) {
      return this.#begins(delivery, inbox, event.id);
    }
    const start = performance.now();
    const { origin, sequence, deliveryCount, settler } = delivery;
    const where = origin?.stream ?? stream;
    const at = origin?.sequence ?? sequence;
    const sameTrace = origin === undefined;
    const span = consumerSpan(event, { stream: where, sequence: at, durable, deliveryCount, sameTrace });
    const call = (tx?: unknown) => {
      const context = {
        stream: where,
        sequence: at,
        deliveryCount,
        redelivered: deliveryCount > 1,
        attempt: ++delivery.attempts,
        replayed: origin !== undefined,
        signal: settler.signal,
        logger,
        tx,
      };
      return span === undefined ? handler(event, context) : span.run(() => handler(event, context));
    };
    try {
      if (inbox === undefined) {
        const result: unknown = call();
        if (!isThenable(result)) return this.#handled(delivery, start, span);
        // A query builder, for example, is no promise, and does what it likes with these two.
        return Promise.resolve(result).then(
          () => this.#handled(delivery, start, span),
          (error: unknown) => this.#failed(delivery, start, span, error),
        );
      }
      return inbox.handle(this.#entryOf(delivery, event.id), call).then(
        (outcome) => {
          if (outcome === "handled") return this.#handled(delivery, start, span);
          span?.end();
          if (outcome === "known") return this.#known(delivery);
          return outcome === "fenced" ? this.#fenced(delivery) : this.#waits(delivery, outcome.unavailable);
        },
        async (error: unknown) => {
          await this.#ended(delivery, inbox, event.id);
          return this.#failed(delivery, start, span, error);
        },
      );
    } catch (error) {
      return this.#failed(delivery, start, span, error);
    }
  }

  #handled(delivery: Delivery, start: number, span: EventSpan | undefined): Next | Promise<Next> {
    span?.end();
    this.counts.handled++;
    const { durable, successLevel } = this.#options;
    const type = typeOf(delivery);
    const counters = meters();
    if (counters !== undefined || successLevel !== "silent") {
      const ms = since(start);
      counters?.processed(type, durable, ms);
      counters?.handled(type, durable);
      const { stream, ...event } = this.#fieldsOf(delivery);
      this.#successes.add(stream, { ...event, ms });
    }
    return this.#settled(delivery);
  }

  #known(delivery: Delivery): Next | Promise<Next> {
    this.counts.known++;
    meters()?.handled(typeOf(delivery), this.#options.durable, true);
    logSuccess(this.#logger, this.#options.successLevel, this.#fieldsOf(delivery), "event was handled before, skipped");
    return this.#settled(delivery);
  }

  #fenced(delivery: Delivery): Next {
    this.#logger.warn(this.#fieldsOf(delivery), "event not handled, another process has taken over");
    delivery.settler.lost();
    return "settled";
  }

  /** The event is not to blame: however long it takes, it is not given up. */
  #waits(delivery: Delivery, thrown: unknown): Next {
    const { code, message: cause } = EventError.from(thrown);
    const pause = Math.round(pauseAfter(++delivery.waits, WAITING));
    const fields = { ...this.#fieldsOf(delivery), code, cause, retryInMs: pause };
    this.#logger.warn(fields, "inbox cannot be asked, the event waits until it can");
    return pause;
  }

  #settled(delivery: Delivery): Next | Promise<Next> {
    const { origin } = delivery;
    if (origin === undefined) {
      delivery.settler.acknowledge(delivery);
      return "settled";
    }
    // It is handled: if its entry cannot be removed now, it will be when it is delivered again.
    return this.#options.quarantine.remove(origin).then(
      () => {
        delivery.settler.acknowledge(delivery);
        return "settled";
      },
      (error: unknown) => {
        const { code, message: cause } = EventError.from(error);
        this.#logger.warn({ ...this.#fieldsOf(delivery), code, cause }, "replayed event is still in the quarantine");
        return "settled";
      },
    );
  }

  #failed(delivery: Delivery, start: number, span: EventSpan | undefined, thrown: unknown): Next | Promise<Next> {
    const readable = asError(thrown);
    span?.end({ error: readable });
    this.counts.failed++;
    const { durable, retry } = this.#options;
    const type = typeOf(delivery);
    const counters = meters();
    counters?.processed(type, durable, since(start), errorType(readable));
    const error = this.#shown(delivery, readable);
    const fields = { ...this.#fieldsOf(delivery), attempt: delivery.attempts, ms: since(start), err: error };
    if (delivery.attempts >= retry.attempts) {
      this.#logger.error(fields, "event handler failed for the last time");
      delivery.verdict = { reason: "handler_failed", error };
      return this.#quarantine(delivery);
    }
    const pause = Math.round(pauseAfter(delivery.attempts, retry));
    counters?.retried(type, durable);
    this.#logger.warn({ ...fields, retryInMs: pause }, "event handler failed, its key waits for the next attempt");
    return pause;
  }

  /** Quarantines what has ended several processes, unless it was only delivered beside what did. */
  async #suspected(delivery: Delivery): Promise<Next> {
    const { quarantine, retry } = this.#options;
    const { deliveryCount } = delivery;
    try {
      const others = await quarantine.deathsBefore(delivery);
      delivery.suspect = false;
      if (deliveryCount - others <= retry.deliveries) return this.run(delivery);
    } catch (thrown) {
      return this.#notQuarantined(delivery, "process_died", thrown);
    }
    return this.#deadly(delivery, `it was delivered ${deliveryCount} times and never settled`);
  }

  /**
   * Before a message that was delivered before is handled, the inbox is told. What begins and never ends is what ends
   * its process; to be delivered, while its key is held or beside such a message, says nothing.
   */
  async #begins(delivery: Delivery, inbox: Inbox<unknown>, eventId: string): Promise<Next> {
    let begun: number;
    try {
      begun = await inbox.begin(this.#entryOf(delivery, eventId));
    } catch (thrown) {
      return this.#waits(delivery, thrown);
    }
    delivery.begun = true;
    if (begun <= this.#options.retry.deliveries) return this.run(delivery);
    return this.#deadly(delivery, `its handling began ${begun - 1} times after its first delivery and never ended`);
  }

  /** The process has survived the handling. */
  async #ended(delivery: Delivery, inbox: Inbox<unknown>, eventId: string): Promise<void> {
    if (!delivery.begun) return;
    try {
      await inbox.end(this.#options.durable, eventId);
      delivery.begun = false;
    } catch {
      // It counts as one that has begun until it is handled, and does not begin again in this process.
    }
  }

  #deadly(delivery: Delivery, text: string): Promise<Next> {
    const error = new EventError("unexpected", `${text}: the process ended each time`);
    delivery.verdict = { reason: "process_died", error };
    return this.#quarantine(delivery);
  }

  async #quarantine(delivery: Delivery): Promise<Next> {
    const { reason, error } = delivery.verdict ?? unhandled(delivery);
    const type = reason === "undecodable" ? reason : typeOf(delivery);
    const known = error instanceof EventError && {
      code: error.code,
      ...(error.violations && { violations: error.violations }),
    };
    const fields = { ...this.#fieldsOf(delivery), reason, ...known, cause: error.message };
    try {
      const next = await this.#options.quarantine.put(delivery);
      await this.#forget(delivery);
      this.counts.quarantined++;
      if (reason !== "handler_failed" && reason !== "process_died") this.counts.invalid++;
      meters()?.quarantined(type, this.#options.durable, reason);
      this.#logger.error(fields, "event quarantined");
      return next;
    } catch (thrown) {
      return this.#notQuarantined(delivery, reason, thrown);
    }
  }

  /** What is replayed begins anew. */
  async #forget({ deliveryCount, event }: Delivery): Promise<void> {
    const { inbox, durable } = this.#options;
    if (inbox === undefined || event === undefined || deliveryCount === 1) return;
    try {
      await inbox.forget(durable, event.id);
    } catch (thrown) {
      const { code, message: cause } = EventError.from(thrown);
      this.#logger.warn({ id: event.id, code, cause }, "inbox has not forgotten what had begun of a quarantined event");
    }
  }

  #entryOf({ settler, origin, sequence, storedAt, begun }: Delivery, eventId: string): InboxEntry {
    const { fence, fenceName: claim } = settler;
    const mark = origin ? { sequence: 0, storedAt: 0 } : { sequence, storedAt };
    return { consumer: this.#options.durable, eventId, claim, fence, ...mark, begun };
  }

  #notQuarantined(delivery: Delivery, reason: QuarantineReason, thrown: unknown): Next {
    const { code, message: cause } = EventError.from(thrown);
    const pause = Math.round(pauseAfter(++delivery.waits, WAITING));
    const level = delivery.waits === 1 ? "error" : "warn";
    const why = { ...this.#fieldsOf(delivery), reason, code, cause, retryInMs: pause };
    this.#logger[level](why, "event cannot be quarantined, its key waits until it can");
    return pause;
  }

  /** What is known of it, for a line that can be found by the event's id. */
  #fieldsOf({ event, message, origin, subject, sequence, deliveryCount }: Delivery): DeliveryFields {
    return {
      // The id as the header has it, where the envelope cannot be read.
      id: event?.id ?? (message.headers?.get("Nats-Msg-Id") || undefined),
      // As the stream names it, which may be an older major than what the handler gets.
      type: origin?.subject ?? subject,
      stream: origin?.stream ?? this.#options.stream,
      sequence: origin?.sequence ?? sequence,
      deliveryCount,
      ...(origin && { replayed: true }),
    };
  }

  /** What was thrown, fit for a log line. */
  #shown({ event }: Delivery, thrown: Error): Error {
    const contract = event && contractOf(this.#options.contracts, event.type);
    const hide = (text: string) => (event && contract ? masked(text, contract, event.data) : text);
    const shown = new Error(hide(thrown.message));
    shown.name = thrown.name;
    if (thrown.stack !== undefined) shown.stack = hide(thrown.stack);
    return shown;
  }
}

type Handler = (event: unknown, context: unknown) => void | Promise<void>;

function isThenable(value: unknown): value is Promise<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** Whatever a handler threw, as an error whose fields are texts and can be read. */
function asError(thrown: unknown): Error {
  try {
    if (thrown instanceof EventError) return thrown;
    if (thrown instanceof Error) {
      const error = new Error(String(thrown.message));
      error.name = String(thrown.name);
      error.stack = String(thrown.stack);
      return error;
    }
  } catch {
    // A proxy, or a getter, that throws.
  }
  const what = thrown === undefined || thrown === null ? String(thrown) : `a value of type ${typeof thrown}`;
  return new EventError("unexpected", `a handler threw ${what}, want an error`);
}

/** A replayed message of a type that the consumer has no handler for any more. */
function unhandled({ origin, subject }: Delivery): NonNullable<Delivery["verdict"]> {
  const text = `no handler for type ${origin?.subject ?? subject}`;
  return { reason: "unknown_type", error: new EventError("unknown_type", text) };
}

/** The type that the event was published under. */
function typeOf({ origin, subject }: Delivery): string {
  return origin?.subject ?? subject;
}

function since(start: number): number {
  return Math.round((performance.now() - start) * 100) / 100;
}
