import type { ConnectionStatus } from "../connect/connection.ts";
import { type ConnectOptions, checkPositive, natsOptions } from "../connect/connection-options.ts";
import type { EventError } from "../event-error.ts";
import type { Logger, SuccessLevel } from "../logger.ts";
import { OutboxRelay } from "./outbox-relay.ts";
import type { OutboxDepth, OutboxStore } from "./outbox-store.ts";

/** Options of `startRelay`. Times are in milliseconds. */
export interface RelayOptions extends ConnectOptions {
  readonly store: OutboxStore<never>;
  /** What metrics call the outbox: their attribute `statehub.outbox.name`. Default: `outbox`. */
  readonly name?: string;
  /** Default: `console`. */
  readonly logger?: Logger;
  /** Level of the line that each published event leaves. Default: `info`. */
  readonly successLevel?: SuccessLevel;
  /** How many rows are read, published and marked at a time. Default: 1000. */
  readonly batch?: number;
  /**
   * How soon rows are found of which the database told nothing. Default: 1000. PostgreSQL tells by `NOTIFY`, SQLite is
   * looked at every 20 ms.
   */
  readonly pollMs?: number;
  /** How long a relay may be silent before another takes over. Default: 3000. */
  readonly leaseMs?: number;
  /**
   * How long published rows are kept, for the case that the server loses them; the time without a relay does not count.
   * Default: 600,000, ten minutes. Longer than the server's `sync_interval`, which is two minutes unless it is configured.
   */
  readonly keepMs?: number;
  /** How often the stream is asked, while nothing is lost or held, whether it has what it acknowledged. Default: 30,000. */
  readonly checkMs?: number;
  /** Longest pause between attempts while nothing can be sent. Default: 5000. */
  readonly retryMs?: number;
  /** How long an acknowledgement is waited for. Default: 10,000. Below the stream's duplicate window. */
  readonly timeoutMs?: number;
  /**
   * What becomes of the events with the key of one that can never be sent and was set aside: they are published all the
   * same (`continue`, the default), or wait until it is revived or discarded (`hold-key`).
   */
  readonly onPoison?: "continue" | "hold-key";
}

export interface RelayStatus extends OutboxDepth {
  /**
   * `disabled`: no server is configured. `standby`: another relay works. `connecting`: to NATS. `checking`: whether the
   * stream lost anything. `relaying`: all is well. `held`: nothing can be sent at the moment, `error` says why. `closed`.
   */
  readonly state: "disabled" | "standby" | "connecting" | "checking" | "relaying" | "held" | "closed";
  /** Why events, or the outbox's rows, cannot be had or sent at the moment. */
  readonly error: EventError | undefined;
  readonly connection: ConnectionStatus | undefined;
}

/** Publishes what is in an outbox. Make one on a program's start, and close it on its end. */
export interface Relay extends AsyncDisposable {
  /** How relay and outbox stand. Rejects if the database cannot be asked. */
  status(): Promise<RelayStatus>;
  /** Looks for rows at once instead of at the next poll. */
  wake(): void;
  /**
   * Takes no more rows, waits for what is under way, lets another relay take over and disconnects. What is not
   * acknowledged after `timeoutMs` (default 10,000) stays in the outbox. Never throws; may be called again.
   */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/**
 * Starts to publish the events of an outbox: each one that was committed, at least once, those of one subject in the
 * order of their commits. Any number of relays may be started on an outbox: one works, the others stand by.
 * It connects to server and database in the background and for ever. Throws `invalid_options`.
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { batch, pollMs, leaseMs, keepMs, checkMs, retryMs, timeoutMs } = options;
  checkPositive({ batch, pollMs, leaseMs, keepMs, checkMs, retryMs, timeoutMs });
  return new OutboxRelay(options, natsOptions(options));
}
