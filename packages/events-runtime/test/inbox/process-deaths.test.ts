import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { discardQuarantined, listQuarantined } from "../../src/index.ts";
import { ackPending, consuming, many, publishing } from "../support/consuming.ts";
import { admin, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";
import { backends } from "./backends.ts";

const program = fileURLToPath(new URL("../consume/children/consumer.ts", import.meta.url));

/** Resolves when the process has ended; it ends in the handler of the event with that name. */
async function death(url: string, deadly: string, options: object, address: string): Promise<void> {
  const given = ["--conditions=@statehub/source", program, url, deadly, JSON.stringify(options), address];
  const child = spawn(process.execPath, given, { stdio: ["ignore", "ignore", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "exit");
}

describe.each(backends)("with an inbox on $name", ({ options, effects }) => {
  test(
    "what kills its process is quarantined, and what was delivered as often for other reasons is not",
    options,
    async () => {
      const server = await startServer();
      const view = await admin(server);
      const { inbox, write, written, address } = await effects();
      const publisher = await publishing(server);
      const common = { takeOverMs: 1_000, ackWaitMs: 1_000, retry: { attempts: 1, deliveries: 2 } };
      const holding = { ...common, onQuarantine: "hold-key" } as const;
      const first = await consuming(server, {
        ...holding,
        inbox: inbox(),
        handle: () => {
          throw new Error("it fails");
        },
      });
      await publisher.names("bad", ...many(0, 3));
      await until("the key is held", () => first.subscription.status().blocked === 3);
      await first.subscription.close();
      await publisher.keyed("r2", "deadly", ...many(3, 6));
      // Its first delivery, and two that the inbox was told of.
      for (let deaths = 0; deaths < 3; deaths++) await death(server.url, "deadly", holding, address);
      // The key is released, and the next process dies before it has handled what waited.
      for await (const entry of listQuarantined(view.nc)) await discardQuarantined(view.nc, entry.id);
      await death(server.url, "n1", common, address);
      const { handled, logger, subscription } = await consuming(server, {
        ...common,
        inbox: inbox(),
        handle: ({ data }, { tx }) => write(tx, data.name ?? ""),
      });
      await until("the others are handled", () => subscription.status().handled === 5);
      expect(handled).toEqual(many(1, 6));
      expect(await written()).toEqual(many(1, 6));
      expect(logger.fieldsOf("event quarantined")).toMatchObject([
        { sequence: 5, reason: "process_died", cause: expect.stringContaining("began 2 times") },
      ]);
      await until("all are settled", async () => (await ackPending(view)) === 0);
    },
  );
});
