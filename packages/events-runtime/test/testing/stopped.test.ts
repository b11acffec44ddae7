import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { untilStopped } from "../../src/testing/stopped.ts";
import { start } from "./support/start.ts";

const onLinux = process.platform === "linux";

test.runIf(onLinux)("no thread of a server runs when pause returns", async () => {
  const server = await start({});
  for (let i = 0; i < 100; i++) {
    server.pause();
    const stats = readdirSync(`/proc/${server.pid}/task`).map((thread) =>
      readFileSync(`/proc/${server.pid}/task/${thread}/stat`, "utf8"),
    );
    expect(stats.every((stat) => / T \d/.test(stat))).toBe(true);
    server.resume();
  }
});

test.runIf(onLinux)("a process that does not stop is an error", () => {
  expect(() => untilStopped(process.pid, 200)).toThrow("does not stand still 200 ms after SIGSTOP");
});
