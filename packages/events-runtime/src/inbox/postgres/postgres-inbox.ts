import type { PostgresClient, PostgresConnection, PostgresPool } from "../../database/postgres-client.ts";
import { EventError } from "../../event-error.ts";
import {
  type Inbox,
  type InboxEntry,
  type InboxMark,
  type InboxOptions,
  type InboxOutcome,
  MARKS,
  RETENTION_MS,
} from "../inbox.ts";

/** How an inbox on PostgreSQL is kept. */
export interface PostgresInboxOptions extends InboxOptions {
  /**
   * How long a handler may leave its transaction idle, in milliseconds, before the server ends it: a process that was
   * stopped in the middle must not lock its event for ever. Default: 30,000.
   */
  readonly idleMs?: number;
}

const INSERT = `
insert into statehub_inbox (consumer, event_id, stream_seq, stored_at)
select $1, $2, $3::bigint, $4::bigint
where exists (select from statehub_inbox_claim where name = $5 and fence = $6::bigint)
on conflict do nothing`;
const CLAIM = `
insert into statehub_inbox_claim (name, fence) values ($1, 1)
on conflict (name) do update set fence = statehub_inbox_claim.fence + 1 returning fence`;
const LAST = `
select stream_seq, stored_at from statehub_inbox where consumer = $1 and stream_seq > 0
order by handled_at desc limit ${MARKS}`;
const MOVED = `
update statehub_inbox set stream_seq = $3, stored_at = $4
where consumer = $1 and event_id = $2 and (stream_seq <> $3 or stored_at <> $4)`;
const UNMARK = "update statehub_inbox set stream_seq = 0 where consumer = $1 and stream_seq > $2 and stored_at <= $3";
const BEGIN = `
insert into statehub_inbox_begun as known (consumer, event_id, begun)
select $1, $2, 1
where exists (select from statehub_inbox_claim where name = $3 and fence = $4::bigint)
  and not exists (select from statehub_inbox where consumer = $1 and event_id = $2)
on conflict (consumer, event_id) do update set begun = known.begun + 1, begun_at = now()
returning begun`;
const END = "update statehub_inbox_begun set begun = begun - 1 where consumer = $1 and event_id = $2 and begun > 0";
const FORGET = "delete from statehub_inbox_begun where consumer = $1 and event_id = $2";

/**
 * An inbox in a PostgreSQL database whose tables `postgresInboxMigrations` made. Handlers get a connection of the pool
 * as `context.tx`, inside of a transaction; as many run side by side as the pool has connections.
 */
export function postgresInbox(pool: PostgresPool, options: PostgresInboxOptions = {}): Inbox<PostgresClient> {
  return new PostgresInbox(pool, options);
}

class PostgresInbox implements Inbox<PostgresClient> {
  readonly #pool: PostgresPool;
  readonly #retentionMs: number;
  readonly #begin: string;
  readonly #known = new WeakSet<PostgresConnection>();

  constructor(pool: PostgresPool, { retentionMs = RETENTION_MS, idleMs = 30_000 }: PostgresInboxOptions) {
    this.#pool = pool;
    this.#retentionMs = retentionMs;
    this.#begin = `begin; set local idle_in_transaction_session_timeout = ${Math.round(idleMs)}`;
  }

  async claim(name: string): Promise<number> {
    const { rows } = await this.#pool.query(CLAIM, [name]);
    return Number(rows[0]?.fence);
  }

  async handle(entry: InboxEntry, work: (tx: PostgresClient) => void | Promise<void>): Promise<InboxOutcome> {
    let connection: PostgresConnection;
    try {
      connection = await this.#connect();
    } catch (unavailable) {
      return { unavailable };
    }
    let isBroken = true;
    try {
      const refused = await this.#record(connection, entry).catch((unavailable: unknown) => ({ unavailable }));
      if (refused !== undefined) {
        isBroken = !(await rolledBack(connection));
        return refused;
      }
      await work(connection);
      const { command } = (await connection.query("commit")) as { readonly command?: string };
      isBroken = false;
      // PostgreSQL answers so, and raises no error, when a query of the transaction had failed.
      if (command === "ROLLBACK") throw new EventError("unexpected", "a query of the handler failed, and it went on");
      return "handled";
    } catch (error) {
      isBroken = !(await rolledBack(connection));
      throw error;
    } finally {
      // The end of a connection ends its transaction.
      connection.release(isBroken);
    }
  }

  async begin({ consumer, eventId, claim, fence }: InboxEntry): Promise<number> {
    const { rows } = await this.#pool.query(BEGIN, [consumer, eventId, claim, fence]);
    return Number(rows[0]?.begun ?? 0);
  }

  async end(consumer: string, eventId: string): Promise<void> {
    await this.#pool.query(END, [consumer, eventId]);
  }

  async forget(consumer: string, eventId: string): Promise<void> {
    await this.#pool.query(FORGET, [consumer, eventId]);
  }

  async marks(consumer: string): Promise<InboxMark[]> {
    const { rows } = await this.#pool.query(LAST, [consumer]);
    const marks = rows.map((row) => ({ sequence: Number(row.stream_seq), storedAt: Number(row.stored_at) * 1e6 }));
    return marks.sort((a, b) => b.sequence - a.sequence);
  }

  async unmark(consumer: string, after: number, storedUpTo: number): Promise<void> {
    await this.#pool.query(UNMARK, [consumer, after, Math.round(storedUpTo / 1e6)]);
  }

  async prune(consumer: string): Promise<number> {
    const begun = "delete from statehub_inbox_begun where consumer = $1 and begun_at < now() - $2 * interval '1 ms'";
    await this.#pool.query(begun, [consumer, this.#retentionMs]);
    const sql = "delete from statehub_inbox where consumer = $1 and handled_at < now() - $2 * interval '1 ms'";
    return (await this.#pool.query(sql, [consumer, this.#retentionMs])).rowCount ?? 0;
  }

  async #connect(): Promise<PostgresConnection> {
    const connection = await this.#pool.connect();
    // A connection that breaks while nothing is asked of it would end the process; the next query tells as well.
    if (!this.#known.has(connection)) connection.on("error", () => {});
    this.#known.add(connection);
    return connection;
  }

  async #record(connection: PostgresConnection, entry: InboxEntry): Promise<"known" | "fenced" | undefined> {
    const { consumer, eventId, claim, fence, sequence, storedAt } = entry;
    await connection.query(this.#begin);
    const values = [consumer, eventId, sequence, Math.round(storedAt / 1e6), claim, fence];
    // If another transaction is about to record the same event, this waits for its end.
    if ((await connection.query(INSERT, values)).rowCount === 1) {
      if (entry.begun) await connection.query(FORGET, [consumer, eventId]);
      return undefined;
    }
    const { rows } = await connection.query("select fence from statehub_inbox_claim where name = $1", [claim]);
    if (Number(rows[0]?.fence) !== fence) return "fenced";
    // It is in the stream once more: for example, it was sent again after the server had lost it.
    if (sequence > 0) {
      await connection.query(MOVED, [consumer, eventId, sequence, Math.round(storedAt / 1e6)]);
      await connection.query("commit");
    }
    return "known";
  }
}

/** Whether the connection is good for another transaction. */
async function rolledBack(connection: PostgresConnection): Promise<boolean> {
  try {
    await connection.query("rollback");
    return true;
  } catch {
    return false;
  }
}
