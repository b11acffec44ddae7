import { parseArgs } from "node:util";
import { deferred } from "@nats-io/nats-core";
import { consume } from "@statehub/events-contracts";
import { postgresInbox } from "@statehub/events-runtime/postgres";
import { sqliteInbox } from "@statehub/events-runtime/sqlite";
import { numberOf, TYPE } from "./events.ts";
import { now, serve } from "./parent.ts";
import { isPostgres, openPool, openSqlite } from "./store.ts";

// A consumer whose handler writes one row, in the transaction of its inbox. An event counts as handled when that is
// committed: then its line is logged.

const { values } = parseArgs({
  options: {
    database: { type: "string", default: "" },
    server: { type: "string", default: "" },
    events: { type: "string", default: "1000" },
  },
});
const count = Number(values.events);
const times = new Float64Array(count).fill(0);
const done = deferred<Float64Array>();
let handled = 0;
const logger = {
  debug() {},
  info(fields: Readonly<Record<string, unknown>>, message: string) {
    if (message !== "event handled" && message !== "events handled") return;
    const events = (fields.events ?? [fields]) as readonly { readonly id: string }[];
    for (const { id } of events) times[numberOf(id)] = now();
    handled += events.length;
    if (handled === count) done.resolve(times);
  },
  warn: console.error,
  error: console.error,
};
const options = { durable: "bench", types: [TYPE], servers: values.server, env: {}, logger } as const;
const INSERT = "insert into effects (id, slug)";

function start() {
  if (values.database === "") return consume({ ...options, handlers: { [TYPE]: () => {} } });
  if (isPostgres(values.database)) {
    return consume({
      ...options,
      inbox: postgresInbox(openPool(values.database, 10)),
      handlers: {
        [TYPE]: async ({ id, data }, { tx }) => void (await tx.query(`${INSERT} values ($1, $2)`, [id, data.slug])),
      },
    });
  }
  const database = openSqlite(values.database);
  const insert = database.prepare(`${INSERT} values (?, ?)`);
  return consume({
    ...options,
    inbox: sqliteInbox(database),
    handlers: { [TYPE]: ({ id, data }) => void insert.run(id, data.slug) },
  });
}

const subscription = await start();
serve(
  () => done,
  () => subscription.close().then(() => process.exit()),
);
