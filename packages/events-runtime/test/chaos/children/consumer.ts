// A consumer with an inbox. Its handler writes the effect of an event in the inbox's transaction; some events make it
// throw, and some kill it, until they are replayed.
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { consumeEvents, type EventContext, type EventEnvelope, type Inbox } from "../../../src/index.ts";
import { type PostgresClient, postgresInbox } from "../../../src/postgres.ts";
import { type SqliteDatabase, sqliteInbox } from "../../../src/sqlite.ts";
import { envelope, type RepoRegistered, repoRegistered } from "../../support/contracts.ts";
import { DELIVERIES, DURABLE } from "../options.ts";
import { begin, count, logger, settings } from "./child.ts";

const { store, effects, servers, onQuarantine, leaseMs } = settings;
const COLUMNS = "insert into effects (id, key, pid, deliveries, replayed) values";

type Handled = EventEnvelope<string, RepoRegistered>;

function values({ id, subject }: Handled, { deliveryCount, replayed }: EventContext<unknown>): (string | number)[] {
  return [id, subject ?? "", process.pid, deliveryCount, replayed ? 1 : 0];
}

function meetPoison({ data }: Handled, { replayed, redelivered }: EventContext<unknown>): void {
  if (redelivered) count("redelivered");
  if (replayed || data.name === "fine") return;
  if (data.name === "kills") process.kill(process.pid, "SIGKILL");
  throw new Error(`this event ${data.name}`);
}

async function consume<Tx>(
  inbox: Inbox<Tx>,
  write: (event: Handled, context: EventContext<Tx>) => Promise<void> | void,
) {
  return consumeEvents({
    envelope,
    contracts: [repoRegistered],
    durable: DURABLE,
    servers,
    env: {},
    logger,
    successLevel: "debug",
    inbox,
    onQuarantine,
    ackWaitMs: leaseMs,
    takeOverMs: leaseMs,
    retry: { attempts: 3, firstMs: 50, longestMs: 200, deliveries: DELIVERIES },
    handlers: {
      [repoRegistered.type]: (event, context) => {
        meetPoison(event, context);
        return write(event, context);
      },
    },
  });
}

function onSqlite() {
  const database = new DatabaseSync(effects);
  database.exec("pragma synchronous = normal");
  const insert = database.prepare(`${COLUMNS} (?, ?, ?, ?, ?)`);
  return consume(sqliteInbox(database as SqliteDatabase), (event, context) => {
    insert.run(...values(event, context));
  });
}

function onPostgres() {
  const pool = new pg.Pool({ connectionString: effects, max: 8, query_timeout: 20_000 });
  pool.on("error", () => {});
  return consume(postgresInbox(pool), async (event, context) => {
    await (context.tx as PostgresClient).query(`${COLUMNS} ($1, $2, $3, $4, $5)`, values(event, context));
  });
}

const subscription = await (store === "sqlite" ? onSqlite() : onPostgres());
// It has to go on for ever: an end is a crash.
void subscription.closed.then((why) => why && process.exit(1));
begin({}, () => subscription.close());
