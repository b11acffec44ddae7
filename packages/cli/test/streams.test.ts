import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connectNats } from "@statehub/events-runtime";
import { type NatsServer, startNatsServer } from "@statehub/events-runtime/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Ran, statehubEvents } from "./support/command.ts";
import { temporaryFolder } from "./support/repository.ts";

/** The server that the suite runs on: `STATEHUB_TEST_SERVER=oldest` runs it on the oldest one that is supported. */
const testServer = process.env.STATEHUB_TEST_SERVER === "oldest" ? "oldest" : "current";
const isOldest = testServer === "oldest";

const stream = { name: "THINGS", subjects: ["things.>"], storage: "file", max_age: "2h", max_bytes: "1MiB" };
const consumer = { stream: "THINGS", durable_name: "reader", ack_policy: "explicit", ack_wait: "30s" };

/** A server, and the command on it with a topology of the test's own. */
async function onServer(): Promise<{
  server: NatsServer;
  run(args: string, topology?: object): Promise<Ran>;
}> {
  const server = await startNatsServer({ server: testServer });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const folder = await temporaryFolder();
  return {
    server,
    async run(args, topology) {
      const file = join(folder, "topology.json");
      if (topology !== undefined) await writeFile(file, JSON.stringify(topology));
      const of = topology === undefined ? [] : ["--topology", file];
      return statehubEvents(["streams", ...args.split(" "), ...of], { env: { NATS_URL: server.url } });
    },
  };
}

describe("streams of the state hub", () => {
  test("are planned, applied, and then as declared: a second plan is empty", async () => {
    const { run } = await onServer();
    const planned = await run("plan");
    expect(planned.code).toBe(0);
    expect(planned.stdout).toContain("+ create stream STATEHUB_EVENTS");
    expect(planned.stdout).toContain("    max_age: 30d\n");
    expect(planned.stdout).toContain(`3 changes to make: 3 resources on nats-server ${isOldest ? "2.9.10" : ""}`);
    expect((await run("check")).code).toBe(1);

    const applied = await run("apply --yes");
    expect(applied).toMatchObject({ code: 0, stderr: "" });
    expect(applied.stdout).toContain("done: create stream STATEHUB_QUARANTINE\n");

    const second = await run("plan --json");
    expect(JSON.parse(second.stdout)).toMatchObject({
      isConverged: true,
      resources: [
        { kind: "stream", name: "STATEHUB_EVENTS", action: "unchanged", changes: [] },
        { name: "STATEHUB_QUARANTINE", action: "unchanged" },
        { name: "STATEHUB_REPLAY", action: "unchanged" },
      ],
    });
    expect(await run("check")).toMatchObject({ code: 0 });
    expect(await run("apply")).toMatchObject({ code: 0 });
  });

  test("are not touched without a yes where nobody can be asked", async () => {
    const { run } = await onServer();
    const { code, stderr } = await run("apply");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "nothing was changed: nobody can be asked here; give --yes\n",
    });
    expect((await run("plan")).stdout).toContain("+ create stream STATEHUB_EVENTS");
  });
});

describe("a topology of one's own", () => {
  test("changes in place what the server can change, and leaves alone what it does not name", async () => {
    const { run } = await onServer();
    await run("apply --yes", { streams: [{ ...stream, max_msgs: 1_000 }], consumers: [consumer] });
    const wanted = { streams: [{ ...stream, max_age: "3d" }], consumers: [{ ...consumer, ack_wait: "1m" }] };

    const { stdout } = await run("plan", wanted);
    expect(stdout).toContain("~ update stream THINGS\n    max_age: 2h -> 3d\n");
    expect(stdout).toContain("~ update consumer THINGS/reader\n    ack_wait: 30s -> 1m\n");
    expect(await run("apply --yes", wanted)).toMatchObject({ code: 0 });
    expect(await run("check", wanted)).toMatchObject({ code: 0 });
    // Not named by the second topology.
    expect(await run("check", { streams: [{ ...stream, max_age: "3d", max_msgs: 1_000 }] })).toMatchObject({ code: 0 });
  });

  test.each([
    { name: "a stream's storage", wanted: { streams: [{ ...stream, storage: "memory" }] }, why: "storage is chosen" },
    {
      name: "a stream's retention to workqueue",
      wanted: { streams: [{ ...stream, retention: "workqueue" }] },
      why: "retention cannot become or cease to be workqueue",
    },
    {
      name: "a consumer's ack policy",
      wanted: { streams: [stream], consumers: [{ ...consumer, ack_policy: "none" }] },
      why: "ack policy is set when it is created",
    },
  ])("refuses to change $name, says why and what it would cost, and replaces when told to", async ({ wanted, why }) => {
    const { run } = await onServer();
    await run("apply --yes", { streams: [stream], consumers: [consumer] });

    const planned = await run("plan", wanted);
    expect(planned.stdout).toMatch(/^! replace /m);
    expect(planned.stdout).toContain(why);
    const refused = await run("apply --yes", wanted);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^nothing was changed: .*which loses .*Allow it by --replace\n$/);
    expect(await run("check", { streams: [stream], consumers: [consumer] })).toMatchObject({ code: 0 });

    expect(await run("apply --yes --replace", wanted)).toMatchObject({ code: 0 });
    expect(await run("check", wanted)).toMatchObject({ code: 0 });
  });

  test("retention between limits and interest is changed in place from 2.10 on, and older servers cannot", async () => {
    const { run } = await onServer();
    await run("apply --yes", { streams: [stream] });
    const { stdout } = await run("plan", { streams: [{ ...stream, retention: "interest" }] });
    const old =
      '! replace stream THINGS\n    retention: "limits" -> "interest"  (not in place: it can be changed from nats-server 2.10.0 on)';
    expect(stdout).toContain(isOldest ? old : "~ update stream THINGS");
  });

  test("what the server is too old for is refused with the version, and what it drops is reported", async () => {
    const { run } = await onServer();
    const wanted = { streams: [{ ...stream, compression: "s2", allow_msg_ttl: true }] };
    const { code, stderr } = await run("apply --yes", wanted);
    if (!isOldest) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(await run("check", wanted)).toMatchObject({ code: 0 });
      return;
    }
    expect(code).toBe(1);
    expect(stderr).toContain(
      "this is nats-server 2.9.10: THINGS compression needs 2.10.0, THINGS allow_msg_ttl needs 2.11.0",
    );
    expect((await run("plan", { streams: [stream] })).stdout).toContain("+ create stream THINGS");

    const dropping = await run("apply --yes --allow-unsupported", wanted);
    expect(dropping.code).toBe(1);
    expect(dropping.stderr).toContain(
      'dropped stream THINGS: compression: the server took it and has "none" instead of "s2"; this is nats-server 2.9.10; compression needs nats-server 2.10.0\n',
    );
    expect(dropping.stderr).toContain("allow_msg_ttl needs nats-server 2.11.0");
    expect(await run("check", { streams: [stream] })).toMatchObject({ code: 0 });
  });

  test("yaml is read as well, and every problem of it is told at once", async () => {
    const { server, run } = await onServer();
    const file = join(await temporaryFolder(), "topology.yaml");
    const env = { NATS_URL: server.url };
    await writeFile(file, "streams:\n  - name: THINGS\n    subjects: [things.>]\n    max_age: 2h\n");
    expect(await statehubEvents(["streams", "apply", "--yes", "--topology", file], { env })).toMatchObject({ code: 0 });
    expect(await run("check", { streams: [{ name: "THINGS", max_age: "2h" }] })).toMatchObject({ code: 0 });

    await writeFile(file, `${await readFile(file, "utf8")}    storage: tape\n    max_size: 1\n  - name: THINGS\n`);
    const { code, stderr } = await statehubEvents(["streams", "plan", "--topology", file], { env });
    expect(code).toBe(2);
    expect(stderr).toContain('/streams/0/storage: got "tape", want one of file, memory\n');
    expect(stderr).toContain("/streams/0/max_size: got a setting of that name, want one of name, description, ");
    expect(stderr).toContain("/streams/1: got THINGS again, want each name once\n");
  });

  test("a refusal of the server is told as it is, without a stack", async () => {
    const { run } = await onServer();
    const { code, stderr } = await run("apply --yes", { streams: [stream, { name: "OTHER", subjects: ["things.a"] }] });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: \[rejected\] STREAM\.CREATE\.OTHER: .* \(10065\)\n$/);
  });
});

describe("streams status", () => {
  test("says how full streams are, and how far their durable consumers", async () => {
    const { server, run } = await onServer();
    const topology = { streams: [stream], consumers: [consumer] };
    expect((await run("status", topology)).stdout).toContain("no such stream is there");
    await run("apply --yes", topology);
    const nc = await connectNats({ servers: server.url });
    for (const text of ["a", "b", "c"]) await nc.request("things.one", text, { timeout: 60_000 });
    const next = await nc.request("$JS.API.CONSUMER.MSG.NEXT.THINGS.reader", "", { timeout: 60_000, noMux: true });
    expect(next.string()).toBe("a");
    await nc.close();

    expect(JSON.parse((await run("status --json", topology)).stdout)).toMatchObject([
      {
        ...{ stream: "THINGS", messages: 3, maxBytes: 1024 ** 2, first: 1, last: 3 },
        consumers: [{ consumer: "reader", pending: 2, unacknowledged: 1, redelivered: 0, acknowledged: 0 }],
      },
    ]);
    const { code, stdout } = await run("status", topology);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^THINGS +3 +0 % +1\.\.3 +2/m);
    expect(stdout).toMatch(/^reader +THINGS +2 +1 +0 +0$/m);
  });
});

describe("the command line of streams", () => {
  test.each([
    { args: ["streams"], want: 'got "", want one of plan, apply, check, status' },
    { args: ["streams", "plans"], want: 'got "plans", want one of plan, apply, check, status' },
    { args: ["streams", "plan", "--topology", "nowhere.json"], want: 'got "nowhere.json", which is not there' },
    { args: ["streams", "plan", "--replicas", "x"], want: '--replicas: got "x", want a whole number from 1 to 5' },
    { args: ["streams", "plan"], want: "give --server or set NATS_URL" },
  ])("$args is refused with what is wanted", async ({ args, want }) => {
    const { code, stderr } = await statehubEvents(args, { env: { NATS_URL: "" } });
    expect(code).toBe(2);
    expect(stderr).toContain(want);
  });

  test("a server that is not there is told in a line", async () => {
    const { code, stderr } = await statehubEvents(["streams", "plan", "--server", "127.0.0.1:1"]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: \[unavailable\] .*\n$/);
  });

  test("it has a help of its own", async () => {
    const { code, stdout } = await statehubEvents(["streams", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("usage: statehub-events streams plan|apply|check|status");
  });
});
