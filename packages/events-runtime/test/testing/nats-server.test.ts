import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { findNatsServer, type NatsServer, startNatsServer } from "../../src/testing/index.ts";
import { readInfo } from "../../src/testing/info.ts";
import { isRunning } from "./support/processes.ts";
import { start } from "./support/start.ts";

afterEach(() => vi.unstubAllEnvs());

describe.each([
  { kind: "current", version: /^2\.(1[2-9]|[2-9]\d)\./ },
  { kind: "oldest", version: /^2\.9\./ },
] as const)("the $kind nats-server", ({ kind, version }) => {
  let binary: string;
  beforeAll(async () => {
    binary = (await findNatsServer({ server: kind })).binary;
  });

  test("takes connections, with JetStream, as soon as it is started", async () => {
    const server = await start({ server: kind });
    expect(server.binary).toBe(binary);
    expect(server.version).toMatch(version);
    expect(server.url).toBe(`nats://127.0.0.1:${server.port}`);
    const client = await clientOf(server);
    expect(client.info?.version).toBe(server.version);
    const manager = await jetstreamManager(client);
    expect(await manager.getAccountInfo()).toMatchObject({ streams: 0 });
  });

  test("runs without JetStream when told so", async () => {
    const client = await clientOf(await start({ server: { binary }, jetstream: false }));
    expect(client.info?.jetstream).toBeFalsy();
  });

  test("takes lines of configuration, which move neither its address nor its store", async () => {
    const config = "max_payload: 1024\nhost: 127.0.0.2\nport: 1\njetstream { max_memory_store: 4MB }";
    const server = await start({ server: { binary }, config });
    const client = await clientOf(server);
    expect(client.info?.max_payload).toBe(1024);
    const limits = (await readFile(server.logFile, "utf8")).match(/Max Memory: +(.*)/)?.[1];
    expect(limits).toMatch(/^4\.00 MB/);
    expect(existsSync(join(server.storeDirectory, "jetstream"))).toBe(true);
  });

  test("keeps its port and its data over stop, kill and restart", async () => {
    const server = await start({ server: { binary } });
    const { url, pid } = server;
    await publish(server, "a");
    await server.restart();
    await publish(server, "b");
    await server.stop();
    await server.restart();
    await publish(server, "c");
    await server.kill9();
    await server.restart();
    expect(await messages(server)).toEqual(["a", "b", "c"]);
    expect(server.url).toBe(url);
    expect(server.pid).not.toBe(pid);
  });

  test("is gone when stop or kill9 resolve, and stopping twice is no error", async () => {
    const server = await start({ server: { binary } });
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
    await server.stop();
    await server.restart();
    await server.kill9();
    expect(isRunning(server.pid)).toBe(false);
    await server.kill9();
  });

  test("answers nothing while it is paused, and everything after", async () => {
    const server = await start({ server: { binary } });
    const client = await clientOf(server);
    server.pause();
    const flushed = client.flush();
    expect(await readInfo("127.0.0.1", server.port, 200)).toBeUndefined();
    server.resume();
    await flushed;
    expect(await readInfo("127.0.0.1", server.port, 10_000)).toEqual({ version: server.version });
  });

  test.each(["stop", "kill9", "restart"] as const)("can be ended with %s while it is paused", async (end) => {
    const server = await start({ server: { binary } });
    const { pid } = server;
    server.pause();
    await server[end]();
    expect(isRunning(pid)).toBe(false);
  });

  test("cannot be paused when it does not run", async () => {
    const server = await start({ server: { binary } });
    await server.kill9();
    expect(() => server.pause()).toThrow("nats-server is not running, so it cannot take SIGSTOP; restart() it first");
  });

  test("leaves no process and no directory once disposed of, and does not come back", async () => {
    const server = await startNatsServer({ server: { binary } });
    await server[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    expect(isRunning(server.pid)).toBe(false);
    expect(existsSync(dirname(server.logFile))).toBe(false);
    expect(existsSync(server.storeDirectory)).toBe(false);
    await expect(server.restart()).rejects.toThrow("this nats-server was disposed of; start another one");
  });

  test("leaves a store directory that it was given, with the data in it", async () => {
    const storeDirectory = await mkdtemp(join(tmpdir(), "statehub-store-"));
    onTestFinished(() => rm(storeDirectory, { recursive: true }));
    const first = await start({ server: { binary }, storeDirectory });
    await publish(first, "a");
    await first[Symbol.asyncDispose]();
    const second = await start({ server: { binary }, storeDirectory });
    expect(second.storeDirectory).toBe(storeDirectory);
    expect(await messages(second)).toEqual(["a"]);
  });

  test("takes the port that it is given", async () => {
    const first = await start({ server: { binary } });
    await first[Symbol.asyncDispose]();
    const second = await start({ server: { binary }, port: first.port });
    expect(second.port).toBe(first.port);
  });

  test("stands beside others, each with a port and a store of its own", async () => {
    const [one, two] = await Promise.all([start({ server: { binary } }), start({ server: { binary } })]);
    await publish(one, "a");
    await publish(two, "b");
    expect(one.port).not.toBe(two.port);
    expect(await messages(one)).toEqual(["a"]);
    expect(await messages(two)).toEqual(["b"]);
  });

  test("that cannot start is an error with its last lines, and leaves nothing", async () => {
    const temporary = await mkdtemp(join(tmpdir(), "statehub-tmp-"));
    onTestFinished(() => rm(temporary, { recursive: true }));
    vi.stubEnv("TMPDIR", temporary);
    await expect(startNatsServer({ server: { binary }, config: "no_such_option: 1" })).rejects.toThrow(
      /^nats-server ended while starting \(exit code 1\); want a running one\. Its last lines:\n.*"no_such_option"/s,
    );
    expect(await readdir(temporary)).toEqual([]);
  });

  test("on a port that is taken is an error that says so", async () => {
    const { port } = await start({ server: { binary } });
    await expect(startNatsServer({ server: { binary }, port })).rejects.toThrow("address already in use");
  });
});

test("a binary that is no nats-server is an error that says what is wanted", async () => {
  await expect(startNatsServer({ server: { binary: "/bin/sh" } })).rejects.toThrow(
    'got server.binary = "/bin/sh"; want the path of an executable that answers -v with "nats-server: v…"',
  );
});

async function clientOf(server: NatsServer): Promise<NatsConnection> {
  const client = await connect({ servers: server.url });
  onTestFinished(() => client.close());
  return client;
}

/** One message to the stream LETTERS, acked; through a connection of its own, so that none sees the server go. */
async function publish(server: NatsServer, letter: string): Promise<void> {
  const client = await connect({ servers: server.url });
  await (await jetstreamManager(client)).streams.add({ name: "LETTERS", subjects: ["letters"] });
  await jetstream(client).publish("letters", letter);
  await client.close();
}

async function messages(server: NatsServer): Promise<string[]> {
  const manager = await jetstreamManager(await clientOf(server));
  const { state } = await manager.streams.info("LETTERS");
  const letters: string[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    letters.push((await manager.streams.getMessage("LETTERS", { seq }))?.string() ?? "");
  }
  return letters;
}
