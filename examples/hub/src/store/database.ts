import type { EventDataByType, EventType } from "@statehub/events-contracts";
import type { Relay } from "@statehub/events-publisher";

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** A transaction of the hub: what it stores and what it publishes happens together, or not at all. */
export interface Tx {
  /** Runs one statement with `$1` parameters. */
  query(sql: string, values?: readonly Value[]): Promise<readonly Row[]>;
  /** Writes the event to the outbox, in this transaction. Throws `EventError` if the data does not fit its contract. */
  publish<Type extends EventType>(type: Type, data: EventDataByType[Type], at: Date): Promise<void>;
  /** What ends a `select` whose rows nobody else may change before the commit. */
  readonly forUpdate: "" | " for update";
}

/** The hub's database, SQLite or PostgreSQL, with its outbox. */
export interface Database extends AsyncDisposable {
  transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** Starts to publish what was committed. */
  relay(): Promise<Relay>;
}
