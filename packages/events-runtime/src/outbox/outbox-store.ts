import { WireMessage } from "../contract/wire.ts";

/** An event as the outbox keeps it: what will be sent, byte for byte, and what a person looks for. */
export interface OutboxEvent {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  /** With the source, the key that order is promised for. */
  readonly subject: string;
  readonly message: WireMessage;
}

/** An event that waits to be published. */
export interface PendingEvent extends OutboxEvent {
  /** Its place: for one key, the order of commits. */
  readonly seq: number;
}

/** The event that a row of the table holds. */
export function pendingEvent({ headers, payload, ...row }: Readonly<Record<string, unknown>>): PendingEvent {
  const event = row as unknown as Omit<PendingEvent, "message">;
  return { ...event, message: new WireMessage(event.type, payload as Uint8Array, headers as Uint8Array) };
}

/** A row that is done, one way or the other. */
export type SettledEvent =
  | { readonly seq: number; readonly stream: string; readonly created: string; readonly sequence: number }
  | { readonly seq: number; readonly reason: string };

/** One life of a stream: under the same name, another time of creation is another stream. */
export interface StreamLife {
  readonly stream: string;
  readonly created: string;
}

/** What the stream has acknowledged of an event. */
export interface AckedEvent {
  readonly id: string;
  readonly sequence: number;
}

/** An event that was set aside. */
export interface DeadEvent {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly createdAt: Date;
  readonly reason: string;
}

/** How the outbox stands. */
export interface OutboxDepth {
  /** Events that wait to be published. */
  readonly pending: number;
  /** Age of the oldest of them, in milliseconds; 0 if there is none. */
  readonly oldestMs: number;
  /** Events that can never be sent as they are, and were set aside. */
  readonly dead: number;
  /** Events that are published and kept, in case that the server loses them. */
  readonly kept: number;
}

/** Which relay works: its term rises with each change, its beat with each sign of life. */
export interface LeaseState {
  readonly holder: string | undefined;
  readonly term: number;
  readonly beat: number;
  /** For how many milliseconds relays have worked on this outbox in all, as of the last sign of life. */
  readonly uptime: number;
}

/** Another relay has taken over; what this one wanted to write was not written. */
export class TermOver extends Error {
  override readonly name = "TermOver";
}

/**
 * The outbox's tables as relay and operator use them, on a connection of their own. Writes of a relay name its term, and
 * throw {@link TermOver} once another has begun.
 */
export interface OutboxTable {
  /** The next events in their order; with `holdKeys`, none behind a dead event of its key. */
  pending(limit: number, holdKeys: boolean): Promise<PendingEvent[]>;
  /** Marks rows as done; with the published ones it keeps the outbox's uptime. */
  settle(term: number, events: readonly SettledEvent[], uptime: number): Promise<void>;
  /** The stream of published rows that comes after that one by name and time, with the type of one of its events. */
  streamAfter(life: StreamLife): Promise<(StreamLife & { readonly type: string }) | undefined>;
  /** The published row with the highest sequence up to that one. */
  ackedUpTo(life: StreamLife, sequence: number): Promise<AckedEvent | undefined>;
  /** Makes published rows from that sequence on pending again, and returns the ids. */
  unpublish(term: number, life: StreamLife, fromSequence: number): Promise<string[]>;
  /** Removes rows that were published before that uptime, at most `limit` of them, and returns how many. */
  prune(term: number, beforeUptime: number, limit: number): Promise<number>;
  depth(): Promise<OutboxDepth>;
  dead(limit: number): Promise<DeadEvent[]>;
  /** Makes dead rows pending again, and returns how many. */
  revive(ids: readonly string[]): Promise<number>;
  /** Removes dead rows, and returns how many. */
  discard(ids: readonly string[]): Promise<number>;
  lease(): Promise<LeaseState>;
  /** Takes the lease if it still stands as it was seen; the new term, or undefined. */
  claim(holder: string, seen: LeaseState): Promise<number | undefined>;
  /** Shows that the holder lives; false if it is no longer the holder. */
  beat(term: number, uptime: number): Promise<boolean>;
  release(term: number, uptime: number): Promise<void>;
  /** Calls back when there may be new events, until the returned function is called. It may miss some. */
  watch(changed: () => void): () => void;
  close(): Promise<void>;
}

/** An outbox in a database whose client answers at once, as SQLite's does. */
export interface SyncOutboxStore<Tx> {
  readonly mode: "sync";
  insert(tx: Tx, events: readonly OutboxEvent[]): void;
  open(): OutboxTable;
}

/** An outbox in a database whose client returns promises. */
export interface AsyncOutboxStore<Tx> {
  readonly mode: "async";
  insert(tx: Tx, events: readonly OutboxEvent[]): Promise<void>;
  open(): OutboxTable;
}

export type OutboxStore<Tx> = SyncOutboxStore<Tx> | AsyncOutboxStore<Tx>;
