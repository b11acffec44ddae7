import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { onTestFinished } from "vitest";
import { createOutbox, type Enqueued, type NewEvent, type OutboxStore } from "../../../src/index.ts";
import { migratePostgres, postgresOutbox, postgresOutboxMigrations } from "../../../src/postgres.ts";
import { migrateSqlite, sqliteOutbox, sqliteOutboxMigrations } from "../../../src/sqlite.ts";
import { findPostgres, type SuiteOptions, suiteNeeds } from "../../../src/testing/index.ts";
import { contracts, source } from "../../support/contracts.ts";
import { newDatabase, pool } from "../../support/postgres.ts";
import { recorder } from "../../support/recorder.ts";

/** One transaction of a hub. */
export interface HubTransaction {
  enqueue(...events: NewEvent[]): Promise<Enqueued[]>;
  /** Runs SQL inside the transaction. */
  sql(text: string): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

export interface Row {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
}

/** A hub with an empty database. */
export interface Hub {
  readonly store: OutboxStore<never>;
  /** Path or URL of the database, for other processes. */
  readonly address: string;
  begin(): Promise<HubTransaction>;
  rows(): Promise<Row[]>;
  all(sql: string): Promise<readonly unknown[]>;
  /** Runs SQL on a connection of its own, as somebody at a console would. */
  sql(text: string): Promise<void>;
}

/** A kind of database, and how to make a hub on it. */
export interface Backend {
  readonly name: "SQLite" | "PostgreSQL";
  readonly options: SuiteOptions;
  /** Several transactions can write at once. */
  readonly concurrent: boolean;
  hub(): Promise<Hub>;
}

const outboxOptions = { contracts, source, enabled: true, logger: recorder() };
const ROWS = "select id, state, reason from statehub_outbox order by seq";

export async function sqliteFile(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "statehub-outbox-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  return join(directory, "hub.db");
}

const sqlite: Backend = {
  name: "SQLite",
  options: { skip: false, meta: {} },
  concurrent: false,
  async hub() {
    const path = await sqliteFile();
    const database = new DatabaseSync(path);
    onTestFinished(() => database.close());
    database.exec("pragma journal_mode = wal");
    migrateSqlite(database, sqliteOutboxMigrations);
    const store = sqliteOutbox(path);
    const outbox = createOutbox({ ...outboxOptions, store });
    return {
      store,
      address: path,
      async begin() {
        database.exec("begin immediate");
        return {
          enqueue: async (...events) => outbox.enqueueMany(database, events),
          sql: async (text) => database.exec(text),
          commit: async () => database.exec("commit"),
          rollback: async () => database.exec("rollback"),
        };
      },
      rows: async () => database.prepare(ROWS).all() as unknown as Row[],
      all: async (sql) => database.prepare(sql).all(),
      sql: async (text) => database.exec(text),
    };
  },
};

const postgres: Backend = {
  name: "PostgreSQL",
  options: await suiteNeeds("PostgreSQL", findPostgres),
  concurrent: true,
  async hub() {
    const address = await newDatabase();
    const connections = pool(address, { max: 20 });
    await migratePostgres(connections, postgresOutboxMigrations);
    const store = postgresOutbox(connections);
    const outbox = createOutbox({ ...outboxOptions, store });
    return {
      store,
      address,
      async begin() {
        const client = await connections.connect();
        await client.query("begin");
        const end = async (how: "commit" | "rollback") => {
          await client.query(how);
          client.release();
        };
        return {
          enqueue: (...events) => outbox.enqueueMany(client, events),
          sql: async (text) => void (await client.query(text)),
          commit: () => end("commit"),
          rollback: () => end("rollback"),
        };
      },
      rows: async () => (await connections.query(ROWS)).rows,
      all: async (sql) => (await connections.query(sql)).rows,
      sql: async (text) => void (await connections.query(text)),
    };
  },
};

export const backends: readonly Backend[] = [sqlite, postgres];

/** Runs a transaction that does nothing but write these events. */
export async function commit(hub: Hub, ...events: NewEvent[]): Promise<string[]> {
  const transaction = await hub.begin();
  const written = await transaction.enqueue(...events);
  await transaction.commit();
  return written.map(({ id }) => id);
}
