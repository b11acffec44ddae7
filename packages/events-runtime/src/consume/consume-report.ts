import { EventError } from "../event-error.ts";
import { type Logger, logSuccess, type SuccessLevel } from "../logger.ts";
import type { QuarantineReason } from "../quarantine/format.ts";
import { errorType, meters } from "../telemetry/index.ts";
import { SuccessLog } from "../telemetry/success-log.ts";
import type { Delivery, Verdict } from "./delivery.ts";
import { type DeliveryFields, fieldsOf } from "./delivery-fields.ts";

export interface ConsumeReportOptions {
  readonly durable: string;
  readonly stream: string;
  /** Must not fail. */
  readonly logger: Logger;
  readonly successLevel: SuccessLevel | undefined;
}

/** What happened since the start. */
export interface ConsumeCounts {
  handled: number;
  known: number;
  failed: number;
  invalid: number;
  quarantined: number;
  skipped: number;
}

/** Tells log, metrics and counts what became of deliveries. */
export class ConsumeReport {
  readonly counts: ConsumeCounts = { handled: 0, known: 0, failed: 0, invalid: 0, quarantined: 0, skipped: 0 };
  readonly #options: ConsumeReportOptions;
  readonly #logger: Logger;
  readonly #successes: SuccessLog;

  constructor(options: ConsumeReportOptions) {
    this.#options = options;
    this.#logger = options.logger;
    this.#successes = new SuccessLog(options.logger, options.successLevel, "handled");
  }

  /** It is not for this consumer. */
  skipped(): void {
    this.counts.skipped++;
  }

  consumed({ type }: Delivery): void {
    meters()?.consumed(type, this.#options.durable);
  }

  handled(delivery: Delivery, start: number): void {
    this.counts.handled++;
    const { durable, successLevel } = this.#options;
    const counters = meters();
    if (counters === undefined && successLevel === "silent") return;
    const ms = since(start);
    counters?.processed(delivery.type, durable, ms);
    counters?.handled(delivery.type, durable);
    const { stream, ...event } = this.#fieldsOf(delivery);
    this.#successes.add(stream, { ...event, ms });
  }

  known(delivery: Delivery): void {
    this.counts.known++;
    const { durable, successLevel } = this.#options;
    meters()?.handled(delivery.type, durable, true);
    logSuccess(this.#logger, successLevel, this.#fieldsOf(delivery), "event was handled before, skipped");
  }

  fenced(delivery: Delivery): void {
    this.#logger.warn(this.#fieldsOf(delivery), "event not handled, another process has taken over");
  }

  overdue(delivery: Delivery, ms: number): void {
    const fields = { ...this.#fieldsOf(delivery), attempt: delivery.attempts, ms };
    this.#logger.warn(fields, "event handler is overdue, its signal tells it to end, its key waits until it has");
  }

  waits(delivery: Delivery, thrown: unknown, retryInMs: number): void {
    const fields = { ...this.#fieldsOf(delivery), ...causeOf(thrown), retryInMs };
    this.#logger.warn(fields, "inbox cannot be asked, the event waits until it can");
  }

  /** `shown` is the error as a log line may have it; without `retryInMs` it was the last attempt. */
  failed(delivery: Delivery, start: number, error: Error, shown: Error, retryInMs: number | undefined): void {
    this.counts.failed++;
    const { durable } = this.#options;
    const counters = meters();
    const ms = since(start);
    counters?.processed(delivery.type, durable, ms, errorType(error));
    const fields = { ...this.#fieldsOf(delivery), attempt: delivery.attempts, ms, err: shown };
    if (retryInMs === undefined) {
      this.#logger.error(fields, "event handler failed for the last time");
      return;
    }
    counters?.retried(delivery.type, durable);
    this.#logger.warn({ ...fields, retryInMs }, "event handler failed, its key waits for the next attempt");
  }

  quarantined(delivery: Delivery, { reason, error }: Verdict): void {
    this.counts.quarantined++;
    if (reason !== "handler_failed" && reason !== "process_died") this.counts.invalid++;
    const type = reason === "undecodable" ? reason : delivery.type;
    meters()?.quarantined(type, this.#options.durable, reason);
    const known = error instanceof EventError && {
      code: error.code,
      ...(error.violations && { violations: error.violations }),
    };
    const fields = { ...this.#fieldsOf(delivery), reason, ...known, cause: error.message };
    this.#logger.error(fields, "event quarantined");
  }

  notQuarantined(delivery: Delivery, reason: QuarantineReason, thrown: unknown, retryInMs: number): void {
    const level = delivery.waits === 1 ? "error" : "warn";
    const fields = { ...this.#fieldsOf(delivery), reason, ...causeOf(thrown), retryInMs };
    this.#logger[level](fields, "event cannot be quarantined, its key waits until it can");
  }

  /** A replayed one was handled, and its entry could not be removed. */
  stillQuarantined(delivery: Delivery, thrown: unknown): void {
    const fields = { ...this.#fieldsOf(delivery), ...causeOf(thrown) };
    this.#logger.warn(fields, "replayed event is still in the quarantine");
  }

  #fieldsOf(delivery: Delivery): DeliveryFields {
    return fieldsOf(delivery, this.#options.stream);
  }
}

function causeOf(thrown: unknown): { readonly code: string; readonly cause: string } {
  const { code, message: cause } = EventError.from(thrown);
  return { code, cause };
}

function since(start: number): number {
  return Math.round((performance.now() - start) * 100) / 100;
}
