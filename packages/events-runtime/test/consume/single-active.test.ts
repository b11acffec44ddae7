import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import type { NatsServer } from "../../src/testing/index.ts";
import { untilStopped } from "../../src/testing/stopped.ts";
import { ackPending, type ConsumeOptions, consuming, many, publishing } from "../support/consuming.ts";
import { repoRegistered, taskStale } from "../support/contracts.ts";
import { admin, startServer, testServer } from "../support/server.ts";
import { until } from "../support/until.ts";

const program = fileURLToPath(new URL("children/consumer.ts", import.meta.url));

interface Child {
  readonly process: ChildProcess;
  readonly lines: string[];
}

function child(server: NatsServer, deadly = "", more: Partial<ConsumeOptions> = {}): Child {
  const options = ["--conditions=@statehub/source", program, server.url, deadly, JSON.stringify(more)];
  const started = spawn(process.execPath, options, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void started.kill("SIGKILL"));
  const lines: string[] = [];
  started.stdout.setEncoding("utf8").on("data", (text: string) => lines.push(...text.trim().split("\n")));
  return { process: started, lines };
}

const names = (lines: readonly string[], word: string) =>
  lines.filter((line) => line.startsWith(word)).map((line) => line.slice(word.length + 1));

const quick = { takeOverMs: 2_000, ackWaitMs: 2_000 };
/** So patient that no pause of a busy machine makes another process take over: those that close hand over at once. */
const patient = { takeOverMs: 15_000, ackWaitMs: 5_000 };

describe("several processes on one durable consumer", () => {
  test("one handles everything, and the next one goes on when it closes", async () => {
    const server = await startServer();
    const view = await admin(server);
    const publisher = await publishing(server);
    const all = [await consuming(server, patient), await consuming(server, patient)];
    for (const { subscription } of all) await subscription.ready();
    await publisher.names(...many(0, 50));
    await until("fifty are handled", () => all.some(({ handled }) => handled.length === 50));
    const [first, second] = all.sort((a, b) => b.handled.length - a.handled.length);
    expect(second?.handled).toEqual([]);
    expect(first?.subscription.status().active).toBe(true);
    expect(second?.subscription.status().active).toBe(false);
    await first?.subscription.close();
    await publisher.names(...many(50, 60));
    await until("the next one goes on", () => second?.handled.length === 10);
    expect(second?.handled).toEqual(many(50, 60));
    await until("all are acknowledged", async () => (await ackPending(view)) === 0);
  });

  test("when the active one is killed, another goes on within seconds, with nothing lost and in order", async () => {
    const server = await startServer();
    const view = await admin(server);
    const publisher = await publishing(server);
    const takeOver = { takeOverMs: 5_000 };
    const killed = child(server, "", takeOver);
    await until("it consumes", () => killed.lines.includes("ready"));
    await publisher.names(...many(0, 400));
    await until("it handles", () => names(killed.lines, "handled").length > 20);
    const other = await consuming(server, { ...quick, ...takeOver });
    await other.subscription.ready();
    expect(other.handled).toEqual([]);
    killed.process.kill("SIGKILL");
    await once(killed.process, "exit");
    await publisher.names(...many(400, 410));
    await until("the other one has handled the rest", () => other.handled.includes("n409"));
    const before = names(killed.lines, "handled");
    // What it had handled, and its acknowledgement was lost, may be handled twice: there is no inbox.
    expect(other.handled).toEqual(many(410 - other.handled.length, 410));
    expect(before).toEqual(many(0, before.length));
    expect(other.handled.length + before.length).toBeGreaterThanOrEqual(410);
    await until("all are acknowledged", async () => (await ackPending(view)) === 0);
  });

  test("one that stands by with other types takes nothing from the active one, nor loses what is new to that", async () => {
    const server = await startServer();
    const view = await admin(server);
    const publisher = await publishing(server);
    const first = await consuming(server, patient);
    await publisher.names("n0");
    await until("it is active", () => first.handled.length === 1);
    const second = await consuming(server, { ...patient, types: [repoRegistered, taskStale] });
    await second.subscription.ready();
    const other = await consuming(server, { ...patient, types: [taskStale] });
    await other.subscription.ready();
    await publisher.names("n1");
    await until("the active one handles its type", () => first.handled.length === 2);
    await other.subscription.close();
    await first.subscription.close();
    await publisher.names("n2");
    await until("the next one is active", () => second.handled.length === 1);
    await publisher.publish(taskStale, { task_id: 1, days: 30 });
    await until("it handles both types", () => second.handled.length === 2);
    expect(second.handled).toEqual(["n2", "30"]);
    expect([first, second, other].map(({ subscription }) => subscription.status().skipped)).toEqual([0, 0, 0]);
    await until("all are acknowledged", async () => (await ackPending(view)) === 0);
  });

  test("what a killed one had comes first, though newer events have taken all the room", async () => {
    const server = await startServer();
    const view = await admin(server);
    const publisher = await publishing(server);
    const killed = child(server, "", { ackWaitMs: 5_000 });
    await until("it consumes", () => killed.lines.includes("ready"));
    await publisher.names(...many(0, 100));
    await until("it handles", () => names(killed.lines, "handled").length > 5);
    killed.process.kill("SIGKILL");
    await once(killed.process, "exit");
    await publisher.names(...many(100, 150));
    const { handled } = await consuming(server, { takeOverMs: 2_000, ackWaitMs: 5_000, prefetch: 10 });
    await until("the rest is handled", () => handled.includes("n149"));
    expect(handled).toEqual(many(150 - handled.length, 150));
    await until("all are acknowledged", async () => (await ackPending(view)) === 0);
  });

  test.skipIf(process.platform === "win32")(
    "what a killed one had is waited for though the server hangs meanwhile",
    async () => {
      const server = await startServer();
      const publisher = await publishing(server);
      await admin(server);
      const killed = child(server, "", { ackWaitMs: 1_000, takeOverMs: 1_000 });
      await until("it consumes", () => killed.lines.includes("ready"));
      await publisher.names(...many(0, 100));
      await until("it handles", () => names(killed.lines, "handled").length > 5);
      killed.process.kill("SIGKILL");
      await once(killed.process, "exit");
      await publisher.names(...many(100, 110));
      const { handled, subscription, logger } = await consuming(server, { ackWaitMs: 1_000, takeOverMs: 1_000 });
      await until("it has begun", () => logger.fieldsOf("consuming events").length > 0);
      await until("it has some", () => subscription.status().pending + handled.length > 0);
      server.pause();
      // Longer than it waits if nothing is wrong.
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      server.resume();
      await until("the rest is handled", () => handled.includes("n109"));
      expect(handled).toEqual(many(110 - handled.length, 110));
    },
  );

  test.skipIf(process.platform === "win32")(
    "one that was paused and replaced handles nothing of what it had",
    async () => {
      const server = await startServer();
      await admin(server);
      const publisher = await publishing(server);
      const paused = child(server);
      await until("it consumes", () => paused.lines.includes("ready"));
      await publisher.names(...many(0, 400));
      await until("it handles", () => names(paused.lines, "handled").length > 20);
      const { pid } = paused.process;
      if (pid === undefined) throw new Error("no process");
      paused.process.kill("SIGSTOP");
      untilStopped(pid);
      await publisher.names(...many(400, 410));
      const other = await consuming(server, quick);
      await until("the other one has handled the rest", () => other.handled.includes("n409"));
      const stood = names(paused.lines, "begins").length;
      paused.process.kill("SIGCONT");
      // It takes over again when the other one leaves, and has nothing of its own left to do then.
      await other.subscription.close();
      await publisher.names("last");
      await until("it goes on", () => names(paused.lines, "handled").includes("last"));
      const begun = names(paused.lines, "begins").slice(stood);
      // What was in the pipe when it was stopped may come late: at most the one that ran.
      expect(begun.filter((name) => name !== "last").length).toBeLessThanOrEqual(1);
    },
  );
});

test("an event loop that is blocked for longer than everything costs nothing where there is no other process", async () => {
  const server = await startServer();
  const view = await admin(server);
  const { handled, subscription } = await consuming(server, {
    takeOverMs: 1_000,
    ackWaitMs: 1_000,
    handle: ({ data }) => {
      if (data.name === "n1") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_500);
    },
  });
  await (await publishing(server)).names(...many(0, 5));
  await until("all are handled", () => handled.length >= 5);
  await until("all are acknowledged", async () => (await ackPending(view)) === 0);
  expect(handled).toEqual(many(0, 5));
  expect(subscription.status()).toMatchObject({ handled: 5, failed: 0, quarantined: 0 });
});

test("a message that kills its process each time is quarantined, and those behind it are not", async () => {
  const server = await startServer();
  const view = await admin(server);
  await (await publishing(server)).names("n0", "deadly", ...many(1, 40));
  // Each death costs one delivery of all that was delivered, not only of the message that is to blame.
  for (let deaths = 0; deaths < 3; deaths++) await once(child(server, "deadly").process, "exit");
  const { handled, logger } = await consuming(server, { ...quick, retry: { deliveries: 3 } });
  await until("the others are handled", () => handled.length === 39);
  expect(handled).toEqual(many(1, 40));
  expect(logger.fieldsOf("event quarantined")).toMatchObject([{ sequence: 2, reason: "process_died" }]);
  await until("all are settled", async () => (await ackPending(view)) === 0);
});

test("those behind a message that killed processes are not blamed for it when another one dies", async () => {
  const server = await startServer();
  const view = await admin(server);
  const retry = { deliveries: 3 };
  await (await publishing(server)).names("n0", "deadly", ...many(1, 40));
  for (const deadly of ["deadly", "deadly", "deadly", "n1"]) {
    await once(child(server, deadly, { retry }).process, "exit");
  }
  const { handled, logger } = await consuming(server, { ...quick, retry });
  await until("the others are handled", () => handled.length === 39);
  expect(handled).toEqual(many(1, 40));
  expect(logger.fieldsOf("event quarantined")).toEqual([]);
  await until("all are settled", async () => (await ackPending(view)) === 0);
});

test("a message that kills its process is found though older ones are held", async () => {
  const server = await startServer();
  await admin(server);
  const held = { ...quick, onQuarantine: "hold-key", retry: { attempts: 1, deliveries: 3 } } as const;
  const publisher = await publishing(server);
  const handle = () => {
    throw new Error("it fails");
  };
  const first = await consuming(server, { ...held, handle });
  await publisher.names("bad", ...many(0, 3));
  await until("the key is held", () => first.subscription.status().blocked === 3);
  await first.subscription.close();
  await publisher.keyed("r2", "deadly", ...many(3, 6));
  for (let deaths = 0; deaths < 3; deaths++) await once(child(server, "deadly", held).process, "exit");
  const { handled, logger } = await consuming(server, held);
  await until("it is quarantined", () => logger.fieldsOf("event quarantined").length > 0);
  expect(logger.fieldsOf("event quarantined")).toMatchObject([{ sequence: 5, reason: "process_died" }]);
  expect(handled).toEqual([]);
});

test.runIf(testServer === "current")("the server pins the consumer to the active process", async () => {
  const server = await startServer();
  const view = await admin(server);
  const { handled } = await consuming(server, quick);
  await (await publishing(server)).names("n0");
  await until("it is handled", () => handled.length === 1);
  const { config } = await view.jsm.consumers.info("STATEHUB_EVENTS", "activity-core");
  expect(config).toMatchObject({
    priority_policy: "pinned_client",
    priority_groups: ["active"],
    priority_timeout: 2e9,
  });
  await expect(view.jsm.streams.info("STATEHUB_LEASES")).rejects.toThrow();
});

test.runIf(testServer === "oldest")("where the server cannot pin, a lease says which process is active", async () => {
  const server = await startServer();
  const view = await admin(server);
  const { subscription } = await consuming(server, quick);
  await until("it is active", () => subscription.status().active);
  const lease = await view.jsm.streams.getMessage("STATEHUB_LEASES", { last_by_subj: "lease.statehub.activity-core" });
  expect(lease?.string()).not.toBe("");
  await subscription.close();
  const left = await view.jsm.streams.getMessage("STATEHUB_LEASES", { last_by_subj: "lease.statehub.activity-core" });
  expect(left?.string()).toBe("");
});
