import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { statehubEvents } from "../support/command.ts";
import { contract, json } from "../support/contracts.ts";
import { repositoryOf } from "../support/repository.ts";

const repository = (files: Readonly<Record<string, string>> = {}): Promise<string> =>
  repositoryOf({
    "schemas/ticket/opened.v1.json": json(contract("ticket", "opened")),
    "schemas/task/stale.v1.json": json(contract("task", "stale")),
    "hub/crontab": [
      "# 0 1 * * * /opt/hub/bin/off",
      "0 3 * * * /opt/hub/bin/stale-tasks --days 14",
      "*/5 * * * * /opt/hub/bin/ticket-opened-mail",
      "30 4 * * 0 /opt/hub/bin/vacuum-database",
      "0 6 * * 1 /opt/hub/bin/goal-review-reminder",
      "@reboot /opt/hub/bin/start",
      "",
    ].join("\n"),
    ...files,
  });

const SCAN = ["crons", "scan", "hub"];

test("crons scan lists each job with its schedule in words, its next runs, and what could take its place", async () => {
  const cwd = await repository();
  const { code, stdout, stderr } = await statehubEvents([...SCAN, "--after", "2026-03-01T00:00:00Z", "--next", "2"], {
    cwd,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(`hub/crontab:2 stale-tasks (crontab)
  runs:   At 03:00
  next:   2026-03-01T03:00:00.000Z, 2026-03-02T03:00:00.000Z
  does:   /opt/hub/bin/stale-tasks --days 14
  triage: move the clock to the hub: time alone brings it about; the hub looks at the clock and publishes org.statehub.task.stale
  event:  org.statehub.task.stale

hub/crontab:3 ticket-opened-mail (crontab)
  runs:   Every 5 minutes
  next:   2026-03-01T00:05:00.000Z, 2026-03-01T00:10:00.000Z
  does:   /opt/hub/bin/ticket-opened-mail
  triage: replace: it looks every hour or more often for what org.statehub.ticket.opened says at once
  event:  org.statehub.ticket.opened

hub/crontab:4 vacuum-database (crontab)
  runs:   At 04:30, only on Sunday
  next:   2026-03-01T04:30:00.000Z, 2026-03-08T04:30:00.000Z
  does:   /opt/hub/bin/vacuum-database
  triage: keep: it looks after a machine or a store, not after what the hub knows

hub/crontab:5 goal-review-reminder (crontab)
  runs:   At 06:00, only on Monday
  next:   2026-03-02T06:00:00.000Z, 2026-03-09T06:00:00.000Z
  does:   /opt/hub/bin/goal-review-reminder
  triage: move the clock to the hub: no event says what goal-review-reminder looks for
  gap:    org.statehub.goal.due is to be proposed

hub/crontab:6 start (crontab)
  runs:   When the machine starts
  does:   /opt/hub/bin/start
  triage: keep: it runs when the machine starts, not by the clock

5 jobs found
`);
});

test("crons scan takes a file of any name, and standard input, for a crontab", async () => {
  const cwd = await repository({ "mine.txt": "@daily /opt/hub/bin/tidy\n" });
  const { stdout } = await statehubEvents(["crons", "scan", "mine.txt", "-", "--next", "0"], {
    cwd,
    stdin: "0 3 * * * /opt/hub/bin/tidy-2\n@hourly /opt/hub/bin/tidy\n",
  });
  expect(stdout.match(/^\S+ \S+ \(crontab\)$/gm)).toEqual([
    "-:1 tidy-2 (crontab)",
    "-:2 tidy (crontab)",
    "mine.txt:1 tidy-3 (crontab)",
  ]);
});

test("crons scan prints the same as JSON", async () => {
  const { stdout } = await statehubEvents([...SCAN, "--json"], { cwd: await repository() });
  expect(JSON.parse(stdout)).toMatchObject({
    jobs: [
      { job: { name: "stale-tasks", line: 2 }, triage: "move-the-clock", event: "org.statehub.task.stale" },
      { triage: "replace" },
      { triage: "keep" },
      { triage: "move-the-clock", gap: { event: "org.statehub.goal.due" } },
      { triage: "keep" },
    ],
    problems: [],
  });
});

test("crons scan drafts definitions that pass the check, and never writes over one", async () => {
  const cwd = await repository({
    "hub/more.cron": `@daily echo "{{ x }}" # tasks ${"x".repeat(2_000)}\n@daily /opt/hub/bin/2nd-goal-review-reminder\n`,
  });
  const drafted = await statehubEvents([...SCAN, "--drafts"], { cwd });
  expect(drafted.stdout).toContain("written: activities/stale-tasks.yaml");
  expect(drafted.stdout).not.toContain("written: activities/vacuum-database.yaml");
  const checked = await statehubEvents(["activities", "check"], { cwd });
  expect(checked).toMatchObject({ code: 0, stdout: "5 definitions checked: 0 errors, 0 warnings\n" });
  const draft = await readFile(join(cwd, "activities/stale-tasks.yaml"), "utf8");
  expect(draft).toContain("# Drafted from hub/crontab:2: time alone brings it about");
  expect(draft).toContain("replaces: cron:hub/stale-tasks");
  expect(await readFile(join(cwd, "activities/goal-review-reminder.yaml"), "utf8")).toContain("cron: 0 6 * * 1");
  const again = await statehubEvents([...SCAN, "--drafts"], { cwd });
  expect(again.stdout).not.toContain("written:");
});

test("crons scan writes into a folder with an absolute path, and says where", async () => {
  const [cwd, other] = [await repository(), await repository()];
  const inside = await statehubEvents([...SCAN, `--drafts=${join(cwd, "drafts")}`], { cwd });
  expect(inside.stdout).toContain("written: drafts/stale-tasks.yaml");
  const outside = await statehubEvents([...SCAN, `--drafts=${join(other, "drafts")}`], { cwd });
  expect(outside.stdout).toContain(`written: ${relative(cwd, other)}/drafts/stale-tasks.yaml`);
  for (const root of [cwd, other]) {
    expect(await readFile(join(root, "drafts/stale-tasks.yaml"), "utf8")).toContain("id: stale-tasks");
  }
});

test("crons scan writes a stub of each missing contract, in which lint names what a person has to write", async () => {
  const cwd = await repository();
  const scanned = await statehubEvents([...SCAN, "--gaps"], { cwd });
  expect(scanned).toMatchObject({ code: 0, stdout: expect.stringContaining("written: schemas/goal/due.v1.json") });
  const stub = JSON.parse(await readFile(join(cwd, "schemas/goal/due.v1.json"), "utf8"));
  expect(stub).toMatchObject({
    title: "GoalDue",
    "x-event": { type: "org.statehub.goal.due", owner: "team-tools", lifecycle: "proposed", key: "/goal_id" },
    required: ["goal_id"],
  });
  expect(stub["x-event"].emittedWhen).toContain("what goal-review-reminder looks for");
  const linted = await statehubEvents(["lint", "--json"], { cwd });
  const own = JSON.parse(linted.stdout).diagnostics.filter(
    ({ file }: { file: string }) => file === "schemas/goal/due.v1.json",
  );
  expect(new Set(own.map(({ code }: { code: string }) => code))).toEqual(new Set(["to-be-written"]));
  // The event is known now, and nothing is written over.
  const again = await statehubEvents([...SCAN, "--gaps"], { cwd });
  expect(again.stdout).not.toContain("written:");
});

test("crons scan keeps the migration table up to date", async () => {
  const cwd = await repository({
    "docs/cron-migration.md": "# Migration\n\n<!-- crons -->\n<!-- /crons -->\n\nThe end.\n",
  });
  const args = [...SCAN, "--table", "docs/cron-migration.md"];
  await statehubEvents([...SCAN, "--drafts"], { cwd });
  expect(await statehubEvents([...args, "--check"], { cwd })).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("out of date"),
  });
  expect(await statehubEvents(args, { cwd })).toMatchObject({ code: 0 });
  expect(await statehubEvents([...args, "--check"], { cwd })).toMatchObject({ code: 0 });
  const text = await readFile(join(cwd, "docs/cron-migration.md"), "utf8");
  expect(text).toMatch(/^# Migration\n\n<!-- crons -->\n\n\| Cron \|[\s\S]*<!-- \/crons -->\n\nThe end\.\n$/);
  const rows = text.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows).toHaveLength(5);
  expect(rows[0]).toMatch(/`stale-tasks` .* `org.statehub.task.stale` .* shadow \| not measured \|$/);
  expect(rows[3]).toContain("no event yet: `statehub-events new org.statehub.goal.due --owner team-tools`");
});

test("crons scan reads a file by its URL", async () => {
  const server = createServer((_, response) => response.end("7 7 * * * /bin/from-afar\n"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/crontab`;
  const { code, stdout } = await statehubEvents(["crons", "scan", url], { cwd: await repository() });
  server.close();
  expect(code).toBe(0);
  expect(stdout).toContain("crontab:1 from-afar (crontab)");
});

test("crons scan names what it cannot read, and a wrong command line", async () => {
  const cwd = await repository({ "hub/cron.d/odd": "0 3 * *\n" });
  const odd = await statehubEvents(SCAN, { cwd });
  expect(odd).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("hub/cron.d/odd:1: got 0 3 * *, want five fields"),
  });
  expect(await statehubEvents(["crons", "scan"], { cwd })).toMatchObject({ code: 2 });
  expect(await statehubEvents(["crons", "scan", "nowhere"], { cwd })).toMatchObject({ code: 2 });
  expect(await statehubEvents([...SCAN, "--next", "-1"], { cwd })).toMatchObject({ code: 2 });
  expect(await statehubEvents([...SCAN, "--owner", "The custodians"], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('owner: got "The custodians", want the name of a team'),
  });
  expect(await statehubEvents(["crons", "scna"], { cwd })).toMatchObject({ code: 2 });
  expect(await statehubEvents(["crons", "scan", "--help"])).toMatchObject({ code: 0 });
});
