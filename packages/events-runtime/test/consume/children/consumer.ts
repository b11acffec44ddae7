// A process that consumes as `activity-core`, for tests that stop or kill it. It prints a line when it consumes, and
// for each event before and after its handler. Arguments: the server's url, the name at which the process dies,
// further options of `consumeEvents`, as JSON, and path or URL of the inbox's database, if it has one.
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { consumeEvents, type Inbox } from "../../../src/index.ts";
import { postgresInbox } from "../../../src/postgres.ts";
import { sqliteInbox } from "../../../src/sqlite.ts";
import { envelope, repoRegistered } from "../../support/contracts.ts";
import { recorder } from "../../support/recorder.ts";

const [servers = "", deadly = "", options = "{}", address = ""] = process.argv.slice(2);

function inboxAt(at: string): Inbox<unknown> {
  if (!at.startsWith("postgres")) return sqliteInbox(new DatabaseSync(at)) as Inbox<unknown>;
  return postgresInbox(new pg.Pool({ connectionString: at })) as Inbox<unknown>;
}

const subscription = await consumeEvents({
  envelope,
  contracts: [repoRegistered],
  durable: "activity-core",
  servers,
  env: {},
  takeOverMs: 2_000,
  ackWaitMs: 2_000,
  logger: recorder(),
  ...(address !== "" && { inbox: inboxAt(address) }),
  ...(JSON.parse(options) as { readonly ackWaitMs?: number }),
  handlers: {
    [repoRegistered.type]: async ({ data }) => {
      console.log(`begins ${data.name}`);
      if (data.name === deadly) process.kill(process.pid, "SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, 5));
      console.log(`handled ${data.name}`);
    },
  },
});
await subscription.ready();
console.log("ready");
process.on("SIGTERM", () => void subscription.close().then(() => process.exit(0)));
