import type { PostgresPool } from "../../database/postgres-client.ts";
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
import { PostgresWatch } from "./watch.ts";

type Row = Readonly<Record<string, unknown>>;

const PENDING = `
select seq::float8 as seq, id, type, source, subject, headers, payload from statehub_outbox o where state = 'pending'`;
const NOT_HELD = `
and not exists (select from statehub_outbox d where d.state = 'dead' and d.source = o.source and d.subject = o.subject)`;
const PUBLISHED = `
update statehub_outbox o
set state = 'published', stream = a.stream, stream_created = a.created, stream_seq = a.sequence,
  published_at = clock_timestamp(), published_uptime = $6, reason = null
from unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[]) as a (seq, stream, created, sequence), fence
where o.seq = a.seq and o.state = 'pending' returning id`;
const DEAD = `
update statehub_outbox o set state = 'dead', reason = a.reason
from unnest($2::bigint[], $3::text[]) as a (seq, reason), fence
where o.seq = a.seq and o.state = 'pending' returning id`;
const UNPUBLISHED = `
update statehub_outbox set state = 'pending' from fence
where state = 'published' and stream = $2 and stream_created = $3 and stream_seq >= $4 returning id`;
const PRUNED = `
delete from statehub_outbox where seq in (
  select seq from statehub_outbox, fence
  where state = 'published' and published_uptime < $2 limit $3) returning id`;
const countOf = (state: string) => `(select count(*) from statehub_outbox where state = '${state}')::float8`;
const DEPTH = `
select ${countOf("pending")} as pending, ${countOf("dead")} as dead, ${countOf("published")} as kept,
  greatest(0, extract(epoch from clock_timestamp() - (
    select created_at from statehub_outbox where state = 'pending' order by seq limit 1)) * 1000)::float8 as oldest`;
const RELAY = "statehub_outbox_relay";

/** The rest of the outbox on PostgreSQL. */
export class PostgresTable implements OutboxTable {
  readonly #pool: PostgresPool;
  #watch: PostgresWatch | undefined;

  constructor(pool: PostgresPool) {
    this.#pool = pool;
  }

  async pending(limit: number, holdKeys: boolean): Promise<PendingEvent[]> {
    const rows = await this.#rows(`${PENDING} ${holdKeys ? NOT_HELD : ""} order by seq limit $1`, limit);
    this.#watch?.looked(rows.length > 0);
    return rows.map(pendingEvent);
  }

  async settle(term: number, events: readonly SettledEvent[], uptime: number): Promise<void> {
    const acked = events.flatMap((event) => ("reason" in event ? [] : [event]));
    if (acked.length > 0) {
      const columns = (["seq", "stream", "created", "sequence"] as const).map((name) => acked.map((one) => one[name]));
      await this.#inTerm(term, PUBLISHED, ...columns, uptime);
    }
    const dead = events.flatMap((event) => ("reason" in event ? [event] : []));
    if (dead.length > 0) {
      const columns = (["seq", "reason"] as const).map((name) => dead.map((one) => one[name]));
      await this.#inTerm(term, DEAD, ...columns);
    }
  }

  async streamAfter({ stream, created }: StreamLife): Promise<(StreamLife & { readonly type: string }) | undefined> {
    const rows = await this.#rows(
      `select stream, stream_created as created, type from statehub_outbox
      where state = 'published' and (stream, stream_created) > ($1, $2) order by stream, stream_created limit 1`,
      stream,
      created,
    );
    return rows[0] as unknown as (StreamLife & { readonly type: string }) | undefined;
  }

  async ackedUpTo({ stream, created }: StreamLife, sequence: number): Promise<AckedEvent | undefined> {
    const rows = await this.#rows(
      `select id, stream_seq::float8 as sequence from statehub_outbox
      where state = 'published' and stream = $1 and stream_created = $2 and stream_seq <= $3
      order by stream_seq desc limit 1`,
      stream,
      created,
      sequence,
    );
    return rows[0] as unknown as AckedEvent | undefined;
  }

  unpublish(term: number, { stream, created }: StreamLife, fromSequence: number): Promise<string[]> {
    return this.#inTerm(term, UNPUBLISHED, stream, created, fromSequence);
  }

  async prune(term: number, beforeUptime: number, limit: number): Promise<number> {
    return (await this.#inTerm(term, PRUNED, beforeUptime, limit)).length;
  }

  async depth(): Promise<OutboxDepth> {
    const [row] = await this.#rows(DEPTH);
    const { pending, dead, kept, oldest } = row as Record<"pending" | "dead" | "kept" | "oldest", number>;
    return { pending, oldestMs: oldest ?? 0, dead, kept };
  }

  async dead(limit: number): Promise<DeadEvent[]> {
    const sql = `
      select id, type, source, subject, reason, created_at as "createdAt" from statehub_outbox where state = 'dead'
      order by seq limit $1`;
    return (await this.#rows(sql, limit)) as unknown as DeadEvent[];
  }

  revive(ids: readonly string[]): Promise<number> {
    const sql = "update statehub_outbox set state = 'pending', reason = null where id = any($1) and state = 'dead'";
    return this.#count(sql, [...ids]);
  }

  discard(ids: readonly string[]): Promise<number> {
    return this.#count("delete from statehub_outbox where id = any($1) and state = 'dead'", [...ids]);
  }

  async lease(): Promise<LeaseState> {
    const [row] = await this.#rows(
      `select holder, term::float8 as term, beat::float8 as beat, uptime::float8 as uptime from ${RELAY}`,
    );
    const { holder, ...numbers } = row as { holder: string | null } & Omit<LeaseState, "holder">;
    return { holder: holder ?? undefined, ...numbers };
  }

  async claim(holder: string, { term, beat }: LeaseState): Promise<number | undefined> {
    const sql = `update ${RELAY} set holder = $1, term = term + 1, beat = 0 where term = $2 and beat = $3`;
    return (await this.#count(sql, holder, term, beat)) === 1 ? term + 1 : undefined;
  }

  async beat(term: number, uptime: number): Promise<boolean> {
    return (await this.#count(`update ${RELAY} set beat = beat + 1, uptime = $2 where term = $1`, term, uptime)) === 1;
  }

  async release(term: number, uptime: number): Promise<void> {
    await this.#count(`update ${RELAY} set holder = null, uptime = $2 where term = $1`, term, uptime);
  }

  watch(changed: () => void): () => void {
    const watch = new PostgresWatch(this.#pool, changed);
    this.#watch = watch;
    return () => watch.stop();
  }

  /** The pool is its owner's. */
  async close(): Promise<void> {}

  async #rows(sql: string, ...values: unknown[]): Promise<readonly Row[]> {
    return (await this.#pool.query(sql, values)).rows;
  }

  async #count(sql: string, ...values: unknown[]): Promise<number> {
    return (await this.#pool.query(sql, values)).rowCount ?? 0;
  }

  /** Runs a writing statement that reads `fence`, which has a row only while that term lasts. The ids that it returns. */
  async #inTerm(term: number, sql: string, ...values: unknown[]): Promise<string[]> {
    const fenced = `
      with fence as materialized (select term from ${RELAY} where term = $1 for share), done as (${sql})
      select (select count(*) from fence)::int as fences, array(select id from done) as ids`;
    const [row] = await this.#rows(fenced, term, ...values);
    const { fences, ids } = row as { readonly fences: number; readonly ids: string[] };
    if (fences === 0) throw new TermOver();
    return ids;
  }
}
