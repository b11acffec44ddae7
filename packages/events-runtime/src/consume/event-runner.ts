import type { JsMsg } from "@nats-io/jetstream";
import type { ContractSet } from "../contract/contract-set.ts";
import type { EventEnvelope } from "../contract/envelope.ts";
import { parseAsSent } from "../contract/parse-event.ts";
import { newestOf, upcastEvent } from "../contract/upcasters.ts";
import { EventError } from "../event-error.ts";
import { type Logger, logSuccess, type SuccessLevel, unfailing } from "../logger.ts";
import type { Outcome } from "./deliveries.ts";
import type { EventHandler } from "./subscription.ts";

export interface RunnerOptions {
  readonly contracts: ContractSet;
  readonly handlers: Readonly<Record<string, EventHandler>>;
  /** Handed to the handlers as it is. */
  readonly logger: Logger;
  readonly successLevel: SuccessLevel | undefined;
  /** Handed to the handlers. */
  readonly signal: AbortSignal;
}

/**
 * Decodes, validates and handles one message, and says what becomes of it.
 *
 * A message that cannot be handled is left to the server, which delivers it again after the ack wait, for as long as it
 * takes: nothing is lost, each attempt leaves an error line, and events behind it are not held up. What is given up is
 * its place in the order, and room: such messages count against `prefetch`, and that many of them stop the consumer.
 */
export class EventRunner {
  readonly #options: RunnerOptions;
  readonly #logger: Logger;
  readonly counts: { handled: number; failed: number; invalid: number; skipped: number } = {
    handled: 0,
    failed: 0,
    invalid: 0,
    skipped: 0,
  };

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#logger = unfailing(options.logger);
  }

  /** Never throws. */
  async run(message: JsMsg): Promise<Outcome> {
    const { logger, signal, successLevel } = this.#options;
    const handler = this.#handlerOf(message.subject);
    if (handler === undefined) {
      this.counts.skipped++;
      return "ack";
    }
    const start = performance.now();
    const { stream, streamSequence: sequence, deliveryCount, redelivered } = message.info;
    const delivery = { stream, sequence, deliveryCount };
    const event = this.#parsed(message, delivery);
    if (event === undefined) return "leave";
    const fields = { id: event.id, type: message.subject, ...delivery };
    try {
      await handler(event, { ...delivery, redelivered, signal, logger });
    } catch (err) {
      this.counts.failed++;
      this.#logger.error(
        { ...fields, ms: since(start), err },
        "event handler failed, the event will be delivered again",
      );
      return "leave";
    }
    this.counts.handled++;
    logSuccess(this.#logger, successLevel, { ...fields, ms: since(start) }, "event handled");
    return "ack";
  }

  #parsed(message: JsMsg, delivery: object): EventEnvelope | undefined {
    try {
      const { contracts } = this.#options;
      const event = parseAsSent(message.data, contracts);
      if (event.type === message.subject) return upcastEvent(contracts.upcasters ?? {}, event);
      throw new EventError("unknown_type", `got type ${event.type} on subject ${message.subject}, want the same`);
    } catch (error) {
      this.counts.invalid++;
      const { code, violations, message: cause } = EventError.from(error);
      // The id as the header has it: the envelope may not be readable.
      const id = message.headers?.get("Nats-Msg-Id");
      const fields = { id, type: message.subject, ...delivery, code, ...(violations && { violations }), cause };
      this.#logger.error(fields, "event cannot be read, it will be delivered again");
      return undefined;
    }
  }

  /** An event of an older major goes to the handler of the one that it is brought to. */
  #handlerOf(subject: string): EventHandler | undefined {
    const type = newestOf(this.#options.contracts.upcasters ?? {}, subject);
    return Object.hasOwn(this.#options.handlers, type) ? this.#options.handlers[type] : undefined;
  }
}

function since(start: number): number {
  return Math.round((performance.now() - start) * 100) / 100;
}
