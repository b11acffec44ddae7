// activity-core. README.md beside this folder lists its environment variables.
import type { FetchContext } from "@statehub/activities";
import { clockFrom } from "./clock.ts";
import { installedContracts } from "./definitions/contracts.ts";
import { Definitions } from "./definitions/definitions.ts";
import { takeInEvents } from "./events.ts";
import { serve } from "./http/server.ts";
import { Worker } from "./run/worker.ts";
import { openDatabase } from "./store/database.ts";
import { Deliverer } from "./tasks/deliverer.ts";

const { ACTIVITIES = "activities", ACTIVITY_CORE_DB = "activity-core.db", DURABLE = "activity-core" } = process.env;
const { HUB_URL = "http://127.0.0.1:8081", ISSUE_CORE_URL = "http://127.0.0.1:8083" } = process.env;
const { PORT = "8082", HOST = "127.0.0.1" } = process.env;

const fromHub: FetchContext = async ({ path, signal }) => {
  const response = await fetch(new URL(path, HUB_URL), { signal });
  if (!response.ok) throw new TypeError(`${path}: the hub answered ${response.status}`);
  return response.json();
};

const db = openDatabase(ACTIVITY_CORE_DB);
// The inbox has a connection to itself: its transactions may last.
const inboxConnection = openDatabase(ACTIVITY_CORE_DB);
const definitions = new Definitions(ACTIVITIES, await installedContracts(), db);
const worker = new Worker({ db, definitions, clock: clockFrom(process.env), fetch: fromHub });
const deliverer = new Deliverer(db, ISSUE_CORE_URL);
const subscription = await takeInEvents(inboxConnection, definitions, DURABLE, () => worker.wake());
const app = await serve({ db, definitions, subscription, wake: () => worker.wake() });
const address = await app.listen({ port: Number(PORT), host: HOST });
console.log(JSON.stringify({ service: "activity-core", address, message: "listening" }));

async function stop(): Promise<void> {
  await subscription.close();
  definitions[Symbol.dispose]();
  await app.close();
  await worker[Symbol.asyncDispose]();
  await deliverer[Symbol.asyncDispose]();
  inboxConnection.close();
  db.close();
}
process.once("SIGTERM", stop).once("SIGINT", stop);
const reason = await subscription.closed;
if (reason !== undefined) {
  console.error(reason.message);
  process.exitCode = 1;
  await stop();
}
