import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  connectNats,
  ensureStream,
  STATEHUB_EVENTS,
  STATEHUB_QUARANTINE,
  STATEHUB_REPLAY,
} from "@statehub/events-runtime";
import { migratePostgres, postgresInboxMigrations, postgresOutboxMigrations } from "@statehub/events-runtime/postgres";
import { migrateSqlite, sqliteInboxMigrations, sqliteOutboxMigrations } from "@statehub/events-runtime/sqlite";
import { type NatsServer, type PostgresServer, startNatsServer, startPostgres } from "@statehub/events-runtime/testing";
import { openPool, openSqlite, type StoreName } from "./store.ts";

/** Two empty databases, for hub and consumer, and a server with empty streams. */
export interface Place {
  readonly hub: string;
  readonly consumer: string;
  readonly server: string;
}

const PLAIN = (bytes: string): string =>
  `create table plain (id text not null unique, type text, source text, subject text, headers ${bytes}, payload ${bytes})`;
const EFFECTS = "create table effects (id text not null, slug text not null)";

/** The servers of the suite, and what is made on them for each run. */
export class Places implements AsyncDisposable {
  readonly #directory = mkdtempSync(join(tmpdir(), "statehub-bench-"));
  readonly #nats: NatsServer[] = [];
  readonly #postgres: PostgresServer;
  #count = 0;

  private constructor(postgres: PostgresServer) {
    this.#postgres = postgres;
  }

  /** PostgreSQL waits for its disk, as it does unless it is told otherwise. */
  static async start(): Promise<Places> {
    return new Places(await startPostgres({ settings: { fsync: "on" } }));
  }

  async make(store: StoreName): Promise<Place> {
    const server = await startNatsServer();
    this.#nats.push(server);
    const nats = await connectNats({ servers: server.url, env: {} });
    for (const stream of [STATEHUB_EVENTS, STATEHUB_QUARANTINE, STATEHUB_REPLAY]) await ensureStream(nats, stream);
    await nats.close();
    const made = store === "SQLite" ? this.#onSqlite() : await this.#onPostgres();
    return { ...made, server: server.url };
  }

  /** Ends the server of that place. */
  async leave({ server }: Place): Promise<void> {
    await this.#nats.find(({ url }) => url === server)?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#nats) await server[Symbol.asyncDispose]();
    await this.#postgres[Symbol.asyncDispose]();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #onSqlite(): Omit<Place, "server"> {
    const [hub, consumer] = [this.#file(), this.#file()];
    const [hubs, consumers] = [openSqlite(hub), openSqlite(consumer)];
    migrateSqlite(hubs, sqliteOutboxMigrations);
    hubs.exec(PLAIN("blob"));
    migrateSqlite(consumers, sqliteInboxMigrations);
    consumers.exec(EFFECTS);
    for (const database of [hubs, consumers]) database.close();
    return { hub, consumer };
  }

  async #onPostgres(): Promise<Omit<Place, "server">> {
    const [hub, consumer] = [await this.#database(), await this.#database()];
    const [hubs, consumers] = [openPool(hub, 1), openPool(consumer, 1)];
    await migratePostgres(hubs, postgresOutboxMigrations);
    await hubs.query(PLAIN("bytea"));
    await migratePostgres(consumers, postgresInboxMigrations);
    await consumers.query(EFFECTS);
    for (const pool of [hubs, consumers]) await pool.end();
    return { hub, consumer };
  }

  #file(): string {
    return join(this.#directory, `${++this.#count}.db`);
  }

  async #database(): Promise<string> {
    const name = `bench_${++this.#count}`;
    const pool = openPool(this.#postgres.url, 1);
    await pool.query(`create database ${name}`);
    await pool.end();
    return this.#postgres.url.replace(/postgres$/, name);
  }
}
