import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type pg from "pg";
import { onTestFinished } from "vitest";
import type { Inbox, InboxOptions } from "../../src/index.ts";
import {
  migratePostgres,
  type PostgresClient,
  type PostgresInboxOptions,
  postgresInbox,
  postgresInboxMigrations,
} from "../../src/postgres.ts";
import { migrateSqlite, type SqliteDatabase, sqliteInbox, sqliteInboxMigrations } from "../../src/sqlite.ts";
import { findPostgres, type PostgresServer, type SuiteOptions, suiteNeeds } from "../../src/testing/index.ts";
import { databaseOn, newDatabase, pool } from "../support/postgres.ts";

/** The database of one consumer's effects. */
export interface Effects {
  /** Path or URL, for other processes. */
  readonly address: string;
  /** An inbox with connections of its own, as another process would have. */
  inbox(options?: InboxOptions): Inbox<unknown>;
  /** What a handler does: writes a name, in its transaction. */
  write(tx: unknown, name: string): Promise<void>;
  /** All names that were written, in their order. */
  written(): Promise<string[]>;
  /** Makes the whole database unavailable. */
  end(): Promise<void>;
}

export interface Backend {
  readonly name: "SQLite" | "PostgreSQL";
  readonly options: SuiteOptions;
  effects(): Promise<Effects>;
}

const sqlite: Backend = {
  name: "SQLite",
  options: { skip: false, meta: {} },
  async effects() {
    const directory = await mkdtemp(join(tmpdir(), "statehub-inbox-"));
    onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
    const open: DatabaseSync[] = [];
    const connect = () => {
      const database = new DatabaseSync(join(directory, "effects.db"));
      database.exec("pragma journal_mode = wal");
      open.push(database);
      return database;
    };
    const end = () => {
      for (const database of open) if (database.isOpen) database.close();
    };
    onTestFinished(end);
    const own = connect();
    migrateSqlite(own, sqliteInboxMigrations);
    own.exec("create table effects (n integer primary key, name text not null)");
    return {
      address: join(directory, "effects.db"),
      inbox: (options) => sqliteInbox(connect(), options) as Inbox<unknown>,
      async write(tx, name) {
        (tx as SqliteDatabase).prepare("insert into effects (name) values (?)").run(name);
      },
      async written() {
        const rows = own.prepare("select name from effects order by n").all();
        return rows.map((row) => String(row.name));
      },
      end: async () => end(),
    };
  },
};

/** Effects in a PostgreSQL database, for what only that can do. */
export async function postgresEffects(
  options: PostgresInboxOptions = {},
  server?: PostgresServer,
): Promise<Effects & { readonly pool: pg.Pool }> {
  const url = server ? await databaseOn(server) : await newDatabase();
  const own = pool(url);
  await migratePostgres(own, postgresInboxMigrations);
  await own.query("create table effects (n serial primary key, name text not null)");
  return {
    pool: own,
    address: url,
    inbox(more) {
      return postgresInbox(pool(url), { ...options, ...more }) as Inbox<unknown>;
    },
    async write(tx, name) {
      await (tx as PostgresClient).query("insert into effects (name) values ($1)", [name]);
    },
    async written() {
      const { rows } = await own.query("select name from effects order by n");
      return rows.map((row) => String(row.name));
    },
    async end() {
      const others = pool(url.replace(/[^/]*$/, "postgres"));
      const name = url.replace(/^.*\//, "");
      await others.query(`alter database ${name} with allow_connections false`);
      await others.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    },
  };
}

const postgres: Backend = {
  name: "PostgreSQL",
  options: await suiteNeeds("PostgreSQL", findPostgres),
  effects: () => postgresEffects(),
};

export const backends: readonly Backend[] = [sqlite, postgres];
