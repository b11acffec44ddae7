import { DatabaseSync } from "node:sqlite";
import type { OutboxStore } from "@statehub/events-runtime";
import { postgresOutbox } from "@statehub/events-runtime/postgres";
import { sqliteOutbox } from "@statehub/events-runtime/sqlite";
import pg from "pg";

export type StoreName = "SQLite" | "PostgreSQL";

/** A connection string of PostgreSQL, or the path of an SQLite file. */
export const isPostgres = (address: string): boolean => address.startsWith("postgres:");

export function openPool(address: string, max: number): pg.Pool {
  return new pg.Pool({ connectionString: address, max });
}

/** As the documentation asks for. */
export function openSqlite(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  database.exec("pragma journal_mode = wal");
  return database;
}

/** The outbox for a relay. */
export const outboxAt = (address: string): OutboxStore<never> =>
  isPostgres(address) ? postgresOutbox(openPool(address, 2)) : sqliteOutbox(address);
