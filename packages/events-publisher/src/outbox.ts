import { contractSet, type EventDataByType, type EventType } from "@statehub/events-contracts";
import {
  type Answer,
  type AsyncOutboxStore,
  createOutbox as create,
  type Enqueued,
  type EnvelopeOptions,
  type EventContract,
  EventError,
  type Outbox,
  type OutboxStore,
  type OutboxOptions as RuntimeOptions,
  type SyncOutboxStore,
} from "@statehub/events-runtime";
import { methodTree } from "./events.ts";
import type { Events } from "./gen/events.ts";
import type { NewEvent, Publish } from "./publish.ts";

type Mode = OutboxStore<never>["mode"];

/** Options of `createOutbox` beside the store, none of them needed. */
export interface OutboxOptions extends Omit<RuntimeOptions, "contracts" | "source"> {
  /** CloudEvents source of the events. Default: `urn:statehub:hub`. */
  readonly source?: string;
}

/**
 * Writes an event of one type in the transaction `tx`: it is published if that is committed, and never existed if it is
 * not. Throws `EventError` before anything is written if the data does not fit. With SQLite it answers at once, with
 * PostgreSQL by a promise.
 */
export type Enqueue<Data, Tx, How extends Mode> = (
  tx: Tx,
  data: Data,
  options?: EnvelopeOptions,
) => Answer<How, Enqueued>;

/** The methods of `Events`, each for a transaction. */
export type OutboxEvents<Node, Tx, How extends Mode> = {
  readonly [Name in keyof Node]: (Node[Name] extends Publish<infer Data> ? Enqueue<Data, Tx, How> : unknown) &
    OutboxEvents<Node[Name], Tx, How>;
};

/** An event for `enqueueMany`, of any of the types. */
type EventToEnqueue = Omit<NewEvent, "options"> & { readonly options?: EnvelopeOptions };

/** Writes the state hub's events as rows in the hub's own transactions. */
export interface EventsOutbox<Tx, How extends Mode> {
  /** One method per event type: `events.repo.registered(tx, data)`. */
  readonly events: OutboxEvents<Events, Tx, How>;
  /** The same with the type as a value. */
  enqueue<Type extends EventType>(
    tx: Tx,
    type: Type,
    data: EventDataByType[Type],
    options?: EnvelopeOptions,
  ): Answer<How, Enqueued>;
  /** Writes several events in their order. It cannot deadlock with others of its kind, as single calls can. */
  enqueueMany(tx: Tx, events: readonly EventToEnqueue[]): Answer<How, Enqueued[]>;
}

/**
 * The hub's end of the outbox: what it writes in a transaction, `startRelay({ store })` publishes after the commit, in
 * this process or in another. Without `NATS_URL` it validates and writes nothing, and says so once.
 */
export function createOutbox<Tx>(
  options: OutboxOptions & { readonly store: SyncOutboxStore<Tx> },
): EventsOutbox<Tx, "sync">;
export function createOutbox<Tx>(
  options: OutboxOptions & { readonly store: AsyncOutboxStore<Tx> },
): EventsOutbox<Tx, "async">;
export function createOutbox<Tx>(
  options: OutboxOptions & { readonly store: SyncOutboxStore<Tx> | AsyncOutboxStore<Tx> },
): EventsOutbox<Tx, "sync"> | EventsOutbox<Tx, "async"> {
  const all = { source: "urn:statehub:hub", ...options, contracts: contractSet };
  const { store } = options;
  return store.mode === "sync" ? typed(create({ ...all, store })) : typed(create({ ...all, store }));
}

function typed<Tx, How extends Mode>(outbox: Outbox<Tx, How>): EventsOutbox<Tx, How> {
  const method = (contract: EventContract): Enqueue<unknown, Tx, How> => {
    return (tx, data, options) => outbox.enqueue(tx, contract, data, options);
  };
  return {
    events: methodTree(method) as OutboxEvents<Events, Tx, How>,
    enqueue: (tx, type, data, options) => outbox.enqueue(tx, contractOf(type), data, options),
    enqueueMany: (tx, events) =>
      outbox.enqueueMany(
        tx,
        events.map(({ type, data, options = {} }) => ({ contract: contractOf(type), data, options })),
      ),
  };
}

function contractOf(type: EventType): EventContract {
  const contract = Object.hasOwn(contractSet.contracts, type) ? contractSet.contracts[type] : undefined;
  if (contract !== undefined) return contract;
  throw new EventError("unknown_type", `no contract is known for type ${JSON.stringify(type)}`);
}
