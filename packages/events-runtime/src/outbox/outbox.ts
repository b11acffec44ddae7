import type { EventContract } from "../contract/contract.ts";
import type { ContractSet } from "../contract/contract-set.ts";
import { type EnvelopeOptions, newId, subjectOf } from "../contract/envelope.ts";
import { EventError } from "../event-error.ts";
import { type Logger, unfailing } from "../logger.ts";
import { EnvelopeWriter } from "../publish/envelope-writer.ts";
import { isTracing, meters, producerSpan } from "../telemetry/index.ts";
import type { AsyncOutboxStore, OutboxEvent, OutboxStore, SyncOutboxStore } from "./outbox-store.ts";

export interface OutboxOptions {
  /** The envelope's validators. */
  readonly contracts: ContractSet;
  /** CloudEvents source of every event, for example `urn:statehub:hub`. */
  readonly source: string;
  /**
   * Whether events are written at all. Default: whether `NATS_URL` is set. Without a server events are validated and
   * not kept, so they are not sent later either.
   */
  readonly enabled?: boolean;
  /** Default: `console`. */
  readonly logger?: Logger;
  /** Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What became of an event that was given to the outbox. */
export interface Enqueued {
  /** `enqueued`: it is published once the transaction is committed. `disabled`: it is valid, and goes nowhere. */
  readonly status: "enqueued" | "disabled";
  readonly id: string;
  readonly type: string;
}

/** An event for `enqueueMany`. */
export interface NewEvent<Type extends string = string, Data = unknown> {
  readonly contract: EventContract<Type, Data>;
  readonly data: Data;
  readonly options?: EnvelopeOptions;
}

/** A value, as soon as the store's client gives it. */
export type Answer<Mode extends OutboxStore<never>["mode"], Value> = Mode extends "sync" ? Value : Promise<Value>;

/** Writes events as rows in the caller's own transactions. */
export interface Outbox<Tx, Mode extends OutboxStore<never>["mode"]> {
  /**
   * Writes an event in the transaction `tx`: it is published if that is committed, and never existed if it is not.
   * Throws `EventError` before anything is written if it does not fit its contract. The order of events with one
   * subject is that of the commits; a transaction that has enqueued one makes others with the same subject wait.
   */
  enqueue<Type extends string, Data>(
    tx: Tx,
    contract: EventContract<Type, Data>,
    data: NoInfer<Data>,
    options?: EnvelopeOptions,
  ): Answer<Mode, Enqueued>;
  /** Writes several events in their order. It cannot deadlock with others of its kind, as single calls can. */
  enqueueMany(tx: Tx, events: readonly NewEvent[]): Answer<Mode, Enqueued[]>;
}

/** The hub's end of the outbox: what it writes, a relay publishes; see `startRelay`. */
export function createOutbox<Tx>(options: OutboxOptions & { readonly store: SyncOutboxStore<Tx> }): Outbox<Tx, "sync">;
export function createOutbox<Tx>(
  options: OutboxOptions & { readonly store: AsyncOutboxStore<Tx> },
): Outbox<Tx, "async">;
export function createOutbox<Tx>(
  options: OutboxOptions & { readonly store: OutboxStore<Tx> },
): Outbox<Tx, "sync"> | Outbox<Tx, "async"> {
  const { store, source, contracts, env = process.env } = options;
  const logger = unfailing(options.logger ?? console);
  const enabled = options.enabled ?? (env.NATS_URL ?? "").trim() !== "";
  if (!enabled) logger.warn({ source }, "NATS_URL is not set: events are validated and not kept for sending");
  const status = enabled ? "enqueued" : "disabled";

  const writer = new EnvelopeWriter(contracts, source);
  const rowOf = ({ contract, data, options: given = {} }: NewEvent): OutboxEvent => {
    // Drawn before anything is checked, so that a refusal can be told by it too.
    const id = given.id ?? newId();
    const { type } = contract;
    const span = isTracing() ? producerSpan("create", { ...given, id, type }) : undefined;
    try {
      const message = writer.write(
        contract,
        data,
        id,
        span === undefined ? given : { ...given, ...span.carried },
        undefined,
      );
      span?.end();
      return { id, type, source, subject: subjectOf(contract, data), message };
    } catch (thrown) {
      const error = EventError.from(thrown);
      error.eventId = id;
      const { code, violations, message: cause } = error;
      logger.error({ id, type, code, ...(violations && { violations }), cause }, "event not enqueued");
      meters()?.refused(type, code);
      span?.end({ error });
      throw error;
    }
  };
  const answer = (rows: readonly OutboxEvent[]): Enqueued[] =>
    rows.map(({ id, type }) => {
      logger.debug({ id, type, status }, "event enqueued");
      return { status, id, type };
    });

  if (store.mode === "sync") {
    const enqueueMany = (tx: Tx, events: readonly NewEvent[]): Enqueued[] => {
      const rows = events.map(rowOf);
      if (enabled) store.insert(tx, rows);
      return answer(rows);
    };
    const outbox: Outbox<Tx, "sync"> = {
      enqueueMany,
      enqueue: (tx, contract, data, given) => first(enqueueMany(tx, [newEvent(contract, data, given)])),
    };
    return outbox;
  }
  const enqueueMany = async (tx: Tx, events: readonly NewEvent[]): Promise<Enqueued[]> => {
    const rows = events.map(rowOf);
    if (enabled && rows.length > 0) await store.insert(tx, rows);
    return answer(rows);
  };
  const outbox: Outbox<Tx, "async"> = {
    enqueueMany,
    enqueue: async (tx, contract, data, given) => first(await enqueueMany(tx, [newEvent(contract, data, given)])),
  };
  return outbox;
}

function newEvent(contract: EventContract, data: unknown, options: EnvelopeOptions | undefined): NewEvent {
  return { contract, data, ...(options && { options }) };
}

function first(answers: readonly Enqueued[]): Enqueued {
  return answers[0] as Enqueued;
}
