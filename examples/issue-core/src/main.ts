// issue-core, as far as the examples need it. ISSUE_CORE_DB: path of its database; PORT: 8083, 0 for a free one.
import { serve } from "./server.ts";
import { TaskStore } from "./store.ts";

const { ISSUE_CORE_DB = "issue-core.db", PORT = "8083", HOST = "127.0.0.1" } = process.env;
const store = new TaskStore(ISSUE_CORE_DB);
const app = await serve(store);
const address = await app.listen({ port: Number(PORT), host: HOST });
console.log(JSON.stringify({ service: "issue-core", address, message: "listening" }));

async function stop(): Promise<void> {
  await app.close();
  store.close();
}
process.once("SIGTERM", stop).once("SIGINT", stop);
