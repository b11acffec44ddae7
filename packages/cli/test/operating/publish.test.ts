import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { examples } from "@statehub/events-contracts/testing";
import { describe, expect, test } from "vitest";
import { statehubEvents } from "../support/command.ts";
import { temporaryFolder } from "../support/repository.ts";
import { operated } from "./server.ts";

const TYPE = "org.statehub.repo.registered";
const data = examples[TYPE][0];
const ID = "01979c61-0c9f-7d68-b1e5-42f0a97c3d8b";

describe("publish", () => {
  test("stores an event with data of a file, of standard input or of an example, and prints the acknowledgement", async () => {
    const { run } = await operated();
    const file = join(await temporaryFolder(), "data.json");
    await writeFile(file, JSON.stringify({ ...data, name: "of a file" }));
    const first = await run(`publish ${TYPE} --data ${file}`);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toMatch(
      /^stored: STATEHUB_EVENTS 1 org\.statehub\.repo\.registered [0-9a-f-]{36} \(\d+ ms\)\n$/,
    );
    const stdin = JSON.stringify({ ...data, name: "of stdin" });
    expect(await run("publish repo.registered --data -", { stdin })).toMatchObject({ code: 0 });
    expect(await run("publish repo.registered --data example")).toMatchObject({ code: 0 });
    const last = await run("publish task.stale --example 2 --json");
    expect(JSON.parse(last.stdout)).toMatchObject({ status: "published", stream: "STATEHUB_EVENTS", sequence: 4 });
    const { stdout } = await run("tail --no-follow --from all --json");
    const names = stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line).event.data.name);
    expect(names).toEqual(["of a file", "of stdin", data.name, undefined]);
  });

  test("sends what was asked for in the envelope, and says when an id is there already", async () => {
    const { run } = await operated();
    const args = `publish repo.registered --example --id ${ID} --correlation-id ${ID} --causation-id ${ID}`;
    await run(`${args} --source urn:statehub:test --time 2026-01-31T12:00:00Z`);
    const again = await run(args);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/^was there already, nothing was stored: /) });
    const { stdout } = await run("tail --no-follow --from all --json");
    expect(JSON.parse(stdout).event).toMatchObject({
      id: ID,
      correlationid: ID,
      causationid: ID,
      source: "urn:statehub:test",
      time: "2026-01-31T12:00:00.000Z",
    });
  });

  test("refuses data that does not fit, says what it got and wants, and stores nothing", async () => {
    const { run } = await operated();
    const stdin = JSON.stringify({ ...data, visibility: "secret", nane: "hunter2", registration: { method: 7 } });
    const { code, stdout, stderr } = await run("publish repo.registered --data -", { stdin });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("not sent: the data does not fit\n");
    expect(stderr).toContain('  /visibility: got string "secret", want one of ');
    expect(stderr).toContain("  /registration/registered_by: got nothing, want a required property\n");
    expect(stderr).not.toContain("hunter2");
    const json = await run("publish repo.registered --data - --json", { stdin });
    expect(JSON.parse(json.stdout)).toMatchObject({ code: "invalid_event" });
    expect((await run("publish repo.registered --example --id 7")).stderr).toContain('/id: got string "7"');
    expect((await run("tail --no-follow --from all")).stdout).toBe("");
  });

  test("only prints the envelope with --dry-run, personal values masked, and needs no server for it", async () => {
    const args = `publish repo.registered --example --dry-run --id ${ID}`.split(" ");
    const { code, stdout, stderr } = await statehubEvents(args, { env: { NATS_URL: "" } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: `valid, and not sent: ${TYPE} 1.0.0\n` });
    expect(JSON.parse(stdout)).toMatchObject({ id: ID, type: TYPE, subject: data.repo_id, data: { name: data.name } });
    expect(stdout).toContain('"email": "[masked]"');
    const revealed = await statehubEvents([...args, "--reveal"], { env: { NATS_URL: "" } });
    expect(JSON.parse(revealed.stdout).data).toEqual(data);
    const refused = await statehubEvents(["publish", "repo.registered", "--data", "-", "--dry-run"], { stdin: "{}" });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("/repo_id: got nothing") });
  });

  test("says that there is no stream for it", async () => {
    const { run, nc } = await operated();
    await nc.request("$JS.API.STREAM.DELETE.STATEHUB_EVENTS", "", { timeout: 60_000 });
    const { code, stderr } = await run("publish repo.registered --example");
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: \[no_stream\] /);
  });
});

describe("the command line of publish", () => {
  test.each([
    { args: "publish", code: 2, want: "got 0 event types, want one" },
    { args: "publish repo.registred --example", code: 2, want: "did you mean repo.registered?" },
    { args: "publish repo.registered --example", code: 2, want: "NATS_URL is not set, so nothing would be sent" },
    { args: "publish repo.registered --dry-run", code: 2, want: "want either --data <file>, --data - or --example" },
    { args: "publish repo.registered --dry-run --example 99", code: 2, want: "--example: got 99, want at most" },
    { args: "publish repo.registered --dry-run --data nowhere.json", code: 2, want: "nowhere.json cannot be read" },
    { args: "publish repo.registered --dry-run --data -", code: 2, want: "that are not JSON" },
    { args: "publish repo.registered --example --server 127.0.0.1:1", code: 3, want: "[unavailable]" },
    { args: "publish --help", code: 0, want: "usage: statehub-events publish" },
  ])("$args ends with $code and says what is wanted", async ({ args, code, want }) => {
    const ran = await statehubEvents(args.split(" "), { env: { NATS_URL: "" }, stdin: "{" });
    expect(ran.code).toBe(code);
    expect(ran.stdout + ran.stderr).toContain(want);
  });
});
