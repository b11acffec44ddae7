import type { NatsConnection } from "@nats-io/nats-core";
import { EventError } from "../event-error.ts";
import { encodeQuarantined, headerBlockOf, quarantineId } from "../quarantine/format.ts";
import { Holds } from "../quarantine/holds.ts";
import type { Origin } from "../quarantine/origin.ts";
import { discardQuarantined, listQuarantined, type QuarantineStreams, quarantine } from "../quarantine/quarantine.ts";
import type { Delivery } from "./delivery.ts";
import type { Lanes, Next } from "./lanes.ts";

export interface QuarantiningOptions {
  readonly durable: string;
  readonly stream: string;
  readonly streams: QuarantineStreams;
  readonly onQuarantine: "continue" | "hold-key";
  readonly connection: () => NatsConnection | undefined;
  /** When the stream that a delivery is from was created. */
  readonly createdOf: (delivery: Delivery) => string;
  readonly lanes: () => Lanes;
}

const DEFAULT_MAX_PAYLOAD = 1024 ** 2;

/** Puts what a consumer cannot handle into the quarantine, and keeps the keys that are held for it. */
export class Quarantining {
  readonly #options: QuarantiningOptions;
  readonly #holds: Holds;

  constructor(options: QuarantiningOptions) {
    this.#options = options;
    this.#holds = new Holds({
      consumer: options.durable,
      streams: options.streams,
      connection: options.connection,
      hold: (key) => options.lanes().hold(key),
      release: (key) => options.lanes().release(key),
    });
  }

  /** Before anything is handled: which keys are held. */
  async load(nc: NatsConnection): Promise<void> {
    if (this.#options.onQuarantine === "hold-key") await this.#holds.load(nc);
  }

  /** Stores the message and ends it; resolves to what its lane does next. Rejects with `EventError`. */
  async put(delivery: Delivery): Promise<Next> {
    const nc = this.#options.connection();
    if (nc === undefined) throw new EventError("unavailable", "no connection");
    const { durable, stream, onQuarantine, createdOf } = this.#options;
    const { event, origin, verdict, message, sequence, key } = delivery;
    const reason = verdict?.reason ?? "unknown_type";
    const error = verdict?.error;
    const heldKey = onQuarantine === "hold-key" && !key.startsWith("\0") ? key : undefined;
    const wire = encodeQuarantined(
      {
        consumer: durable,
        type: reason === "undecodable" ? undefined : delivery.type,
        reason,
        error:
          error === undefined
            ? reason
            : error instanceof EventError
              ? error.message
              : `${error.name}: ${error.message}`,
        subject: delivery.type,
        stream: origin?.stream ?? stream,
        sequence: origin?.sequence ?? sequence,
        storedAt: new Date(delivery.storedAt / 1e6),
        attempts: delivery.attempts,
        deliveries: delivery.deliveryCount,
        eventId: event?.id ?? message.headers?.get("Nats-Msg-Id"),
        heldKey,
        headerBlock: headerBlockOf(message),
        body: message.data,
      },
      quarantineId(durable, createdOf(delivery), sequence),
      nc.info?.max_payload ?? DEFAULT_MAX_PAYLOAD,
    );
    // What a process that was replaced has to say is said by the other one.
    if (delivery.dropped || !delivery.settler.active)
      throw new EventError("unavailable", "this process is not the active one");
    const id = await quarantine(nc, wire);
    if (heldKey !== undefined) this.#holds.add(heldKey, id);
    if (origin !== undefined) await this.remove(origin);
    delivery.settler.terminate(delivery, `quarantined: ${reason}`);
    return heldKey === undefined ? "settled" : "hold";
  }

  /**
   * How many deliveries of this message others may be to blame for: what came before it in the stream and was
   * quarantined for ending processes. Rejects with `EventError`.
   */
  async deathsBefore(delivery: Delivery): Promise<number> {
    const nc = this.#options.connection();
    if (nc === undefined) throw new EventError("unavailable", "no connection");
    const { durable, stream, streams } = this.#options;
    // What was quarantined before the message was there has ended no process that got both.
    const since = new Date(delivery.storedAt / 1e6);
    const filter = { consumer: durable, reason: "process_died", since } as const;
    let deaths = 0;
    for await (const entry of listQuarantined(nc, filter, streams)) {
      const isBefore = entry.stream === stream && entry.sequence < delivery.sequence;
      if (isBefore && delivery.origin === undefined) deaths = Math.max(deaths, entry.deliveries);
    }
    return deaths;
  }

  /** A replayed message is settled: its entry goes. Rejects with `EventError`. */
  async remove({ quarantined }: Origin): Promise<void> {
    const nc = this.#options.connection();
    if (nc === undefined) throw new EventError("unavailable", "no connection");
    await discardQuarantined(nc, quarantined, this.#options.streams);
    this.#holds.remove(quarantined);
  }

  stop(): void {
    this.#holds.stop();
  }
}
