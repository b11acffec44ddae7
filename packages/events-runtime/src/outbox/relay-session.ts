import type { NatsConnection } from "@nats-io/nats-core";
import type { WireMessage } from "../contract/wire.ts";
import { EventError } from "../event-error.ts";
import { Outgoing } from "../publish/outgoing.ts";
import type { PublishAck } from "../publish/publish-ack.ts";
import { PublishWindow, type WindowOptions } from "../publish/publish-window.ts";
import type { PendingEvent } from "./outbox-store.ts";
import { type StreamReader, streamReader } from "./stream-reader.ts";

/** How long a stream that was seen is taken to be the same one, with all that it had. */
const SEEN_MS = 100;

/**
 * What a relay knows while one connection lasts. It ends with the connection, and what is under way with it: its rows
 * are still pending, and are read again.
 */
export class RelaySession {
  readonly reader: StreamReader;
  readonly #window: PublishWindow;
  readonly #timeoutMs: number;
  readonly #created = new Map<string, string>();
  readonly #highest = new Map<string, number>();
  /** When the streams were last known to have all that they acknowledged. */
  checkedAt: number | undefined;
  /** When the streams were last seen to be as they were, be it by what they acknowledged. */
  #seenAt = Number.NEGATIVE_INFINITY;
  #over = false;

  constructor(nc: NatsConnection, options: Omit<WindowOptions, "once"> & { readonly timeoutMs: number }) {
    this.reader = streamReader(nc);
    this.#timeoutMs = options.timeoutMs;
    this.#window = new PublishWindow({ ...options, once: true });
    this.#window.up(nc);
  }

  get isOver(): boolean {
    return this.#over;
  }

  publish({ message }: PendingEvent): Promise<PublishAck> {
    if (this.#over) return Promise.reject(new EventError("unavailable", "the connection is lost"));
    const deadline = performance.now() + this.#timeoutMs;
    return new Promise((taken, failed) => this.#window.publish(new Row(message, deadline, taken, failed)));
  }

  refused(error: Error): void {
    this.#window.refused(error);
  }

  end(): void {
    this.#over = true;
    this.#window.down();
    void this.#window.drain(0);
  }

  /** What was found of a stream is true until the next check. */
  checked(created: ReadonlyMap<string, string>): void {
    this.checkedAt = performance.now();
    this.#seenAt = this.checkedAt;
    this.#highest.clear();
    this.#created.clear();
    for (const [stream, time] of created) this.#created.set(stream, time);
  }

  /** Whether one of the streams that acknowledged events is there. */
  async hasStream(): Promise<boolean> {
    for (const stream of this.#created.keys()) if (await this.reader.view(stream)) return true;
    return false;
  }

  /** The time of creation of the stream that has just acknowledged something. Throws `EventError`. */
  async createdOf(stream: string): Promise<string> {
    const known = this.#created.get(stream);
    if (known !== undefined) return known;
    const view = await this.reader.view(stream);
    if (view === undefined) throw new EventError("no_stream", `${stream}: it acknowledged an event, and is gone`);
    this.#created.set(stream, view.created);
    return view.created;
  }

  /**
   * Whether the streams are those that they were, and have what they acknowledged: a stream can be made anew, or lose
   * its tail with its leader, while this connection stays. What was seen a moment ago is not asked again.
   */
  async isUnchanged(): Promise<boolean> {
    if (performance.now() - this.#seenAt < SEEN_MS) return true;
    for (const [stream, created] of this.#created) {
      // Where nobody answers, the check that follows says why.
      const view = await this.reader.view(stream).catch(() => undefined);
      if (view?.created !== created || view.lastSequence < (this.#highest.get(stream) ?? 0)) return false;
    }
    this.#seenAt = performance.now();
    return true;
  }

  /**
   * Takes note of what a batch was acknowledged with; false if a stream has gone back since the last batch, which it
   * does when it loses its tail or is made anew without this connection noticing.
   */
  goesOn(acks: readonly PublishAck[]): boolean {
    const fresh = acks.filter(({ duplicate }) => !duplicate);
    const before = new Map(this.#highest);
    for (const { stream, sequence } of fresh) {
      this.#highest.set(stream, Math.max(sequence, this.#highest.get(stream) ?? 0));
    }
    const goesOn = fresh.every(({ stream, sequence }) => sequence > (before.get(stream) ?? 0));
    if (goesOn && fresh.length > 0) this.#seenAt = performance.now();
    return goesOn;
  }
}

/** The message of a row, under way. */
class Row extends Outgoing {
  readonly taken: (ack: PublishAck) => void;
  readonly failed: (error: EventError) => void;

  constructor(
    message: WireMessage,
    deadline: number,
    taken: (ack: PublishAck) => void,
    failed: (error: EventError) => void,
  ) {
    super(message, deadline);
    this.taken = taken;
    this.failed = failed;
  }
}
