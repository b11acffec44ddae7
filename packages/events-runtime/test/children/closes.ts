// Starts a publisher, a relay and a consumer, closes them and prints which timers are left. Then it has to end by itself,
// which sockets that are left would not let it. Arguments: the server's url, the path of a database, and whether to wait until all are connected.
import { connectPublisher, consumeEvents, startRelay } from "../../src/index.ts";
import { sqliteOutbox } from "../../src/sqlite.ts";
import { contracts, envelope, repoRegistered, source } from "../support/contracts.ts";
import { recorder } from "../support/recorder.ts";

const [servers = "", database = "", wait = ""] = process.argv.slice(2);
const options = { servers, env: {}, logger: recorder() };

const publisher = await connectPublisher({ ...options, contracts, source });
const relay = await startRelay({ ...options, store: sqliteOutbox(database) });
const subscription = await consumeEvents({
  ...options,
  envelope,
  contracts: [repoRegistered],
  durable: "activity-core",
  handlers: { [repoRegistered.type]: () => {} },
});
if (wait === "connected") await Promise.all([publisher.ready(), subscription.ready()]);
await Promise.all([publisher.close(), relay.close(), subscription.close()]);
const left = process.getActiveResourcesInfo().filter((name) => name === "Timeout");
console.log(JSON.stringify(left));
