import { Connection, type ConnectionStatus } from "../connect/connection.ts";
import { type ConnectOptions, checkPositive, type NatsOptions, natsOptions } from "../connect/connection-options.ts";
import { timerMs } from "../connect/timer.ts";
import { checkEvent } from "../contract/check-event.ts";
import type { EventContract } from "../contract/contract.ts";
import type { ContractSet } from "../contract/contract-set.ts";
import { type EnvelopeOptions, type EventEnvelope, newId } from "../contract/envelope.ts";
import { type Expectation, toWire, type WireMessage } from "../contract/wire.ts";
import { EventError } from "../event-error.ts";
import { type Logger, type SuccessLevel, unfailing } from "../logger.ts";
import { type EventSpan, isTracing, producerSpan } from "../telemetry/index.ts";
import { EnvelopeWriter } from "./envelope-writer.ts";
import { publishEach, publishMany } from "./publish-each.ts";
import { PublishReport } from "./publish-report.ts";
import { PublishWindow } from "./publish-window.ts";
import type { Published } from "./published.ts";
import { Sending } from "./sending.ts";

export interface PublisherOptions extends ConnectOptions {
  /** What `publishEvent` validates against, and the envelope's validators. */
  readonly contracts: ContractSet;
  /** CloudEvents source of every event, for example `urn:statehub:hub`. */
  readonly source: string;
  /** Default: `console`. */
  readonly logger?: Logger;
  /** Level of the line that each published event leaves. Default: `info`. */
  readonly successLevel?: SuccessLevel;
  /**
   * How many events may be sent and not yet acknowledged; further calls wait. Default: 500; with more than that, a
   * server takes longer for each.
   */
  readonly window?: number;
  /**
   * How long a publish may take, in milliseconds, waiting for a connection included. Default: 30,000. Keep it below the
   * stream's duplicate window: within it, an event that had to be sent twice is stored once.
   */
  readonly timeoutMs?: number;
}

/** An event for `publishMany` and `publishEach`: a ready envelope, or what `publish` takes. */
export type EventToPublish =
  | EventEnvelope
  | {
      readonly contract: EventContract;
      readonly data: unknown;
      readonly options?: EnvelopeOptions & SendOptions;
    };

/** What may be said of a publish beside the event itself. */
export interface SendOptions {
  /** Where the stream has to stand, else the event is refused with `expected_sequence`. */
  readonly expect?: Expectation;
}

export interface PublisherStatus extends Omit<ConnectionStatus, "state"> {
  readonly state: ConnectionStatus["state"] | "disabled";
  /** Events that were accepted and are neither acknowledged nor refused. */
  readonly outstanding: number;
}

/** Publishes events. Make one on the program's start, and close it on its end. */
export interface Publisher extends AsyncDisposable {
  /**
   * Publishes data as an event of the contract. Nothing is sent unless it is valid. Resolves when the stream has it;
   * rejects with `EventError`, whose `retryable` says whether the same event (give its `id` again) may succeed later.
   */
  publish<Type extends string, Data>(
    contract: EventContract<Type, Data>,
    data: NoInfer<Data>,
    options?: EnvelopeOptions & SendOptions,
  ): Promise<Published>;
  /** Publishes a ready envelope, for example from an outbox, under the same rules. */
  publishEvent(envelope: EventEnvelope, options?: SendOptions): Promise<Published>;
  /**
   * Publishes events in their order, as many at once as the window holds. The first failure ends it: it rejects with
   * that `EventError`, whose `batch` has what became of the events before it and of those behind it that were sent
   * already. What is in neither was not sent. Publish the failed and the unsent ones again under their ids.
   */
  publishMany(events: readonly EventToPublish[]): Promise<Published[]>;
  /**
   * The same for a source of any length: takes an event when the window has room for it, yields the results in order.
   * The first failure ends the source and is thrown, with those of later events that were sent already in `batch`.
   */
  publishEach(
    events: Iterable<EventToPublish> | AsyncIterable<EventToPublish>,
  ): AsyncGenerator<Published, void, undefined>;
  /**
   * Resolves when there is a connection, at once if disabled. Throws `unavailable` after `timeoutMs`, if given, and
   * `closed`.
   */
  ready(options?: { readonly timeoutMs?: number }): Promise<void>;
  status(): PublisherStatus;
  /**
   * Takes no more events, waits until the outstanding ones are settled, and disconnects. After `timeoutMs` (default
   * 10,000) what is left is rejected: `unavailable` if it was never sent, else `unknown_outcome`. Never throws; may be
   * called again.
   */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/**
 * A publisher. It connects in the background and for ever: the program may start before the server does, and events
 * wait for the connection until their time is over. Without `servers` and `NATS_URL` it is disabled: it validates,
 * sends nothing, and says so once.
 * Throws `invalid_options`.
 */
export async function connectPublisher(options: PublisherOptions): Promise<Publisher> {
  checkPositive({ window: options.window, timeoutMs: options.timeoutMs });
  return new EventPublisher(options, natsOptions(options));
}

class EventPublisher implements Publisher {
  readonly #contracts: ContractSet;
  readonly #report: PublishReport;
  readonly #writer: EnvelopeWriter;
  readonly #windowSize: number;
  readonly #timeoutMs: number;
  /** Missing if disabled. */
  readonly #window: PublishWindow | undefined;
  readonly #connection: Connection | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: PublisherOptions, nats: NatsOptions | undefined) {
    const { window: size = 500, timeoutMs = 30_000, source, contracts } = options;
    const logger = unfailing(options.logger ?? console);
    this.#contracts = contracts;
    this.#report = new PublishReport(logger, options.successLevel);
    this.#writer = new EnvelopeWriter(contracts, source);
    this.#windowSize = size;
    this.#timeoutMs = timeoutMs;
    if (nats === undefined) {
      logger.warn({ source }, "NATS_URL is not set: events are validated and not sent");
      return;
    }
    this.#window = new PublishWindow({ size, inboxPrefix: nats.inboxPrefix });
    this.#connection = new Connection(nats, logger, this.#window);
  }

  publish<Type extends string, Data>(
    contract: EventContract<Type, Data>,
    data: NoInfer<Data>,
    options: EnvelopeOptions & SendOptions = {},
  ): Promise<Published> {
    const start = performance.now();
    const { type } = contract;
    // Drawn before anything is checked, so that a refusal can be told by it too.
    const id = options.id ?? newId();
    const span = isTracing() ? producerSpan("publish", { ...options, id, type }) : undefined;
    try {
      const carrying = span === undefined ? options : { ...options, ...span.carried };
      return this.#send(this.#writer.write(contract, data, id, carrying, options.expect), id, start, span);
    } catch (error) {
      return Promise.reject(this.#report.refused(EventError.from(error), id, type, span));
    }
  }

  publishEvent(envelope: EventEnvelope, options: SendOptions = {}): Promise<Published> {
    const start = performance.now();
    const { id, type } = envelope ?? {};
    const span = isTracing() ? producerSpan("publish", { ...envelope }) : undefined;
    try {
      checkEvent(this.#contracts, envelope, "strict");
      return this.#send(toWire(envelope, options.expect), id, start, span);
    } catch (error) {
      return Promise.reject(this.#report.refused(EventError.from(error), id, type, span));
    }
  }

  publishMany(events: readonly EventToPublish[]): Promise<Published[]> {
    return publishMany(events, (event) => this.#publishOne(event), this.#windowSize);
  }

  publishEach(
    events: Iterable<EventToPublish> | AsyncIterable<EventToPublish>,
  ): AsyncGenerator<Published, void, undefined> {
    return publishEach(events, (event) => this.#publishOne(event), this.#windowSize);
  }

  #publishOne(event: EventToPublish): Promise<Published> {
    if (!("contract" in event)) return this.publishEvent(event);
    return this.publish(event.contract, event.data, event.options);
  }

  #send(message: WireMessage, id: string, start: number, span: EventSpan | undefined): Promise<Published> {
    if (this.#closing !== undefined) throw closed();
    const window = this.#window;
    if (window === undefined) {
      span?.end();
      return Promise.resolve({ status: "disabled", id, type: message.subject });
    }
    const deadline = start + this.#timeoutMs;
    return new Promise((resolve, reject) => {
      window.publish(new Sending(message, deadline, id, start, span, this.#report, resolve, reject));
    });
  }

  async ready({ timeoutMs }: { readonly timeoutMs?: number } = {}): Promise<void> {
    if (this.#connection) await this.#connection.connected(timeoutMs);
    else if (this.#closing) throw closed();
  }

  status(): PublisherStatus {
    const { state = "disabled", server, error } = this.#connection?.status() ?? {};
    return { state: this.#closing ? "closed" : state, server, error, outstanding: this.#window?.size ?? 0 };
  }

  close({ timeoutMs = 10_000 }: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#closing ??= (async () => {
      await this.#window?.drain(timerMs(timeoutMs));
      await this.#connection?.close();
    })();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function closed(): EventError {
  return new EventError("closed", "the publisher is closed");
}
