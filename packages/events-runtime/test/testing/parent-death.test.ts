import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { findNatsServer } from "../../src/testing/index.ts";
import { until } from "../support/until.ts";
import { type Child, isRunning, startChild } from "./support/processes.ts";

describe.each(["current", "oldest"] as const)("the %s nats-server of a process that disposes of nothing", (server) => {
  test.each([
    { how: "is killed with SIGKILL", way: "wait to be killed", signal: "SIGKILL" },
    {
      how: "is killed with SIGKILL while the server is paused",
      way: "wait to be killed, server paused",
      signal: "SIGKILL",
    },
    { how: "takes a SIGTERM", way: "wait to be killed", signal: "SIGTERM" },
    { how: "takes a SIGINT", way: "wait to be killed", signal: "SIGINT" },
    { how: "calls process.exit", way: "exit" },
    { how: "dies of an error", way: "throw" },
    { how: "comes to its end", way: "end" },
  ] as const)("is gone, and its directory too, when the process $how", async ({ way, ...rest }) => {
    const { binary } = await findNatsServer({ server });
    const child = startChild("start-and-end.ts", [way, binary]);
    await until("the server runs", () => child.output().includes("}\n"));
    const { pid, storeDirectory, logFile } = report(child);
    if ("signal" in rest) child.process.kill(rest.signal);
    await child.ended;
    await until("the server is gone", () => !isRunning(pid));
    await until("the directory is gone", () => !existsSync(storeDirectory) && !existsSync(dirname(logFile)));
  });
});

interface Report {
  readonly pid: number;
  readonly storeDirectory: string;
  readonly logFile: string;
}

function report(child: Child): Report {
  const report = JSON.parse(child.output().split("\n")[0] ?? "") as Report;
  expect(report.pid).toBeGreaterThan(0);
  return report;
}
