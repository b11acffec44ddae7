import { parseArgs } from "node:util";
import { startRelay } from "@statehub/events-runtime";
import { now, serve } from "./parent.ts";
import { outboxAt } from "./store.ts";

// A relay with its defaults. It is done when nothing is pending any more.

const { values } = parseArgs({
  options: { database: { type: "string", default: "" }, server: { type: "string", default: "" } },
});
const logger = { debug() {}, info() {}, warn: console.error, error: console.error };
let close = async (): Promise<void> => {};

serve(
  async () => {
    const started = now();
    const relay = await startRelay({ store: outboxAt(values.database), servers: values.server, env: {}, logger });
    close = () => relay.close();
    for (;;) {
      const { pending, state } = await relay.status();
      if (pending === 0 && state === "relaying") return Float64Array.of(started, now());
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  },
  () => close().then(() => process.exit()),
);
