import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync, watch } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { contracts } from "@statehub/events-contracts";
import { eventOf } from "@statehub/events-contracts/testing";
import {
  connectNats,
  ensureStream,
  STATEHUB_EVENTS,
  STATEHUB_QUARANTINE,
  STATEHUB_REPLAY,
} from "@statehub/events-runtime";
import { type NatsServer, startNatsServer } from "@statehub/events-runtime/testing";
import { expect, onTestFinished, test } from "vitest";
import { statehubEvents } from "../support/command.ts";
import { temporaryFolder } from "../support/repository.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const root = fileURLToPath(new URL("../../../..", import.meta.url));

const DEFINITION = `id: look-at-task
version: 1.0.0
owner: team-custodian
description: Somebody looks at the task.
mode: shadow
triggers:
  - event: org.statehub.task.stale
when: event.data.days_since_update > 20
key: event.data.task_id
task:
  title: Look
  team: team-custodian
  instruction: Look at it.
`;

/** Publishes stale tasks of these ages, one event each; the first is of the task `known`. */
async function publish(server: NatsServer, ages: readonly number[], known?: string): Promise<string[]> {
  const nats = await connectNats({ servers: server.url });
  for (const stream of [STATEHUB_EVENTS, STATEHUB_QUARANTINE, STATEHUB_REPLAY]) await ensureStream(nats, stream);
  const tasks: string[] = [];
  for (const [i, age] of ages.entries()) {
    const task_id = (i === 0 ? known : undefined) ?? crypto.randomUUID();
    const event = eventOf("org.statehub.task.stale", { task_id, days_since_update: age });
    await nats.request(contracts["org.statehub.task.stale"].type, JSON.stringify(event), { timeout: 60_000 });
    if (age > 20) tasks.push(task_id);
  }
  await nats.close();
  return tasks;
}

const linesOf = (file: string): string[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");

/** Resolves when a file that is there has so many whole lines. */
async function lines(file: string, count: number): Promise<void> {
  const watcher = watch(file);
  onTestFinished(() => watcher.close());
  while (linesOf(file).length < count) await once(watcher, "change");
}

/** Runs until the file has so many lines, then ends it as a service manager would. */
async function shadow(
  folder: string,
  server: NatsServer,
  count: number,
): Promise<{ code: number | null; result: object }> {
  const file = join(folder, "intents.jsonl");
  appendFileSync(file, "");
  const args = [
    "activities",
    "shadow",
    "--root",
    root,
    "--out",
    file,
    "--from",
    "all",
    "--json",
    join(folder, "look-at-task.yaml"),
  ];
  const child = spawn(process.execPath, ["--conditions=@statehub/source", main, ...args], {
    env: { ...process.env, NATS_URL: server.url },
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [ended, stdout] = [once(child, "exit"), text(child.stdout)];
  await Promise.race([lines(file, count), ended]);
  child.kill("SIGTERM");
  const [code] = await ended;
  return { code, result: JSON.parse(await stdout) };
}

test("activities shadow appends what definitions want, each key once, over restarts", async () => {
  await using server = await startNatsServer();
  const folder = await temporaryFolder();
  await writeFile(join(folder, "look-at-task.yaml"), DEFINITION);
  const file = join(folder, "intents.jsonl");
  const first = await publish(server, [30, 15, 40]);
  expect(await shadow(folder, server, 2)).toEqual({ code: 0, result: { out: file, written: 2 } });
  const written = linesOf(file).map((line) => JSON.parse(line));
  expect(written.map(({ key }) => key).sort()).toEqual([...first].sort());
  expect(written[0]).toMatchObject({
    activity: "look-at-task",
    at: expect.any(String),
    happenedAt: expect.any(String),
  });
  // A crash in the middle of a line does not spoil the next.
  appendFileSync(file, '{"at": "2026-');
  const [, ...second] = await publish(server, [45, 50], first[0]);
  expect(await shadow(folder, server, 4)).toEqual({ code: 0, result: { out: file, written: 1 } });
  expect(
    linesOf(file)
      .slice(3)
      .map((line) => JSON.parse(line).key),
  ).toEqual(second);
});

test("activities shadow refuses a wrong command line and a wrong definition", async () => {
  expect(await statehubEvents(["activities", "shadow"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--out"),
  });
  expect(await statehubEvents(["activities", "shadow", "--out", "x", "--from", "now"])).toMatchObject({ code: 2 });
  expect(await statehubEvents(["activities", "shadow", "--help"])).toMatchObject({ code: 0 });
  const folder = await temporaryFolder();
  await writeFile(join(folder, "look-at-task.yaml"), DEFINITION.replace("days_since_update", "days"));
  const args = [
    "activities",
    "shadow",
    "--root",
    root,
    "--out",
    join(folder, "x.jsonl"),
    join(folder, "look-at-task.yaml"),
  ];
  expect(await statehubEvents(args)).toMatchObject({ code: 1, stderr: expect.stringContaining("unknown-path") });
});
