import type { PostgresPool } from "./postgres-client.ts";
import { type SqliteDatabase, statement } from "./sqlite-database.ts";

/** One step of a schema: plain SQL, to be run once, each after those before it. Released steps never change. */
export interface Migration {
  /** For example `outbox-0001`. */
  readonly id: string;
  readonly sql: string;
}

/**
 * Runs those of the migrations that were not run before, in one transaction, and returns their ids. Table
 * `statehub_migrations` remembers them. Several processes may do so at once. A hub with a migration tool of its own
 * hands it the SQL instead.
 */
export async function migratePostgres(pool: PostgresPool, migrations: readonly Migration[]): Promise<string[]> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock(hashtextextended('statehub_migrations', 0))");
    await client.query(
      "create table if not exists statehub_migrations (id text primary key, run_at timestamptz not null default now())",
    );
    const { rows } = await client.query("select id from statehub_migrations");
    const missing = missingOf(migrations, rows);
    for (const { id, sql } of missing) {
      await client.query(sql);
      await client.query("insert into statehub_migrations (id) values ($1)", [id]);
    }
    await client.query("commit");
    broken = false;
    return missing.map(({ id }) => id);
  } finally {
    // Without its commit, the end of the connection ends the transaction.
    client.release(broken);
  }
}

/** The same for SQLite. Throws if the database is locked for longer than its busy timeout. */
export function migrateSqlite(database: SqliteDatabase, migrations: readonly Migration[]): string[] {
  database.exec("begin immediate");
  try {
    database.exec(
      "create table if not exists statehub_migrations (id text primary key, run_at text not null default current_timestamp)",
    );
    const missing = missingOf(migrations, statement(database, "select id from statehub_migrations").all());
    for (const { id, sql } of missing) {
      database.exec(sql);
      statement(database, "insert into statehub_migrations (id) values (?)").run(id);
    }
    database.exec("commit");
    return missing.map(({ id }) => id);
  } catch (error) {
    database.exec("rollback");
    throw error;
  }
}

function missingOf(migrations: readonly Migration[], rows: readonly unknown[]): Migration[] {
  const run = new Set(rows.map((row) => (row as { readonly id: string }).id));
  return migrations.filter(({ id }) => !run.has(id));
}
