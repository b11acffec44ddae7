import { setTimeout as delay } from "node:timers/promises";
import { type SqliteDatabase, statement } from "../../database/sqlite-database.ts";
import {
  type Inbox,
  type InboxEntry,
  type InboxMark,
  type InboxOptions,
  type InboxOutcome,
  MARKS,
  RETENTION_MS,
} from "../inbox.ts";

const INSERT = `
insert into statehub_inbox (consumer, event_id, stream_seq, stored_at, handled_at) values (?, ?, ?, ?, ?)
on conflict do nothing`;
const FENCE = "select fence from statehub_inbox_claim where name = ?";
const CLAIM = `
insert into statehub_inbox_claim (name, fence) values (?, 1)
on conflict (name) do update set fence = fence + 1 returning fence`;
const LAST = `
select stream_seq, stored_at from statehub_inbox where consumer = ? and stream_seq > 0
order by handled_at desc limit ${MARKS}`;

const MOVED = `
update statehub_inbox set stream_seq = ?3, stored_at = ?4
where consumer = ?1 and event_id = ?2 and (stream_seq <> ?3 or stored_at <> ?4)`;
const UNMARK = "update statehub_inbox set stream_seq = 0 where consumer = ? and stream_seq > ? and stored_at <= ?";
const BEGIN = `
insert into statehub_inbox_begun as known (consumer, event_id, begun, begun_at)
select ?1, ?2, 1, ?3
where exists (select 1 from statehub_inbox_claim where name = ?4 and fence = ?5)
  and not exists (select 1 from statehub_inbox where consumer = ?1 and event_id = ?2)
on conflict (consumer, event_id) do update set begun = known.begun + 1, begun_at = excluded.begun_at
returning begun`;
const END = "update statehub_inbox_begun set begun = begun - 1 where consumer = ? and event_id = ? and begun > 0";
const FORGET = "delete from statehub_inbox_begun where consumer = ? and event_id = ?";

const BUSY = 5;
const BUSY_TRIES = 40;

/**
 * An inbox in an SQLite database whose tables `sqliteInboxMigrations` made. Handlers get this connection as
 * `context.tx`. It has one transaction at a time, so handlers run one after the other, and nothing else may use it: open
 * one for the consumer alone.
 */
export function sqliteInbox<Database extends SqliteDatabase>(
  database: Database,
  options: InboxOptions = {},
): Inbox<Database> {
  return new SqliteInbox(database, options);
}

class SqliteInbox<Database extends SqliteDatabase> implements Inbox<Database> {
  readonly #database: Database;
  readonly #retentionMs: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(database: Database, { retentionMs = RETENTION_MS }: InboxOptions) {
    this.#database = database;
    this.#retentionMs = retentionMs;
  }

  claim(name: string): Promise<number> {
    return this.#alone(async () => {
      const row = await whileBusy(() => statement(this.#database, CLAIM).get(name));
      return Number((row as { readonly fence: number }).fence);
    });
  }

  handle(entry: InboxEntry, work: (tx: Database) => void | Promise<void>): Promise<InboxOutcome> {
    return this.#alone(async () => {
      try {
        await whileBusy(() => this.#database.exec("begin immediate"));
      } catch (unavailable) {
        return { unavailable };
      }
      try {
        const refused = this.#record(entry);
        if (refused !== undefined) {
          this.#database.exec("commit");
          return refused;
        }
      } catch (unavailable) {
        this.#rollback();
        return { unavailable };
      }
      try {
        await work(this.#database);
        this.#database.exec("commit");
        return "handled";
      } catch (error) {
        this.#rollback();
        throw error;
      }
    });
  }

  begin({ consumer, eventId, claim, fence }: InboxEntry): Promise<number> {
    return this.#alone(async () => {
      const row = await whileBusy(() =>
        statement(this.#database, BEGIN).get(consumer, eventId, Date.now(), claim, fence),
      );
      return Number((row as { readonly begun: number } | undefined)?.begun ?? 0);
    });
  }

  end(consumer: string, eventId: string): Promise<void> {
    return this.#write(END, consumer, eventId);
  }

  forget(consumer: string, eventId: string): Promise<void> {
    return this.#write(FORGET, consumer, eventId);
  }

  marks(consumer: string): Promise<InboxMark[]> {
    return this.#alone(async () => {
      const rows = statement(this.#database, LAST).all(consumer) as { stream_seq: number; stored_at: number }[];
      const marks = rows.map((row) => ({ sequence: row.stream_seq, storedAt: row.stored_at * 1e6 }));
      return marks.sort((a, b) => b.sequence - a.sequence);
    });
  }

  unmark(consumer: string, after: number, storedUpTo: number): Promise<void> {
    return this.#write(UNMARK, consumer, after, Math.round(storedUpTo / 1e6));
  }

  prune(consumer: string): Promise<number> {
    return this.#alone(async () => {
      const sql = "delete from statehub_inbox where consumer = ? and handled_at < ?";
      const before = Date.now() - this.#retentionMs;
      const begun = "delete from statehub_inbox_begun where consumer = ? and begun_at < ?";
      await whileBusy(() => statement(this.#database, begun).run(consumer, before));
      return Number((await whileBusy(() => statement(this.#database, sql).run(consumer, before))).changes);
    });
  }

  #write(sql: string, ...values: (string | number)[]): Promise<void> {
    return this.#alone(async () => {
      await whileBusy(() => statement(this.#database, sql).run(...values));
    });
  }

  #record({ consumer, eventId, claim, fence, sequence, storedAt, begun }: InboxEntry): "known" | "fenced" | undefined {
    const row = statement(this.#database, FENCE).get(claim) as { readonly fence: number } | undefined;
    if (row?.fence !== fence) return "fenced";
    if (begun) statement(this.#database, FORGET).run(consumer, eventId);
    const stored = Math.round(storedAt / 1e6);
    const { changes } = statement(this.#database, INSERT).run(consumer, eventId, sequence, stored, Date.now());
    if (Number(changes) > 0) return undefined;
    // It is in the stream once more: for example, it was sent again after the server had lost it.
    if (sequence > 0) statement(this.#database, MOVED).run(consumer, eventId, sequence, stored);
    return "known";
  }

  #rollback(): void {
    try {
      this.#database.exec("rollback");
    } catch {
      // SQLite has ended the transaction itself, as it does when the disk is full.
    }
  }

  /** One after the other: a connection has one transaction at a time. */
  #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** Tries again while another connection writes, without blocking the program; for about a second. */
async function whileBusy<Result>(run: () => Result): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return run();
    } catch (error) {
      if (!isBusy(error) || tries === BUSY_TRIES) throw error;
      await delay(10 + Math.random() * 30);
    }
  }
}

/** As `node:sqlite` says it, or `better-sqlite3`. */
function isBusy(error: unknown): boolean {
  const { errcode, code } = error as { readonly errcode?: unknown; readonly code?: unknown };
  return errcode === BUSY || code === "SQLITE_BUSY";
}
