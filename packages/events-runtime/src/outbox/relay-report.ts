import { EventError } from "../event-error.ts";
import { type Logger, type SuccessLevel, unfailing } from "../logger.ts";
import type { PublishAck } from "../publish/publish-ack.ts";
import { isTracing, meters, producerSpan, type TraceContext } from "../telemetry/index.ts";
import { SuccessLog } from "../telemetry/success-log.ts";
import type { PendingEvent } from "./outbox-store.ts";
import type { BatchResult } from "./relay-batch.ts";

/** What a relay tells of each event: log lines, spans and counters. */
export class RelayReport {
  readonly logger: Logger;
  readonly #successes: SuccessLog;

  constructor(logger: Logger | undefined, level: SuccessLevel | undefined) {
    this.logger = unfailing(logger ?? console);
    this.#successes = new SuccessLog(this.logger, level);
  }

  /** Publishes an event inside its span. */
  async publish(event: PendingEvent, publish: () => Promise<PublishAck>): Promise<PublishAck> {
    const { id, type } = event;
    const span = isTracing() ? producerSpan("publish", { id, type, ...traceContextIn(event) }) : undefined;
    const start = performance.now();
    try {
      const ack = await publish();
      span?.end({ position: ack });
      meters()?.published(type, performance.now() - start);
      if (ack.duplicate) meters()?.duplicate(type);
      return ack;
    } catch (error) {
      span?.end({ error });
      meters()?.published(type, performance.now() - start, EventError.from(error).code);
      throw error;
    }
  }

  /** What became of a batch, once the outbox has it. */
  settled({ acked, refused }: BatchResult): void {
    for (const { event, ack, ms } of acked) {
      const { id, type } = event;
      this.#successes.add(ack.stream, { id, type, sequence: ack.sequence, ms }, ack.duplicate, 1);
    }
    for (const { event, error } of refused) {
      const { id, type } = event;
      this.logger.error({ id, type, code: error.code, cause: error.message }, "event set aside, it cannot be sent");
    }
  }

  lost(stream: string, from: number, ids: readonly string[]): void {
    for (const id of ids) this.logger.warn({ id, stream }, "event lost by the stream, sending it again");
    this.logger.warn({ stream, events: ids.length, from }, "the stream lost what it had acknowledged");
  }
}

/** The context that an event was made in, as its header block has it. */
function traceContextIn({ message }: PendingEvent): TraceContext {
  const [, traceparent] = /\r\ntraceparent: (\S+)\r\n/.exec(Buffer.from(message.encode()).toString("latin1")) ?? [];
  return traceparent === undefined ? {} : { traceparent };
}
