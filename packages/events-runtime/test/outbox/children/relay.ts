// A relay, until it is killed. SIGUSR2 makes it stop as SIGSTOP does, but between two turns of its event loop: one that
// is stopped within a transaction keeps its lock on SQLite, and nobody can write until it goes on.
import pg from "pg";
import { startRelay } from "../../../src/index.ts";
import { postgresOutbox } from "../../../src/postgres.ts";
import { sqliteOutbox } from "../../../src/sqlite.ts";

const [database = "", servers = ""] = process.argv.slice(2);
const store = database.startsWith("postgres:")
  ? postgresOutbox(new pg.Pool({ connectionString: database }))
  : sqliteOutbox(database);
const logger = { debug() {}, info() {}, warn() {}, error: console.error };
await startRelay({ store, servers, env: {}, logger, retryMs: 200, batch: 50 });
process.on("SIGUSR2", () => process.kill(process.pid, "SIGSTOP"));
