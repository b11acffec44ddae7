import { DatabaseSync } from "node:sqlite";
import { createOutbox, startRelay } from "@statehub/events-publisher";
import { migrateSqlite, sqliteOutbox, sqliteOutboxMigrations } from "@statehub/events-publisher/sqlite";
import type { Database, Row, Tx } from "./database.ts";
import { hubMigrations } from "./schema.ts";

/** Opens the hub's database in a file. */
export function openSqlite(path: string): Database {
  const db = new DatabaseSync(path, { timeout: 5_000 });
  db.exec("pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on");
  migrateSqlite(db, [...hubMigrations, ...sqliteOutboxMigrations]);
  const store = sqliteOutbox(path);
  const outbox = createOutbox({ store });
  const tx: Tx = {
    // $1 is a name to SQLite, and ?1 a number.
    query: async (sql, values = []) => db.prepare(sql.replaceAll(/\$(\d+)/g, "?$1")).all(...values) as Row[],
    publish: async (type, data, at) => void outbox.enqueue(db, type, data, { time: at }),
    forUpdate: "",
  };
  // A connection has one transaction at a time.
  let last: Promise<unknown> = Promise.resolve();
  return {
    transaction(work) {
      const result = last.then(() => inTransaction(db, () => work(tx)));
      last = result.catch(() => undefined);
      return result;
    },
    relay: () => startRelay({ store, successLevel: "debug" }),
    async [Symbol.asyncDispose]() {
      await last;
      db.close();
    },
  };
}

async function inTransaction<Result>(db: DatabaseSync, work: () => Promise<Result>): Promise<Result> {
  db.exec("begin immediate");
  try {
    const result = await work();
    db.exec("commit");
    return result;
  } catch (error) {
    db.exec("rollback");
    throw error;
  }
}
