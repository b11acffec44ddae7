// The state hub. README.md beside this folder lists its environment variables.
import { clockFrom } from "./clock.ts";
import { startJobs } from "./crons/schedule.ts";
import { serve } from "./http/server.ts";
import { openDatabase } from "./store/open.ts";

const { DATABASE_URL = "hub.db", PORT = "8081", HOST = "127.0.0.1", CRON_LOG, CRONS_LOG_ONLY = "" } = process.env;
const clock = clockFrom(process.env);
const database = await openDatabase(DATABASE_URL);
const relay = await database.relay();
const logOnly = new Set(CRONS_LOG_ONLY.split(",").map((name) => name.trim()));
// The scheduler knows the machine's clock only.
const paused = process.env.VIRTUAL_CLOCK !== undefined;
const jobs = startJobs({ database, clock, log: CRON_LOG, logOnly, paused });
const status = async (): Promise<object> => ({ status: "ok", outbox: await relay.status() });
const app = await serve({ database, clock, jobs, status });
const address = await app.listen({ port: Number(PORT), host: HOST });
console.log(JSON.stringify({ service: "hub", address, message: "listening" }));

async function stop(): Promise<void> {
  jobs[Symbol.dispose]();
  await app.close();
  await relay.close();
  await database[Symbol.asyncDispose]();
}
process.once("SIGTERM", stop).once("SIGINT", stop);
