import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { createOutbox } from "../../../src/index.ts";
import { migrateSqlite, sqliteInboxMigrations, sqliteOutbox, sqliteOutboxMigrations } from "../../../src/sqlite.ts";
import { contracts, repoRegistered, source } from "../../support/contracts.ts";
import { recorder } from "../../support/recorder.ts";
import { type Databases, EFFECT_COLUMNS, LOG_COLUMNS, noted, type Which } from "./ledger.ts";

export async function sqliteDatabases(directory: string): Promise<Databases> {
  const addresses = { hub: join(directory, "hub.db"), effects: join(directory, "effects.db") };
  const open = (which: Which) => {
    const database = new DatabaseSync(addresses[which], { timeout: 0 });
    database.exec("pragma journal_mode = wal; pragma synchronous = normal");
    return database;
  };
  const readers = { hub: open("hub"), effects: open("effects") };
  const n = "n integer primary key autoincrement";
  migrateSqlite(readers.hub, sqliteOutboxMigrations);
  readers.hub.exec(`create table log (${n}, ${LOG_COLUMNS})`);
  migrateSqlite(readers.effects, sqliteInboxMigrations);
  readers.effects.exec(`create table effects (${n}, ${EFFECT_COLUMNS}); create index effects_id on effects (id)`);

  const store = sqliteOutbox(addresses.hub);
  const outbox = createOutbox({ contracts, source, enabled: true, logger: recorder(), store });
  const writers = { hub: open("hub"), effects: open("effects") };
  return {
    addresses,
    query: async (which, sql) => readers[which].prepare(sql).all(),
    async lock(which) {
      await whileBusy(() => writers[which].exec("begin immediate"));
      return async () => writers[which].exec("rollback");
    },
    async commit(repo_id, name) {
      await whileBusy(() => writers.hub.exec("begin immediate"));
      const { id } = outbox.enqueue(writers.hub, repoRegistered, { repo_id, name });
      writers.hub.exec(noted([{ id, repo_id, name }]));
      writers.hub.exec("commit");
      return id;
    },
    async [Symbol.asyncDispose]() {
      for (const database of [...Object.values(readers), ...Object.values(writers)]) database.close();
    },
  };
}

/** Waits for a lock without standing still: the one who has it may have to be woken. */
async function whileBusy(run: () => void): Promise<void> {
  for (;;) {
    try {
      return run();
    } catch (error) {
      if ((error as { errcode?: unknown }).errcode !== 5) throw error;
      await delay(3);
    }
  }
}
