import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { connectNats, ensureStream, STATEHUB_EVENTS } from "@statehub/events-runtime";
import { startNatsServer } from "@statehub/events-runtime/testing";
import { describe, expect, test } from "vitest";
import { statehubEvents } from "../support/command.ts";
import { contract, json } from "../support/contracts.ts";
import { repositoryOf } from "../support/repository.ts";

const DEFINITION = `id: look-at-ticket
version: 1.0.0
owner: team-tools
description: Somebody looks at the ticket.
replaces: cron:hub/tickets
mode: shadow
triggers:
  - event: org.statehub.ticket.opened
when: has(event.data.count) && event.data.count > 3
key: event.data.ticket_id
parity:
  window: 1d
  lateness: 1h
  min_windows: 1
task:
  title: Look at {{ event.data.ticket_id }}
  team: team-tools
  instruction: Look at it.
`;

const event = (id: string, hour: number, count: unknown): string =>
  JSON.stringify({
    specversion: "1.0",
    id,
    source: "urn:statehub:test",
    type: "org.statehub.ticket.opened",
    time: `2026-03-01T${String(hour).padStart(2, "0")}:00:00Z`,
    dataschema: "https://schemas.statehub.org/ticket/opened/1.0.0",
    data: { ticket_id: id, count },
  });

const EVENTS = [event("a", 1, 5), event("b", 2, 1), event("c", 3, 9)];

const repository = (files: Readonly<Record<string, string>> = {}): Promise<string> =>
  repositoryOf({
    "schemas/ticket/opened.v1.json": json(contract("ticket", "opened")),
    "activities/look-at-ticket.yaml": DEFINITION,
    "events.jsonl": `${EVENTS.join("\n")}\n`,
    ...files,
  });

const SIMULATE = ["activities", "simulate"];

describe("activities simulate", () => {
  test("prints a table, a timeline and the tasks", async () => {
    const cwd = await repository();
    const { code, stdout, stderr } = await statehubEvents([...SIMULATE, "--events", "events.jsonl"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^3 events from 2026-03-01T01:00:00.000Z to 2026-03-01T03:00:00.000Z/);
    expect(stdout).toMatch(/look-at-ticket +shadow +3 +2 +0 +0 +2\n/);
    expect(stdout).toMatch(/look-at-ticket +│█ +█│/);
    expect(stdout).toContain("2026-03-01T03:00:00.000Z look-at-ticket c: Look at c → team-tools");
  });

  test("prints JSON, and each task whole with --tasks", async () => {
    const cwd = await repository();
    const args = [...SIMULATE, "--events", "events.jsonl"];
    const { stdout } = await statehubEvents([...args, "--json"], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      events: 3,
      intents: [{ key: "a", task: { title: "Look at a" } }, { key: "c" }],
      failures: [],
      unreadable: [],
    });
    expect((await statehubEvents([...args, "--tasks"], { cwd })).stdout).toContain('"instruction": "Look at it."');
  });

  test("fails for an event that cannot be read, and for an evaluation that failed, and runs the others", async () => {
    const cwd = await repository({
      "events.jsonl": `${EVENTS[0]}\nno event\n${event("x", 4, "many")}\n${EVENTS[2]}\n`,
    });
    const { code, stdout, stderr } = await statehubEvents([...SIMULATE, "--events", "events.jsonl"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain("events.jsonl:2: not an event");
    expect(stdout).toContain("look-at-ticket FAILED at when:");
    expect(stdout).toContain("look-at-ticket c: Look at c");
  });

  test("refuses a definition that is wrong, and a wrong command line", async () => {
    const cwd = await repository({
      "activities/look-at-ticket.yaml": DEFINITION.replaceAll("data.count", "data.cuont"),
    });
    const wrong = await statehubEvents([...SIMULATE, "--events", "events.jsonl"], { cwd });
    expect(wrong).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining('Did you mean "count"?') });
    expect(await statehubEvents(SIMULATE, { cwd: await repository() })).toMatchObject({ code: 2 });
    const missing = await statehubEvents([...SIMULATE, "--events", "nowhere.jsonl"], { cwd: await repository() });
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("nowhere.jsonl does not exist") });
    expect(await statehubEvents([...SIMULATE, "--help"])).toMatchObject({ code: 0 });
  });

  test("takes other values for inputs, if they are there and fit", async () => {
    const inputs = "inputs:\n  most: { type: integer, minimum: 1, default: 3, description: Most. }\n";
    const cwd = await repository({
      "activities/look-at-ticket.yaml": DEFINITION.replace("data.count > 3", "data.count > inputs.most") + inputs,
    });
    const run = (input: string) =>
      statehubEvents([...SIMULATE, "--events", "events.jsonl", "--json", "--input", input], { cwd });
    expect(JSON.parse((await run("most=5")).stdout).intents).toMatchObject([{ key: "c" }]);
    const unknown = await run("mots=5");
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('got "mots", want one of most') });
    const wrong = await run("most=many");
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('got "many", want a value of type integer'),
    });
  });

  test("runs over the events of a stream, or a part of them", async () => {
    await using server = await startNatsServer();
    const nats = await connectNats({ servers: server.url });
    await ensureStream(nats, STATEHUB_EVENTS);
    for (const text of EVENTS) await nats.request("org.statehub.ticket.opened", text, { timeout: 60_000 });
    await nats.request("org.statehub.ticket.closed", "not wanted", { timeout: 60_000 });
    await nats.close();
    const cwd = await repository();
    const env = { NATS_URL: server.url };
    const args = [...SIMULATE, "--stream", "STATEHUB_EVENTS"];
    const { code, stdout, stderr } = await statehubEvents([...args, "--json"], { cwd, env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ events: 3, intents: [{ key: "a" }, { key: "c" }] });
    const later = new Date(Date.now() + 60_000).toISOString();
    const none = await statehubEvents([...args, "--json", "--from", later], { cwd, env });
    expect(JSON.parse(none.stdout)).toMatchObject({ events: 0, intents: [] });
  });
});

const intent = (key: string, hour: string): string =>
  JSON.stringify({ at: `2026-03-01T${hour}:00Z`, activity: "look-at-ticket", key });
const look = (day: string, keys: readonly string[]): string =>
  JSON.stringify({ at: `2026-03-${day}:00Z`, job: "cron:hub/tickets", keys });

const PARITY = ["activities", "parity", "--intents", "intents.jsonl", "--cron", "cron.jsonl"];

describe("activities parity", () => {
  test("opens the gate of a definition that agrees with its cron, and draws it", async () => {
    const cwd = await repository({
      "intents.jsonl": `${intent("a", "01:00")}\n${intent("c", "03:00")}\n`,
      "cron.jsonl": `${look("01T06:00", ["a", "c"])}\n${look("02T06:00", [])}\n`,
    });
    const { code, stdout } = await statehubEvents([...PARITY, "--svg", "parity.svg"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("look-at-ticket beside cron:hub/tickets: the gate is open");
    expect(stdout).toContain("earlier than the cron: 5 h (median), 3 h to 5 h");
    expect(await readFile(join(cwd, "parity.svg"), "utf8")).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });

  test("keeps it shut for a key that only the cron has, in text and JSON", async () => {
    const cwd = await repository({
      "intents.jsonl": `${intent("a", "01:00")}\n`,
      "cron.jsonl": `${look("01T06:00", ["a", "c"])}\n${look("02T06:00", [])}\n`,
    });
    const { code, stdout } = await statehubEvents(PARITY, { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain("missed: c at 2026-03-01T06:00:00.000Z: the definition never had it");
    const { reports } = JSON.parse((await statehubEvents([...PARITY, "--json"], { cwd })).stdout);
    expect(reports).toMatchObject([{ activity: "look-at-ticket", passed: false, missed: [{ key: "c" }] }]);
  });

  test("names a record that is none", async () => {
    const cwd = await repository({
      "intents.jsonl": `${intent("a", "01:00")}\n{"key": 1}\n`,
      "cron.jsonl": `${look("01T06:00", ["a"])}\n${look("02T06:00", [])}\n`,
    });
    expect(await statehubEvents(PARITY, { cwd })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("intents.jsonl:2: got"),
    });
    expect(await statehubEvents(PARITY.slice(0, 4), { cwd })).toMatchObject({ code: 2 });
    expect(await statehubEvents(["activities", "parity", "--help"])).toMatchObject({ code: 0 });
  });
});
