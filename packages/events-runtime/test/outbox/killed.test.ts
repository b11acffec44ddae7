import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { admin, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";
import { backends } from "./support/hub.ts";
import { LOG, LOGGED } from "./support/log.ts";
import { namesByKey, startOn, storedIn, untilEmpty, untilStatus } from "./support/relays.ts";

interface Program {
  /** Kills it, and starts it again. */
  killed(): Promise<void>;
  kill(signal: "SIGKILL" | "SIGUSR2" | "SIGCONT"): void;
  end(): Promise<void>;
}

function start(file: string, ...args: string[]): Program {
  let child: ChildProcess;
  const run = () => {
    child = spawn(process.execPath, [join(import.meta.dirname, "children", file), ...args], {
      stdio: ["ignore", "ignore", "inherit"],
    });
  };
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  run();
  onTestFinished(end);
  return {
    end,
    kill: (signal) => child.kill(signal),
    async killed() {
      await end();
      run();
    },
  };
}

describe.each(backends)("the events of a hub on $name", ({ options, hub: makeHub }) => {
  test("are in the stream once, in their order, whoever is killed in between", options, async () => {
    const [server, hub] = [await startServer(), await makeHub()];
    const inspector = await admin(server);
    await hub.sql(LOG);
    const writer = start("hub.ts", hub.address);
    const relays = [start("relay.ts", hub.address, server.url), start("relay.ts", hub.address, server.url)];
    const killings = [
      () => writer.killed(),
      () => relays[0]?.killed(),
      async () => {
        await server.kill9();
        await server.restart();
      },
      () => relays[1]?.killed(),
    ];
    for (let round = 0; round < killings.length; round++) {
      const before = await inspector.count();
      await until("events are published", async () => (await inspector.count()) > before + 20);
      await killings[round]?.();
    }
    await writer.end();
    const last = await startOn(hub, server);
    await untilEmpty(last.relay);
    const log = (await hub.all(LOGGED)) as { key: string; name: string }[];
    expect(log.length).toBeGreaterThan(80);
    expect(namesByKey(await storedIn(inspector))).toEqual(namesByKey(log.map((row) => ({ ...row, id: "" }))));
  });

  test(
    "are published by another relay in seconds while one is stopped, which stands by when it goes on",
    options,
    async () => {
      const [server, hub] = [await startServer(), await makeHub()];
      const inspector = await admin(server);
      await hub.sql(LOG);
      const writer = start("hub.ts", hub.address);
      const stopped = start("relay.ts", hub.address, server.url);
      await until("events are published", async () => (await inspector.count()) > 20);
      stopped.kill("SIGUSR2");
      const other = await startOn(hub, server);
      await untilStatus(other.relay, "another has taken over", ({ state }) => state === "relaying");
      const before = await inspector.count();
      await until("events are published", async () => (await inspector.count()) > before + 20);
      stopped.kill("SIGCONT");
      await until("more are published", async () => (await inspector.count()) > before + 200);
      await writer.end();
      await untilEmpty(other.relay);
      expect((await other.relay.status()).state).toBe("relaying");
      const log = (await hub.all(LOGGED)) as { key: string; name: string }[];
      expect(namesByKey(await storedIn(inspector))).toEqual(namesByKey(log.map((row) => ({ ...row, id: "" }))));
    },
  );
});
