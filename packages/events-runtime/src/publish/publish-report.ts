import type { EventError } from "../event-error.ts";
import type { Logger, SuccessLevel } from "../logger.ts";
import { type EventSpan, meters } from "../telemetry/index.ts";
import { SuccessLog } from "../telemetry/success-log.ts";
import type { Published } from "./published.ts";

/** Tells log, metrics and spans what became of events. */
export class PublishReport {
  readonly #logger: Logger;
  readonly #successes: SuccessLog;

  constructor(logger: Logger, successLevel: SuccessLevel | undefined) {
    this.#logger = logger;
    this.#successes = new SuccessLog(logger, successLevel);
  }

  published(
    { id, type, stream, sequence, duplicate, ms }: PublishedEvent,
    attempts: number,
    span: EventSpan | undefined,
  ): void {
    this.#successes.add(stream, { id, type, sequence, ms }, duplicate, attempts);
    const found = meters();
    found?.published(type, ms);
    if (duplicate) found?.duplicate(type);
    span?.end({ position: { stream, sequence } });
  }

  /** It was sent, or waited to be sent. */
  failed(error: EventError, id: string, type: string, ms: number, span: EventSpan | undefined): EventError {
    meters()?.published(type, ms, error.code);
    return this.#failure(error, id, type, span);
  }

  /** Nothing was sent. */
  refused(error: EventError, id: string, type: string, span: EventSpan | undefined): EventError {
    meters()?.refused(type, error.code);
    return this.#failure(error, id, type, span);
  }

  #failure(error: EventError, id: string, type: string, span: EventSpan | undefined): EventError {
    const { code, violations, message: cause } = error;
    error.eventId = id;
    this.#logger.error({ id, type, code, ...(violations && { violations }), cause }, "event not published");
    span?.end({ error });
    return error;
  }
}

type PublishedEvent = Omit<Extract<Published, { readonly status: "published" }>, "status">;
