import { type ContractSet, contractOf } from "../contract/contract-set.ts";
import { newestOf } from "../contract/upcasters.ts";
import { EventError } from "../event-error.ts";
import type { Inbox, InboxEntry } from "../inbox/inbox.ts";
import { type Logger, type SuccessLevel, unfailing } from "../logger.ts";
import type { QuarantineReason } from "../quarantine/format.ts";
import { originOf } from "../quarantine/origin.ts";
import { consumerSpan, type EventSpan } from "../telemetry/index.ts";
import { type ConsumeCounts, ConsumeReport } from "./consume-report.ts";
import { decode } from "./decode.ts";
import type { Delivery, Verdict } from "./delivery.ts";
import { HandlerCalls } from "./handler-calls.ts";
import { asError, masked } from "./handler-error.ts";
import type { Next } from "./lanes.ts";
import { ProcessDeaths } from "./process-deaths.ts";
import type { Quarantining } from "./quarantining.ts";
import { pauseAfter, type RetryOptions } from "./retry.ts";
import type { EventHandler } from "./subscription.ts";

export interface RunnerOptions {
  readonly durable: string;
  readonly stream: string;
  readonly contracts: ContractSet;
  readonly handlers: Readonly<Record<string, EventHandler<never, never>>>;
  readonly retry: Required<RetryOptions>;
  readonly timeoutMs: number;
  /** Is told of a handler that takes longer than that. */
  readonly overdue: (delivery: Delivery) => void;
  readonly quarantine: Quarantining;
  readonly inbox: Inbox<unknown> | undefined;
  /** Handed to the handlers as it is. */
  readonly logger: Logger;
  readonly successLevel: SuccessLevel | undefined;
}

const WAITING = { firstMs: 1_000, longestMs: 30_000 };

/**
 * Decodes, validates and handles messages. A handler that fails is tried again after a pause in which the key waits;
 * what cannot be handled is quarantined, and settled only when the quarantine has it: as long as that is not possible,
 * its key waits.
 */
export class EventRunner {
  readonly #options: RunnerOptions;
  readonly #report: ConsumeReport;
  readonly #deaths: ProcessDeaths;
  readonly #calls: HandlerCalls;
  readonly #handlers = new Map<string, Handler>();

  constructor(options: RunnerOptions) {
    this.#options = options;
    const { durable, stream, inbox, quarantine, retry, timeoutMs, successLevel } = options;
    const logger = unfailing(options.logger);
    const report = new ConsumeReport({ durable, stream, logger, successLevel });
    this.#report = report;
    this.#deaths = new ProcessDeaths({ durable, inbox, quarantine, most: retry.deliveries, logger });
    this.#calls = new HandlerCalls({
      timeoutMs,
      overdue: (delivery, ms) => {
        report.overdue(delivery, ms);
        options.overdue(delivery);
      },
    });
    const upcasters = options.contracts.upcasters ?? {};
    // An event of an older major goes to the handler of the one that it is brought to.
    for (const type of Object.keys(options.contracts.contracts)) {
      const handler = options.handlers[newestOf(upcasters, type)];
      if (handler !== undefined) this.#handlers.set(type, handler as Handler);
    }
  }

  get counts(): Readonly<ConsumeCounts> {
    return this.#report.counts;
  }

  /** How many handlers have not ended in time. */
  get overdue(): number {
    return this.#calls.overdue;
  }

  stop(): void {
    this.#calls.stop();
  }

  /** Whether the message is one for this consumer; if so, it is decoded, and has its event or its verdict, and its key. */
  prepare(delivery: Delivery): boolean {
    const { subject, message } = delivery;
    if (subject.startsWith("replay.")) delivery.origin = originOf(message.headers);
    if (!this.#handlers.has(subject) && delivery.origin === undefined) {
      this.#report.skipped();
      return false;
    }
    this.#report.consumed(delivery);
    decode(delivery, this.#options.contracts);
    return true;
  }

  /** Never throws or rejects. At once, without a promise, where the handler is done at once. */
  run(delivery: Delivery): Next | Promise<Next> {
    const { event } = delivery;
    const handler = event && this.#handlers.get(delivery.type);
    if (delivery.verdict || event === undefined || handler === undefined) return this.#quarantine(delivery);
    if (this.#deaths.concern(delivery)) return this.#judged(delivery, event.id);
    const { durable, stream, inbox, logger } = this.#options;
    const start = performance.now();
    const { origin, sequence, deliveryCount } = delivery;
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
        signal: this.#calls.begin(delivery, inbox === undefined ? start : performance.now()),
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
          this.#calls.end(delivery);
          if (outcome === "handled") return this.#handled(delivery, start, span);
          span?.end();
          if (outcome === "known") return this.#known(delivery);
          return outcome === "fenced" ? this.#fenced(delivery) : this.#waits(delivery, outcome.unavailable);
        },
        async (error: unknown) => {
          this.#calls.end(delivery);
          await this.#deaths.survived(delivery, event.id);
          return this.#failed(delivery, start, span, error);
        },
      );
    } catch (error) {
      return this.#failed(delivery, start, span, error);
    }
  }

  #handled(delivery: Delivery, start: number, span: EventSpan | undefined): Next | Promise<Next> {
    this.#calls.end(delivery);
    span?.end();
    this.#report.handled(delivery, start);
    return this.#settled(delivery);
  }

  #known(delivery: Delivery): Next | Promise<Next> {
    this.#report.known(delivery);
    return this.#settled(delivery);
  }

  #fenced(delivery: Delivery): Next {
    this.#report.fenced(delivery);
    delivery.settler.lost();
    return "settled";
  }

  /** The event is not to blame: however long it takes, it is not given up. */
  #waits(delivery: Delivery, thrown: unknown): Next {
    const pause = Math.round(pauseAfter(++delivery.waits, WAITING));
    this.#report.waits(delivery, thrown, pause);
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
        this.#report.stillQuarantined(delivery, error);
        return "settled";
      },
    );
  }

  #failed(delivery: Delivery, start: number, span: EventSpan | undefined, thrown: unknown): Next | Promise<Next> {
    this.#calls.end(delivery);
    const error = asError(thrown);
    span?.end({ error });
    const { event, attempts } = delivery;
    const { contracts, retry } = this.#options;
    const shown = masked(error, event && contractOf(contracts, event.type), event?.data);
    const pause = attempts < retry.attempts ? Math.round(pauseAfter(attempts, retry)) : undefined;
    this.#report.failed(delivery, start, error, shown, pause);
    if (pause !== undefined) return pause;
    delivery.verdict = { reason: "handler_failed", error: shown };
    return this.#quarantine(delivery);
  }

  async #judged(delivery: Delivery, eventId: string): Promise<Next> {
    try {
      await this.#deaths.judge(delivery, this.#entryOf(delivery, eventId));
    } catch (thrown) {
      const { inbox } = this.#options;
      return inbox ? this.#waits(delivery, thrown) : this.#notQuarantined(delivery, "process_died", thrown);
    }
    return this.run(delivery);
  }

  async #quarantine(delivery: Delivery): Promise<Next> {
    const verdict = delivery.verdict ?? unhandled(delivery);
    try {
      const next = await this.#options.quarantine.put(delivery);
      await this.#deaths.forget(delivery);
      this.#report.quarantined(delivery, verdict);
      return next;
    } catch (thrown) {
      return this.#notQuarantined(delivery, verdict.reason, thrown);
    }
  }

  #entryOf({ settler, origin, sequence, storedAt, begun }: Delivery, eventId: string): InboxEntry {
    const { fence, fenceName: claim } = settler;
    const mark = origin ? { sequence: 0, storedAt: 0 } : { sequence, storedAt };
    return { consumer: this.#options.durable, eventId, claim, fence, ...mark, begun };
  }

  #notQuarantined(delivery: Delivery, reason: QuarantineReason, thrown: unknown): Next {
    const pause = Math.round(pauseAfter(++delivery.waits, WAITING));
    this.#report.notQuarantined(delivery, reason, thrown, pause);
    return pause;
  }
}

type Handler = (event: unknown, context: unknown) => void | Promise<void>;

function isThenable(value: unknown): value is Promise<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** A replayed message of a type that the consumer has no handler for any more. */
function unhandled({ type }: Delivery): Verdict {
  return { reason: "unknown_type", error: new EventError("unknown_type", `no handler for type ${type}`) };
}
