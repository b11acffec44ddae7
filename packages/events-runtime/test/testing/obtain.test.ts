import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../src/testing/binary/run.ts";
import { until } from "../support/until.ts";
import { type FakeMachine, fakeMachine, tools } from "./support/fake-machine.ts";
import { isRunning, startChild } from "./support/processes.ts";

/** A `go install` that tells that it runs, and works only once the file `release` is there. */
const slowGo = `
  echo $$ >> "$STATEHUB_EVENTS_CACHE/started"
  tries=0
  until [ -e "$STATEHUB_EVENTS_CACHE/release" ] || [ "$tries" = 10000 ]; do tries=$((tries + 1)); sleep 0.01; done
  ${tools.go}`;

const lookIn = ({ machine }: FakeMachine) => startChild("find-current.ts", [], { ...machine.env, NATS_SERVER_BIN: "" });

const startedIn = async ({ cache }: FakeMachine): Promise<number[]> => {
  const text = await readFile(join(cache, "started"), "utf8").catch(() => "");
  return text.split("\n").filter(Boolean).map(Number);
};

describe("several processes that need the same server at once", () => {
  test("let one obtain it and take it from the cache", async () => {
    const fake = await fakeMachine({ "bin/go": slowGo });
    const children = [lookIn(fake), lookIn(fake), lookIn(fake)];
    const waiting = () => children.filter((child) => child.output().includes("which is obtaining nats-server"));
    await until("one obtains and two wait", async () => (await startedIn(fake)).length === 1 && waiting().length === 2);

    await writeFile(join(fake.cache, "release"), "");
    expect(await Promise.all(children.map((child) => child.ended))).toEqual([0, 0, 0]);
    const found = `found ${join(fake.cache, "nats-server/2.15.2/nats-server")}`;
    for (const child of children) expect(child.output()).toContain(found);
    expect(await startedIn(fake)).toHaveLength(1);
    expect(await readdir(join(fake.cache, "nats-server"))).toEqual(["2.15.2"]);
  });
});

describe("a process that is killed while it obtains a server", () => {
  test("leaves no half binary, no temporary directory and no tool running, and the next one obtains it", async () => {
    const fake = await fakeMachine({ "bin/go": slowGo });
    const first = lookIn(fake);
    await until("the first one obtains", async () => (await startedIn(fake)).length === 1);
    const [tool = 0] = await startedIn(fake);
    expect(isRunning(tool)).toBe(true);

    first.process.kill("SIGKILL");
    await until("the tool is gone", () => !isRunning(tool));
    const left = async () => (await readdir(join(fake.cache, "nats-server"))).filter((entry) => entry !== ".lock");
    await until("the temporary directory is gone", async () => (await left()).length === 0);

    await writeFile(join(fake.cache, "release"), "");
    const second = lookIn(fake);
    expect(await second.ended).toBe(0);
    expect(await readdir(join(fake.cache, "nats-server"))).toEqual(["2.15.2"]);
  });
});

describe("the lock of another machine that shares the cache", () => {
  test("is respected, though its process id says nothing here", async () => {
    const fake = await fakeMachine({ "bin/go": tools.go });
    const lock = join(fake.cache, "nats-server/.lock");
    await mkdir(join(fake.cache, "nats-server"), { recursive: true });
    await writeFile(lock, `999999999@not-${hostname()}`);
    const child = lookIn(fake);
    await until("it waits", () => child.output().includes(`waiting for process 999999999@not-${hostname()}`));
    expect(existsSync(lock)).toBe(true);
  });
});

describe("running a tool", () => {
  test("ends it, and what it started, when it takes too long", async () => {
    const { directory } = await fakeMachine({ "bin/hang": "sleep 60 & echo $! $$ > pids; wait" });
    const running = run(join(directory, "bin/hang"), [], { seconds: 3, cwd: directory });
    await expect(running).rejects.toThrow("it took more than 3 s");
    const pids = (await readFile(join(directory, "pids"), "utf8")).trim().split(" ").map(Number);
    await until("both are gone", () => !pids.some(isRunning));
  });

  test("reports its last lines when it fails", async () => {
    const { directory } = await fakeMachine({ "bin/tool": "printf '1\\n2\\n3\\n4\\n' >&2; exit 7" });
    const running = run(join(directory, "bin/tool"), [], { seconds: 10 });
    await expect(running).rejects.toThrow("exit code 7: 2 | 3 | 4");
  });
});
