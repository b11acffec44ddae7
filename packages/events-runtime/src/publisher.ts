import { checkAttributes, checkData, checkEvent } from "./check-event.ts";
import { Connection, type ConnectionStatus } from "./connection.ts";
import { type ConnectOptions, natsOptions } from "./connection-options.ts";
import type { EventContract } from "./contract.ts";
import type { ContractSet } from "./contract-set.ts";
import { createEnvelope, type EnvelopeOptions, type EventEnvelope } from "./envelope.ts";
import { EventError } from "./event-error.ts";
import { type Logger, logSuccess, type SuccessLevel } from "./logger.ts";
import { PublishWindow } from "./publish-window.ts";
import { toWire } from "./wire.ts";

export interface PublisherOptions extends ConnectOptions {
  /** What `publishEvent` validates against, and the envelope's validators. */
  readonly contracts: ContractSet;
  /** CloudEvents source of every event, for example `urn:statehub:hub`. */
  readonly source: string;
  /** Default: `console`. */
  readonly logger?: Logger;
  /** Level of the line that each published event leaves. Default: `info`. */
  readonly successLevel?: SuccessLevel;
  /** How many events may be sent and not yet acknowledged; further calls wait. Default: 1000. */
  readonly window?: number;
  /**
   * How long a publish may take, in milliseconds, waiting for a connection included. Default: 30,000. Keep it below the stream's
   * duplicate window: within it, an event that had to be sent twice is stored once.
   */
  readonly timeoutMs?: number;
}

/** What became of an event. */
export type Published =
  | {
      /** The stream has it, on disk as far as its sync interval goes. */
      readonly status: "published";
      readonly id: string;
      readonly type: string;
      readonly stream: string;
      readonly sequence: number;
      /** The stream had an event of this id already; `sequence` is that one's. */
      readonly duplicate: boolean;
      /** From the call to the acknowledgement. */
      readonly ms: number;
    }
  | {
      /** No server is configured: the event is valid, and went nowhere. */
      readonly status: "disabled";
      readonly id: string;
      readonly type: string;
    };

export interface PublisherStatus extends Omit<ConnectionStatus, "state"> {
  readonly state: ConnectionStatus["state"] | "disabled";
  /** Events that were accepted and are neither acknowledged nor refused. */
  readonly outstanding: number;
}

/** Publishes events. Make one on the program's start, and close it on its end. */
export interface Publisher extends AsyncDisposable {
  /**
   * Publishes data as an event of the contract. Nothing is sent unless it is valid. Resolves when the stream has it; rejects with
   * `EventError`, whose `retryable` says whether the same event (give its `id` again) may succeed later.
   */
  publish<Type extends string, Data>(
    contract: EventContract<Type, Data>,
    data: Data,
    options?: EnvelopeOptions,
  ): Promise<Published>;
  /** Publishes a ready envelope, for example from an outbox, under the same rules. */
  publishEvent(envelope: EventEnvelope): Promise<Published>;
  /** Resolves when there is a connection, at once if disabled. Throws `unavailable` after `timeoutMs`, if given, and `closed`. */
  ready(options?: { readonly timeoutMs?: number }): Promise<void>;
  status(): PublisherStatus;
  /**
   * Takes no more events, waits until the outstanding ones are settled, and disconnects. After `timeoutMs` (default 10,000) what is left is
   * rejected: `unavailable` if it was never sent, else `unknown_outcome`. Never throws; may be called again.
   */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/**
 * A publisher. It connects in the background and for ever: the program may start before the server does, and events wait for
 * the connection until their time is over. Without `servers` and `NATS_URL` it is disabled: it validates, sends nothing, and says so once.
 * Throws `invalid_options`.
 */
export async function connectPublisher(options: PublisherOptions): Promise<Publisher> {
  for (const [name, value] of Object.entries({ window: options.window, timeoutMs: options.timeoutMs })) {
    if (value !== undefined && !(value >= 1 && value < 2 ** 31)) {
      throw new EventError("invalid_options", `${name}: got ${value}, want a number of at least 1`);
    }
  }
  const nats = natsOptions(options);
  const logger = options.logger ?? console;
  if (nats !== undefined) return new NatsPublisher(options, logger, nats);
  logger.warn({ source: options.source }, "NATS_URL is not set: events are validated and not sent");
  return new DisabledPublisher(options);
}

class DisabledPublisher implements Publisher {
  readonly #options: PublisherOptions;
  #closed = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  async publish<Type extends string, Data>(
    contract: EventContract<Type, Data>,
    data: Data,
    options?: EnvelopeOptions,
  ): Promise<Published> {
    return this.#accepted(validEvent(this.#options, contract, data, options));
  }

  async publishEvent(envelope: EventEnvelope): Promise<Published> {
    checkEvent(this.#options.contracts, envelope, "strict");
    return this.#accepted(envelope);
  }

  async ready(): Promise<void> {
    if (this.#closed) throw closed();
  }

  status(): PublisherStatus {
    return { state: this.#closed ? "closed" : "disabled", server: undefined, error: undefined, outstanding: 0 };
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #accepted({ id, type }: EventEnvelope): Published {
    if (this.#closed) throw closed();
    return { status: "disabled", id, type };
  }
}

class NatsPublisher implements Publisher {
  readonly #options: PublisherOptions;
  readonly #logger: Logger;
  readonly #window: PublishWindow;
  readonly #connection: Connection;
  #closing: Promise<void> | undefined;

  constructor(options: PublisherOptions, logger: Logger, nats: NonNullable<ReturnType<typeof natsOptions>>) {
    this.#options = options;
    this.#logger = logger;
    const { window: size = 1_000, timeoutMs = 30_000 } = options;
    this.#window = new PublishWindow({ size, timeoutMs, inboxPrefix: nats.inboxPrefix });
    this.#connection = new Connection(nats, logger, this.#window);
  }

  publish<Type extends string, Data>(
    contract: EventContract<Type, Data>,
    data: Data,
    options?: EnvelopeOptions,
  ): Promise<Published> {
    const made = () => validEvent(this.#options, contract, data, options);
    return this.#publish(contract.type, options?.id, made);
  }

  publishEvent(envelope: EventEnvelope): Promise<Published> {
    const made = () => {
      checkEvent(this.#options.contracts, envelope, "strict");
      return envelope;
    };
    return this.#publish(envelope?.type, envelope?.id, made);
  }

  async #publish(type: string, givenId: string | undefined, made: () => EventEnvelope): Promise<Published> {
    const start = performance.now();
    let id = givenId;
    try {
      if (this.#closing !== undefined) throw closed();
      const envelope = made();
      id = envelope.id;
      const { stream, sequence, duplicate, attempts } = await this.#window.publish(toWire(envelope));
      const ms = Math.round((performance.now() - start) * 100) / 100;
      const fields = { id, type, stream, sequence, duplicate, ms, ...(attempts > 1 && { attempts }) };
      logSuccess(this.#logger, this.#options.successLevel ?? "info", fields, "event published");
      return { status: "published", id, type, stream, sequence, duplicate, ms };
    } catch (thrown) {
      const error = EventError.from(thrown);
      const { code, violations, message: cause } = error;
      this.#logger.error({ id, type, code, ...(violations && { violations }), cause }, "event not published");
      throw error;
    }
  }

  async ready({ timeoutMs }: { readonly timeoutMs?: number } = {}): Promise<void> {
    await this.#connection.connected(timeoutMs);
  }

  status(): PublisherStatus {
    const status = this.#connection.status();
    return { ...status, state: this.#closing ? "closed" : status.state, outstanding: this.#window.size };
  }

  close({ timeoutMs = 10_000 }: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#window.drain(timeoutMs).then(() => this.#connection.close());
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function validEvent<Type extends string, Data>(
  { contracts, source }: PublisherOptions,
  contract: EventContract<Type, Data>,
  data: Data,
  options: EnvelopeOptions | undefined,
): EventEnvelope<Type, Data> {
  checkData(contract, data, "strict");
  const envelope = createEnvelope(contract, data, { ...options, source });
  checkAttributes(contracts, envelope, "strict");
  return envelope;
}

function closed(): EventError {
  return new EventError("closed", "the publisher is closed");
}
