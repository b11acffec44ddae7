import { existsSync } from "node:fs";
import { dirname } from "node:path";
import pg from "pg";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { findPostgres, startPostgres, suiteNeeds } from "../../src/testing/index.ts";
import { pool } from "../support/postgres.ts";
import { until } from "../support/until.ts";
import { fakeMachine } from "./support/fake-machine.ts";
import { isRunning, startChild } from "./support/processes.ts";

const start = async (...[options]: Parameters<typeof startPostgres>) => {
  const server = await startPostgres(options);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
};

describe("a PostgreSQL", await suiteNeeds("PostgreSQL", findPostgres), () => {
  test("that was killed has after its restart what was committed, and takes connections on the same url", async () => {
    const server = await start();
    const before = pool(server.url);
    await before.query("create table things (name text)");
    await before.query("insert into things values ('one')");
    const { pid } = server;
    await server.crash();
    expect(isRunning(pid)).toBe(false);
    await server.restart();
    expect((await pool(server.url).query("select name from things")).rows).toEqual([{ name: "one" }]);
    expect(server.pid).not.toBe(pid);
  });

  test("takes settings, and says its version", async () => {
    const server = await start({ settings: { max_connections: 7 } });
    const { rows } = await pool(server.url).query("select current_setting('max_connections') as most, version()");
    expect(rows).toMatchObject([{ most: "7", version: expect.stringContaining(` ${server.version} `) }]);
  });

  test("that does not start says why", async () => {
    await expect(start({ settings: { max_connections: "many" } })).rejects.toThrow(/max_connections/);
  });

  test("is gone with its directory when it is disposed of, also after a crash", async () => {
    const server = await startPostgres();
    await server.crash();
    await server[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    expect(existsSync(dirname(server.logFile))).toBe(false);
    await expect(server.restart()).rejects.toThrow(/disposed/);
  });

  test("accepts nobody while it is paused", async () => {
    const server = await start();
    server.pause();
    const client = new pg.Client(server.url);
    const connected = client.connect();
    const first = await Promise.race([
      connected.then(() => "connected"),
      new Promise((resolve) => setImmediate(resolve)),
    ]);
    expect(first).not.toBe("connected");
    server.resume();
    await connected;
    await client.end();
  });

  test("is gone with its directory when its parent is killed", async () => {
    const child = startChild("start-postgres.ts", []);
    await until("the server runs", () => child.output().includes("}\n"));
    const { pid, logFile } = JSON.parse(child.output()) as { pid: number; logFile: string };
    child.process.kill("SIGKILL");
    await until("the server is gone", () => !isRunning(pid));
    await until("the directory is gone", () => !existsSync(dirname(logFile)));
  });
});

describe("a suite that needs a server", () => {
  test("is skipped with the reason where there is none", async () => {
    // In CI it would fail instead.
    vi.stubEnv("STATEHUB_TEST_SERVERS", undefined);
    onTestFinished(() => void vi.unstubAllEnvs());
    const none = await fakeMachine({}, { env: { POSTGRES_BIN_DIR: "/nowhere" } });
    const options = await suiteNeeds("PostgreSQL", () => findPostgres(none.machine));
    expect(options).toEqual({
      skip: true,
      meta: { missing: expect.stringMatching(/^PostgreSQL: got POSTGRES_BIN_DIR = "\/nowhere"; want/) },
    });
  });
});
