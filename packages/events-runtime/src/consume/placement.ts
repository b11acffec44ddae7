import type { ConsumerInfo, JetStreamManager, StreamInfo } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import type { Logger } from "../logger.ts";
import type { Deliveries } from "./deliveries.ts";
import { type DurableConsumer, ensureConsumer, pinnedTo } from "./durable-consumer.ts";
import { type LostTail, lostAfter } from "./lost-tail.ts";
import type { Mark } from "./recent-acks.ts";

export interface PlacementOptions extends Omit<DurableConsumer, "from" | "isOthers"> {
  readonly from: "all" | "new";
  readonly logger: Logger;
  /** What is known from former processes to have been in the stream, the newest first. */
  readonly marks: () => Promise<readonly Mark[]>;
  /** Is told what of it the stream has lost, after the consumer was set back. */
  readonly unmark: (lost: LostTail) => Promise<void>;
}

/** Where a durable consumer stands in its stream: it is created where it was, and set back where the stream has lost its end. */
export class Placement {
  readonly #options: PlacementOptions;
  readonly #deliveries: Deliveries;
  readonly #pin: () => string | undefined;
  #streamCreated: string | undefined;
  /** Where the consumer was when it was looked at last, by a process that was not active. */
  #seenFloor: number | undefined;

  /** `pin` is that of this process. */
  constructor(options: PlacementOptions, deliveries: Deliveries, pin: () => string | undefined) {
    this.#options = options;
    this.#deliveries = deliveries;
    this.#pin = pin;
  }

  /** When the stream was created: this and a sequence name a message. */
  get streamCreated(): string {
    return this.#streamCreated ?? "";
  }

  /** Remembers where the consumer is, for the case that it is lost. */
  saw(info: ConsumerInfo): void {
    this.#seenFloor = info.ack_floor.stream_seq;
  }

  /** The consumer, created if need be, and set back if the stream has lost what it had. */
  async placed(nc: NatsConnection, jsm: JetStreamManager): Promise<ConsumerInfo> {
    const streamInfo = await jsm.streams.info(this.#options.stream);
    const lost = await this.#lostAfter(jsm, streamInfo);
    const info = await this.#setBack(nc, jsm, streamInfo, lost?.after);
    // Not earlier: if this process dies meanwhile, another one has to find out, too.
    if (lost !== undefined) await this.#options.unmark(lost);
    return info;
  }

  /** The consumer, made as it is wanted here unless it serves another process, which may want it otherwise. */
  ensured(nc: NatsConnection): Promise<ConsumerInfo> {
    const floor = this.#seenFloor === undefined ? undefined : this.#seenFloor + 1;
    const from = this.#deliveries.position ?? floor ?? this.#options.from;
    const isOthers = (existing: ConsumerInfo) => {
      const pinned = pinnedTo(existing);
      return pinned !== undefined && pinned !== this.#pin();
    };
    return ensureConsumer(nc, { ...this.#options, from, isOthers });
  }

  async #setBack(
    nc: NatsConnection,
    jsm: JetStreamManager,
    streamInfo: StreamInfo,
    lost: number | undefined,
  ): Promise<ConsumerInfo> {
    const { stream, durable, logger } = this.#options;
    if (lost !== undefined) this.#deliveries.forgetAfter(lost);
    const info = await this.ensured(nc);
    const last = Math.min(lost ?? Number.POSITIVE_INFINITY, streamInfo.state.last_seq);
    // The stream may have grown since it was looked at.
    if (info.delivered.stream_seq <= last || (lost === undefined && (await this.#hasGrown(jsm, info)))) return info;
    const start = Math.min(last, info.ack_floor.stream_seq) + 1;
    const fields = { stream, durable, from: info.delivered.stream_seq, to: start - 1 };
    logger.warn(fields, "the stream has lost its end, the consumer is set back");
    this.#deliveries.forgetAfter(last);
    await jsm.consumers.delete(stream, durable);
    return ensureConsumer(nc, { ...this.#options, from: start });
  }

  async #hasGrown(jsm: JetStreamManager, { delivered }: ConsumerInfo): Promise<boolean> {
    const { state } = await jsm.streams.info(this.#options.stream);
    return delivered.stream_seq <= state.last_seq;
  }

  async #lostAfter(jsm: JetStreamManager, { created, state }: StreamInfo): Promise<LostTail | undefined> {
    const { stream, durable, logger } = this.#options;
    const before = this.#streamCreated;
    this.#streamCreated = created;
    if (before !== undefined && before !== created) {
      logger.warn({ stream, durable, created }, "the stream was created anew, starting at its beginning");
      this.#seenFloor = undefined;
      return { after: 0, storedUpTo: Date.parse(created) * 1e6 };
    }
    const marks = this.#deliveries.marks();
    const known = marks.length > 0 ? marks : await this.#options.marks();
    return lostAfter(jsm, stream, state, known);
  }
}
