import { DatabaseSync } from "node:sqlite";
import { migrateSqlite, sqliteInboxMigrations } from "@statehub/events-runtime/sqlite";
import { activityMigrations } from "./schema.ts";

/** Opens a connection to activity-core's database, whose tables are made if need be. */
export function openDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 5_000 });
  db.exec("pragma journal_mode = wal; pragma synchronous = normal");
  migrateSqlite(db, [...activityMigrations, ...sqliteInboxMigrations]);
  return db;
}

/** Runs work in a transaction; all of it happens, or nothing. It must not wait for anything. */
export function atOnce<Result>(db: DatabaseSync, work: () => Result): Result {
  db.exec("begin immediate");
  try {
    const result = work();
    db.exec("commit");
    return result;
  } catch (error) {
    db.exec("rollback");
    throw error;
  }
}
