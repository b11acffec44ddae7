import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { connectNats } from "@statehub/events-runtime";
import { type NatsServer, startNatsServer } from "@statehub/events-runtime/testing";
import { expect, onTestFinished, test } from "vitest";
import { statehubEvents } from "./support/command.ts";

const testServer = process.env.STATEHUB_TEST_SERVER === "oldest" ? "oldest" : "current";

/** Ports that were free a moment ago: servers of one cluster have to know each other's before they start. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}

async function startCluster(): Promise<NatsServer[]> {
  const ports = await freePorts(3);
  const routes = ports.map((port) => `nats://127.0.0.1:${port}`).join(", ");
  const servers = await Promise.all(
    ports.map((port, i) =>
      startNatsServer({
        server: testServer,
        config: `server_name: n${i}\ncluster { name: things, listen: "127.0.0.1:${port}", routes: [${routes}] }`,
      }),
    ),
  );
  onTestFinished(async () => {
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
  });
  return servers;
}

/** Resolves when the cluster has a leader that knows all three: before that, nothing can be created. */
async function whenElected(server: NatsServer): Promise<void> {
  const nats = await connectNats({ servers: server.url });
  for (;;) {
    const answer = await nats.request("$JS.API.INFO", undefined, { timeout: 30_000 }).catch(() => undefined);
    if (answer !== undefined && !("error" in answer.json<object>())) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await nats.close();
}

test("streams of a cluster get as many replicas as asked for, and fewer later; more than it has servers are refused", async () => {
  const servers = await startCluster();
  const [first, , last] = servers;
  if (first === undefined || last === undefined) throw new Error("no cluster");
  await whenElected(first);
  const run = (args: string, server = first) =>
    statehubEvents(["streams", ...args.split(" ")], { env: { NATS_URL: server.url } });

  expect(await run("apply --yes --replicas 3")).toMatchObject({ code: 0, stderr: "" });
  expect(await run("check --replicas 3", last)).toMatchObject({ code: 0 });
  const planned = await run("plan", last);
  expect(planned.stdout).toContain("~ update stream STATEHUB_EVENTS\n    num_replicas: 3 -> 1\n");
  expect(await run("apply --yes --replicas 1")).toMatchObject({ code: 0, stderr: "" });
  expect(await run("check")).toMatchObject({ code: 0 });
  const tooMany = await run("apply --yes --replicas 5");
  expect(tooMany.code).toBe(3);
  expect(tooMany.stderr).toMatch(/^error: \[[a-z_]+\] STREAM\.UPDATE\.STATEHUB_EVENTS: /);
}, 240_000);
