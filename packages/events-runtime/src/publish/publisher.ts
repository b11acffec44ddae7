import { Connection, type ConnectionStatus } from "../connect/connection.ts";
import { type ConnectOptions, checkPositive, type NatsOptions, natsOptions } from "../connect/connection-options.ts";
import { timerMs } from "../connect/timer.ts";
import { checkAttributes, checkData, checkEvent } from "../contract/check-event.ts";
import type { EventContract } from "../contract/contract.ts";
import type { ContractSet } from "../contract/contract-set.ts";
import { createEnvelope, type EnvelopeOptions, type EventEnvelope, newId } from "../contract/envelope.ts";
import { toWire } from "../contract/wire.ts";
import { EventError } from "../event-error.ts";
import { type Logger, logSuccess, type SuccessLevel, unfailing } from "../logger.ts";
import { PublishWindow } from "./publish-window.ts";

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
   * How long a publish may take, in milliseconds, waiting for a connection included. Default: 30,000. Keep it below the
   * stream's duplicate window: within it, an event that had to be sent twice is stored once.
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
   * Publishes data as an event of the contract. Nothing is sent unless it is valid. Resolves when the stream has it;
   * rejects with `EventError`, whose `retryable` says whether the same event (give its `id` again) may succeed later.
   */
  publish<Type extends string, Data>(
    contract: EventContract<Type, Data>,
    data: NoInfer<Data>,
    options?: EnvelopeOptions,
  ): Promise<Published>;
  /** Publishes a ready envelope, for example from an outbox, under the same rules. */
  publishEvent(envelope: EventEnvelope): Promise<Published>;
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
  readonly #options: PublisherOptions;
  readonly #logger: Logger;
  /** Missing if disabled. */
  readonly #window: PublishWindow | undefined;
  readonly #connection: Connection | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: PublisherOptions, nats: NatsOptions | undefined) {
    const { window: size = 1_000, timeoutMs = 30_000, source } = options;
    const logger = unfailing(options.logger ?? console);
    this.#options = options;
    this.#logger = logger;
    if (nats === undefined) {
      logger.warn({ source }, "NATS_URL is not set: events are validated and not sent");
      return;
    }
    this.#window = new PublishWindow({ size, timeoutMs, inboxPrefix: nats.inboxPrefix });
    this.#connection = new Connection(nats, logger, this.#window);
  }

  publish<Type extends string, Data>(
    contract: EventContract<Type, Data>,
    data: NoInfer<Data>,
    options?: EnvelopeOptions,
  ): Promise<Published> {
    // Drawn before anything is checked, so that a refusal can be told by it too.
    const id = options?.id ?? newId();
    return this.#publish(contract.type, id, () => validEvent(this.#options, contract, data, { ...options, id }));
  }

  publishEvent(envelope: EventEnvelope): Promise<Published> {
    return this.#publish(envelope?.type, envelope?.id, () => {
      checkEvent(this.#options.contracts, envelope, "strict");
      return envelope;
    });
  }

  async #publish(type: string, id: string, made: () => EventEnvelope): Promise<Published> {
    const start = performance.now();
    try {
      if (this.#closing !== undefined) throw closed();
      const message = toWire(made());
      if (this.#window === undefined) return { status: "disabled", id, type };
      const { stream, sequence, duplicate, attempts } = await this.#window.publish(message);
      const ms = Math.round((performance.now() - start) * 100) / 100;
      const fields = { id, type, stream, sequence, duplicate, ms, ...(attempts > 1 && { attempts }) };
      logSuccess(this.#logger, this.#options.successLevel, fields, "event published");
      return { status: "published", id, type, stream, sequence, duplicate, ms };
    } catch (thrown) {
      const error = EventError.from(thrown);
      error.eventId = id;
      const { code, violations, message: cause } = error;
      this.#logger.error({ id, type, code, ...(violations && { violations }), cause }, "event not published");
      throw error;
    }
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

function validEvent<Type extends string, Data>(
  { contracts, source }: PublisherOptions,
  contract: EventContract<Type, Data>,
  data: NoInfer<Data>,
  options: EnvelopeOptions,
): EventEnvelope<Type, Data> {
  checkData(contract, data, "strict");
  const envelope = createEnvelope(contract, data, { ...options, source });
  checkAttributes(contracts, envelope, "strict");
  return envelope;
}

function closed(): EventError {
  return new EventError("closed", "the publisher is closed");
}
