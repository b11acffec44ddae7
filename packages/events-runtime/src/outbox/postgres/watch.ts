import { setTimeout as delay } from "node:timers/promises";
import { deferred } from "@nats-io/nats-core";
import type { PostgresConnection, PostgresPool } from "../../database/postgres-client.ts";

const CHANNEL = "statehub_outbox";
/** Of the two-number kind, which the locks of the keys are not; one for each outbox of the database. */
const ASLEEP = "'statehub_outbox'::regclass::oid::int, 1";

/**
 * An expression of an enqueuing transaction: notifies if the relay sleeps, else keeps it from falling asleep before the
 * transaction ends.
 */
export const WAKE_RELAY: string = `case when not pg_try_advisory_xact_lock_shared(${ASLEEP}) then pg_notify('${CHANNEL}', '') end`;

const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 32;
const LISTEN_AGAIN_MS = 1_000;

/**
 * Tells a relay when to look for new events. PostgreSQL lets transactions that notify commit one after the other, so
 * they notify only while the relay sleeps: it then holds a lock of which each enqueuing transaction tries to have a
 * share. One that got its share keeps it until its end, and the relay cannot fall asleep meanwhile; it looks again and
 * again, less and less often. Whoever sleeps has looked once more after the lock was had, so no commit is missed.
 */
export class PostgresWatch {
  readonly #pool: PostgresPool;
  readonly #changed: () => void;
  readonly #stop = new AbortController();
  /** The connection that listens. */
  #connection: PostgresConnection | undefined;
  /** It has the lock. */
  #isAsleep = false;
  /** The lock is being taken or given back. */
  #isAsking = false;
  #pauseMs = FIRST_PAUSE_MS;
  #timer: NodeJS.Timeout | undefined;

  constructor(pool: PostgresPool, changed: () => void) {
    this.#pool = pool;
    this.#changed = changed;
    void this.#listen();
  }

  /** Takes note that the relay has looked, and of whether it found anything. A relay that stands by does not look. */
  looked(found: boolean): void {
    if (found) this.#stayAwake();
    if (this.#isAsleep || this.#stop.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lookAgain(), this.#pauseMs);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
  }

  #lookAgain(): void {
    if (this.#pauseMs < LONGEST_PAUSE_MS) this.#pauseMs *= 2;
    else void this.#fallAsleep();
    this.#changed();
  }

  async #fallAsleep(): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined || this.#isAsking) return;
    this.#isAsking = true;
    const answer = await connection.query(`select pg_try_advisory_lock(${ASLEEP}) as taken`).catch(() => undefined);
    this.#isAsking = false;
    if (answer?.rows[0]?.taken !== true || connection !== this.#connection) return;
    this.#isAsleep = true;
    clearTimeout(this.#timer);
    // What was committed before the lock was had was not notified.
    this.#changed();
  }

  #stayAwake(): void {
    this.#pauseMs = FIRST_PAUSE_MS;
    if (!this.#isAsleep || this.#connection === undefined) return;
    this.#isAsleep = false;
    this.#isAsking = true;
    const answered = () => {
      this.#isAsking = false;
    };
    this.#connection.query("select pg_advisory_unlock_all()").then(answered, answered);
  }

  /** Listens on a connection of its own, and on another when that is lost. */
  async #listen(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        const connection = await this.#pool.connect();
        const over = deferred<void>();
        const end = () => over.resolve();
        signal.addEventListener("abort", end, { once: true });
        connection.on("error", end);
        connection.on("end", end);
        connection.on("notification", () => {
          this.#stayAwake();
          this.#changed();
        });
        try {
          await connection.query(`listen ${CHANNEL}`);
          this.#connection = connection;
          this.#changed();
          if (!signal.aborted) await over;
        } finally {
          this.#connection = undefined;
          this.#isAsleep = false;
          this.#isAsking = false;
          signal.removeEventListener("abort", end);
          connection.release(true);
          this.#changed();
        }
      } catch {
        // The relay looks again and again meanwhile, and says that the database is away.
      }
      await delay(LISTEN_AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
