import { once } from "node:events";
import { createServer } from "node:net";
import { connectNats } from "@statehub/events-runtime";
import { type NatsServer, startNatsServer } from "@statehub/events-runtime/testing";
import { expect, onTestFinished, test } from "vitest";
import { statehubEvents } from "./support/command.ts";

const testServer = process.env.STATEHUB_TEST_SERVER === "oldest" ? "oldest" : "current";

/**
 * Ports that were free a moment ago: servers of one cluster have to know each other's before they start. They are below
 * those that systems give out by themselves, so that nobody is given one meanwhile.
 */
async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    const server = createServer().listen(port, "127.0.0.1");
    const isFree = await once(server, "listening").then(
      () => once(server.close(), "close").then(() => true),
      () => false,
    );
    if (isFree) ports.add(port);
  }
  return [...ports];
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

/** Resolves when the cluster has a leader that knows all three: before that, no stream gets three replicas. */
async function whenElected(server: NatsServer): Promise<void> {
  const nats = await connectNats({ servers: server.url });
  const ask = async (subject: string, body: object) => {
    const answer = await nats.request(`$JS.API.STREAM.${subject}`, JSON.stringify(body), { timeout: 30_000 });
    return !("error" in answer.json<object>());
  };
  const probe = { name: "PROBE", subjects: ["probe"], storage: "memory", retention: "limits", num_replicas: 3 };
  while (!(await ask("CREATE.PROBE", probe).catch(() => false))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  while (!(await ask("DELETE.PROBE", {}).catch(() => false))) {
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
});
