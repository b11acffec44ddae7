import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { jetstreamManager } from "@nats-io/jetstream";
import { connectNats, ensureStream, STATEHUB_EVENTS } from "@statehub/events-runtime";
import {
  type DevelopmentNats,
  findNatsServer,
  type NatsServer,
  startNatsServer,
} from "@statehub/events-runtime/testing";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { DemoStream } from "../demo/stream.ts";
import type { Moment } from "../demo/timeline.ts";

const demo = fileURLToPath(new URL("../demo/demo.ts", import.meta.url));
const source = ["--conditions=@statehub/source", demo];
const args = [...source, "--json"];
let binary: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  const server = process.env.STATEHUB_TEST_SERVER === "oldest" ? "oldest" : "current";
  ({ binary } = await findNatsServer({ server }));
  env = { ...process.env, NATS_SERVER_BIN: binary };
  delete env.NATS_URL;
});

const moments = (text: string): Moment[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("the demo tells the whole story, through the server's death", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const told = moments(stdout);
  const saidBy = (one: Moment["who"]): string[] => told.filter(({ who }) => who === one).map(({ what }) => what);
  expect(saidBy("issue-core")).toEqual([
    '"Set up maintenance for state-hub" for team-custodian',
    '"Close out workstream event-contracts" for team-custodian',
    '"Plan the first step towards: Maintenance runs without cron jobs" for team-custodian',
    '"Set up maintenance for activity-core" for team-custodian',
    '"Decide what becomes of: Answer the audit" for team-custodian',
  ]);
  expect(saidBy("activity-core").filter((what) => what.includes("slgu"))).toEqual([
    expect.stringMatching(/^activities\/onboard-registered-repos\.yaml:15:\d+ .*Did you mean "slug"/),
  ]);
  expect(saidBy("parity")[0]).toBe("stale-tasks beside cron:hub/stale-tasks: the gate is open");
  expect(told.at(-1)?.details).toEqual({ tasks: 5, events: 5 });
  const pids = told.flatMap(({ details }) => (typeof details.pid === "number" ? [details.pid] : []));
  expect(new Set(pids).size).toBe(5);
  expect(pids.filter(isRunning)).toEqual([]);
});

test.each(["SIGINT", "SIGTERM"] as const)("%s in the middle of the demo leaves nothing running", async (signal) => {
  const { code, text } = await interrupted(signal, env);
  expect(code).toBe(130);
  const listening = moments(text).filter(({ what }) => what.endsWith("listens"));
  const pids = listening.map(({ details }) => Number(details.pid));
  expect(pids).toHaveLength(4);
  expect(pids.filter(isRunning)).toEqual([]);
  const { address } = listening[0]?.details ?? {};
  const socket = connect(Number(new URL(`nats://${address}`).port), "127.0.0.1");
  await expect(once(socket, "connect")).rejects.toThrow("ECONNREFUSED");
});

describe("with NATS_URL", () => {
  test.each([
    { form: "text", options: source },
    { form: "JSON", options: args },
  ])("the demo deletes its stream in the end, and prints no password in its $form", async ({ options }) => {
    const { server, url } = await protectedServer();
    const { code, stdout, stderr } = await run(options, url);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(`127.0.0.1:${server.port}`);
    expect(stdout + stderr).not.toMatch(/demo-user|s3cret/);
    expect(await streams(url)).toEqual([]);
  });

  test("Ctrl-C in the middle of the demo deletes its stream", async () => {
    const { url } = await protectedServer();
    expect((await interrupted("SIGINT", { ...env, NATS_URL: url })).code).toBe(130);
    expect(await streams(url)).toEqual([]);
  });

  test.each([
    { has: "the stream", stream: STATEHUB_EVENTS },
    { has: "another stream on its subjects", stream: { ...STATEHUB_EVENTS, name: "ALL", subjects: ["org.>"] } },
    { has: "a stream of its name", stream: { ...STATEHUB_EVENTS, subjects: ["other"] } },
  ])("the demo refuses, and changes nothing, on a server that has $has", async ({ stream }) => {
    const { url } = await protectedServer();
    const connection = await connectNats({ servers: url });
    await ensureStream(connection, stream);
    await connection.close();
    const before = await streams(url);
    const { code, stderr } = await run(args, url);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^error: the server that NATS_URL names/),
    });
    expect(stderr).toContain(`has the stream ${stream.name} already`);
    expect(await streams(url)).toEqual(before);
  });

  test("of two demos that begin at the same moment one refuses, and leaves the other's stream", async () => {
    const { url } = await protectedServer();
    const nats: DevelopmentNats = { url, source: "NATS_URL", [Symbol.asyncDispose]: async () => {} };
    const created = await Promise.all(
      [new DemoStream(nats), new DemoStream(nats)].map((stream) =>
        stream.create({ tell() {} }).then(
          () => ({ stream, isCreated: true }),
          () => ({ stream, isCreated: false }),
        ),
      ),
    );
    const [first, second] = created.sort((a, b) => Number(a.isCreated) - Number(b.isCreated));
    expect([first?.isCreated, second?.isCreated]).toEqual([false, true]);
    await first?.stream[Symbol.asyncDispose]();
    expect(await streams(url)).toHaveLength(1);
    await second?.stream[Symbol.asyncDispose]();
    expect(await streams(url)).toEqual([]);
  });

  test("the demo says that nobody answers, without the password", async () => {
    const { code, stdout, stderr } = await run(source, "nats://demo-user:s3cret@127.0.0.1:1");
    expect(code).toBe(1);
    expect(stdout).not.toContain("listens");
    expect(stderr).toBe("error: no connection to the nats-server from NATS_URL: [unavailable] connection refused\n");
  });
});

test("a wrong argument is refused with a hint", async () => {
  const { code, stderr } = await run([...source, "--jsn"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: .*--jsn.*\n.*--help/);
});

async function protectedServer(): Promise<{ server: NatsServer; url: string }> {
  const config = "authorization { user: demo-user, password: s3cret }";
  const server = await startNatsServer({ server: { binary }, config });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return { server, url: `nats://demo-user:s3cret@127.0.0.1:${server.port}` };
}

/** Everything about the streams that the demo could change. */
async function streams(url: string): Promise<unknown[]> {
  const connection = await connectNats({ servers: url });
  const jsm = await jetstreamManager(connection);
  const found: unknown[] = [];
  for await (const { config, created, state } of jsm.streams.list()) found.push({ config, created, state });
  await connection.close();
  return found;
}

/** Runs the demo to its end, be it good or bad. */
async function run(
  options: readonly string[],
  url?: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = promisify(execFile)(process.execPath, options, { env: { ...env, NATS_URL: url } });
  return child.then(
    (printed) => ({ code: 0, ...printed }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

/** Sends the demo a signal while things happen in the hub. */
async function interrupted(
  signal: NodeJS.Signals,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  let text = "";
  for await (const chunk of child.stdout) {
    text += chunk;
    if (text.includes("the repository state-hub is registered") && !child.killed) child.kill(signal);
  }
  const [code] = await ended;
  return { code, text };
}
