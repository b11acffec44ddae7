import type { SqliteDatabase } from "../../database/sqlite-database.ts";
import { statement } from "../../database/sqlite-database.ts";
import type { SyncOutboxStore } from "../outbox-store.ts";
import { SqliteTable } from "./sqlite-table.ts";

const INSERT = `
insert into statehub_outbox (id, type, source, subject, headers, payload, created_at) values (?, ?, ?, ?, ?, ?, ?)`;

/**
 * The outbox in the SQLite database at that path, whose schema is `sqliteOutboxMigrations`. The hub enqueues on its own
 * open database, inside its own transaction; a relay opens the file for itself, so `:memory:` will not do.
 */
export function sqliteOutbox(path: string): SyncOutboxStore<SqliteDatabase> {
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const changed of listeners) changed();
  };
  return {
    mode: "sync",
    insert(database, events) {
      const insert = statement(database, INSERT);
      const now = Date.now();
      for (const { id, type, source, subject, message } of events) {
        insert.run(id, type, source, subject, message.encode(), message.payload, now);
      }
      // A transaction without an `await` in it has been committed by then; others are found by polling.
      if (listeners.size > 0) setImmediate(tell);
    },
    open: () => new SqliteTable(path, listeners),
  };
}
