import { execFile, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findNatsServer } from "@statehub/events-runtime/testing";
import { beforeAll, expect, test } from "vitest";
import type { Moment } from "../demo/timeline.ts";

const demo = fileURLToPath(new URL("../demo/demo.ts", import.meta.url));
const args = ["--conditions=@statehub/source", demo, "--json"];
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  const server = process.env.STATEHUB_TEST_SERVER === "oldest" ? "oldest" : "current";
  const { binary } = await findNatsServer({ server });
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

test("the demo publishes, handles, refuses, and survives the server's death", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const told = moments(stdout);
  expect(told.filter(({ who, what }) => who === "hub" && what.startsWith("published")).length).toBe(5);
  expect(told.find(({ what }) => what.includes("refused"))?.what).toBe(
    "refused org.statehub.task.stale at /days_since_update: got number 3, want a number of at least 14",
  );
  const pids = told.flatMap(({ details }) => (typeof details.pid === "number" ? [details.pid] : []));
  expect(new Set(pids).size).toBe(2);
  expect(told.at(-1)?.details).toMatchObject({ published: 5, handled: 5, failed: 0, invalid: 0, refused: 1 });
  expect(pids.filter(isRunning)).toEqual([]);
});

test.each(["SIGINT", "SIGTERM"] as const)("%s in the middle of the demo leaves nothing running", async (signal) => {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  let text = "";
  for await (const chunk of child.stdout) {
    text += chunk;
    if (text.includes("published org.statehub.repo.registered") && !child.killed) child.kill(signal);
  }
  expect(await ended).toBe(130);
  const url = moments(text).find(({ details }) => typeof details.url === "string")?.details.url as string;
  await expect(fetch(url.replace("nats:", "http:"))).rejects.toThrow();
});
