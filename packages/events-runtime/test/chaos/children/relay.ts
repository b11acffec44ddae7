// A relay, as a program of its own.
import pg from "pg";
import { startRelay } from "../../../src/index.ts";
import { postgresOutbox } from "../../../src/postgres.ts";
import { sqliteOutbox } from "../../../src/sqlite.ts";
import { begin, logger, settings } from "./child.ts";

const { store, hub, servers, leaseMs } = settings;

function postgres(): ReturnType<typeof postgresOutbox> {
  const pool = new pg.Pool({ connectionString: hub, max: 4, query_timeout: 20_000 });
  pool.on("error", () => {});
  return postgresOutbox(pool);
}

const relay = await startRelay({
  store: store === "sqlite" ? sqliteOutbox(hub) : postgres(),
  servers,
  env: {},
  logger,
  successLevel: "debug",
  leaseMs,
  pollMs: 200,
  retryMs: 1_000,
  timeoutMs: 5_000,
});
begin({}, () => relay.close());
