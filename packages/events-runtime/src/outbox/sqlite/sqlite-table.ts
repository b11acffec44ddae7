import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { type SqliteValue, statement } from "../../database/sqlite-database.ts";
import {
  type AckedEvent,
  type DeadEvent,
  type LeaseState,
  type OutboxDepth,
  type OutboxTable,
  type PendingEvent,
  pendingEvent,
  type SettledEvent,
  type StreamLife,
  TermOver,
} from "../outbox-store.ts";

const PENDING = `
select seq, id, type, source, subject, headers, payload from statehub_outbox o where state = 'pending'`;
const NOT_HELD = `
and not exists (select 1 from statehub_outbox d where d.state = 'dead' and d.source = o.source and d.subject = o.subject)`;
const PUBLISHED = `
update statehub_outbox
set state = 'published', stream = ?, stream_created = ?, stream_seq = ?, published_at = ?, published_uptime = ?, reason = null
where seq = ? and state = 'pending'`;
const DEAD = "update statehub_outbox set state = 'dead', reason = ? where seq = ? and state = 'pending'";
const OF_LIFE = "state = 'published' and stream = ? and stream_created = ?";
const countOf = (state: string) => `(select count(*) from statehub_outbox where state = '${state}')`;
const DEPTH = `
select ${countOf("pending")} as pending, ${countOf("dead")} as dead, ${countOf("published")} as kept,
  (select created_at from statehub_outbox where state = 'pending' order by seq limit 1) as oldest`;
const RELAY = "statehub_outbox_relay";

const POLL_MS = 20;

/** The rest of the outbox on SQLite. */
export class SqliteTable implements OutboxTable {
  readonly #database: DatabaseSync;
  readonly #listeners: Set<() => void>;

  constructor(path: string, listeners: Set<() => void>) {
    // A lock is not waited for: that would stop this whole process, perhaps with the hub's open transaction in it.
    this.#database = new DatabaseSync(path, { timeout: 0 });
    this.#listeners = listeners;
  }

  async pending(limit: number, holdKeys: boolean): Promise<PendingEvent[]> {
    const rows = await this.#all(`${PENDING} ${holdKeys ? NOT_HELD : ""} order by seq limit ?`, limit);
    return rows.map(pendingEvent);
  }

  async settle(term: number, events: readonly SettledEvent[], uptime: number): Promise<void> {
    const published = statement(this.#database, PUBLISHED);
    const dead = statement(this.#database, DEAD);
    const now = Date.now();
    await this.#inTerm(term, () => {
      for (const event of events) {
        if ("reason" in event) dead.run(event.reason, event.seq);
        else published.run(event.stream, event.created, event.sequence, now, uptime, event.seq);
      }
    });
  }

  async streamAfter({ stream, created }: StreamLife): Promise<(StreamLife & { readonly type: string }) | undefined> {
    const rows = await this.#all(
      `select stream, stream_created as created, type from statehub_outbox
      where state = 'published' and (stream, stream_created) > (?, ?) order by stream, stream_created limit 1`,
      stream,
      created,
    );
    return rows[0] as unknown as (StreamLife & { readonly type: string }) | undefined;
  }

  async ackedUpTo({ stream, created }: StreamLife, sequence: number): Promise<AckedEvent | undefined> {
    const found = await this.#all(
      `select id, stream_seq as sequence from statehub_outbox where ${OF_LIFE} and stream_seq <= ?
      order by stream_seq desc limit 1`,
      stream,
      created,
      sequence,
    );
    return found[0] as unknown as AckedEvent | undefined;
  }

  async unpublish(term: number, { stream, created }: StreamLife, fromSequence: number): Promise<string[]> {
    const where = `${OF_LIFE} and stream_seq >= ?`;
    return this.#inTerm(term, () => {
      const rows = this.#rows(
        `select id from statehub_outbox where ${where} order by seq`,
        stream,
        created,
        fromSequence,
      );
      this.#change(`update statehub_outbox set state = 'pending' where ${where}`, stream, created, fromSequence);
      return rows.map(({ id }) => id as string);
    });
  }

  async prune(term: number, beforeUptime: number, limit: number): Promise<number> {
    return this.#inTerm(term, () =>
      this.#change(
        `delete from statehub_outbox where seq in (
          select seq from statehub_outbox where state = 'published' and published_uptime < ? limit ?)`,
        beforeUptime,
        limit,
      ),
    );
  }

  async depth(): Promise<OutboxDepth> {
    const [row] = await this.#all(DEPTH);
    const { pending, dead, kept, oldest } = row as unknown as Record<"pending" | "dead" | "kept" | "oldest", number>;
    return { pending, oldestMs: oldest === null ? 0 : Math.max(0, Date.now() - oldest), dead, kept };
  }

  async dead(limit: number): Promise<DeadEvent[]> {
    const rows = await this.#all(
      `select id, type, source, subject, reason, created_at from statehub_outbox where state = 'dead'
      order by seq limit ?`,
      limit,
    );
    return rows.map(({ created_at, ...row }) => ({ ...row, createdAt: new Date(created_at as number) }) as DeadEvent);
  }

  async revive(ids: readonly string[]): Promise<number> {
    return this.#eachOf(
      ids,
      "update statehub_outbox set state = 'pending', reason = null where id = ? and state = 'dead'",
    );
  }

  async discard(ids: readonly string[]): Promise<number> {
    return this.#eachOf(ids, "delete from statehub_outbox where id = ? and state = 'dead'");
  }

  async lease(): Promise<LeaseState> {
    const [row] = await this.#all(`select holder, term, beat, uptime from ${RELAY}`);
    const { holder, ...numbers } = row as { holder: string | null } & Omit<LeaseState, "holder">;
    return { holder: holder ?? undefined, ...numbers };
  }

  async claim(holder: string, { term, beat }: LeaseState): Promise<number | undefined> {
    const sql = `update ${RELAY} set holder = ?, term = term + 1, beat = 0 where term = ? and beat = ?`;
    return (await this.#run(sql, holder, term, beat)) === 1 ? term + 1 : undefined;
  }

  async beat(term: number, uptime: number): Promise<boolean> {
    return (await this.#run(`update ${RELAY} set beat = beat + 1, uptime = ? where term = ?`, uptime, term)) === 1;
  }

  async release(term: number, uptime: number): Promise<void> {
    await this.#run(`update ${RELAY} set holder = null, uptime = ? where term = ?`, uptime, term);
  }

  watch(changed: () => void): () => void {
    this.#listeners.add(changed);
    // Changes with each commit of another connection, and costs a microsecond.
    const version = () => this.#rows("pragma data_version")[0]?.data_version;
    let seen: unknown;
    const timer = setInterval(() => {
      try {
        const now = version();
        if (now !== seen) changed();
        seen = now;
      } catch {
        // Locked: the next look will do.
      }
    }, POLL_MS);
    return () => {
      clearInterval(timer);
      this.#listeners.delete(changed);
    };
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #all(sql: string, ...values: SqliteValue[]): Promise<Record<string, unknown>[]> {
    return patiently(() => this.#rows(sql, ...values));
  }

  #run(sql: string, ...values: SqliteValue[]): Promise<number> {
    return patiently(() => this.#change(sql, ...values));
  }

  #rows(sql: string, ...values: SqliteValue[]): Record<string, unknown>[] {
    return statement(this.#database, sql).all(...values) as Record<string, unknown>[];
  }

  #change(sql: string, ...values: SqliteValue[]): number {
    return Number(statement(this.#database, sql).run(...values).changes);
  }

  #eachOf(ids: readonly string[], sql: string): Promise<number> {
    return this.#transaction(() => ids.reduce((count, id) => count + this.#change(sql, id), 0));
  }

  /** Does the work only while that term lasts. */
  #inTerm<Value>(term: number, work: () => Value): Promise<Value> {
    return this.#transaction(() => {
      const now = this.#rows(`select term from ${RELAY}`)[0]?.term;
      if (now !== term) throw new TermOver();
      return work();
    });
  }

  #transaction<Value>(work: () => Value): Promise<Value> {
    return patiently(() => {
      this.#database.exec("begin immediate");
      try {
        const value = work();
        this.#database.exec("commit");
        return value;
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec("rollback");
        throw error;
      }
    });
  }
}

const PATIENCE_MS = 500;
const LOCKED = new Set([5, 6]);

/** Tries again for a moment while the database is locked, without stopping the process meanwhile. */
async function patiently<Value>(work: () => Value): Promise<Value> {
  for (const deadline = performance.now() + PATIENCE_MS; ; ) {
    try {
      return work();
    } catch (error) {
      // SQLITE_BUSY and SQLITE_LOCKED; their extended codes have them in the lowest byte.
      const code = (error as { readonly errcode?: number }).errcode ?? 0;
      if (!LOCKED.has(code & 0xff) || performance.now() > deadline) throw error;
    }
    await delay(Math.random() * 10);
  }
}
