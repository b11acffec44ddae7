import { DatabaseSync } from "node:sqlite";
import { type ConsumeOptions, consume, type EventSubscription } from "@statehub/events-contracts";
import { eventOf } from "@statehub/events-contracts/testing";
import { listQuarantined } from "@statehub/events-runtime";
import { migrateSqlite, sqliteInbox, sqliteInboxMigrations } from "@statehub/events-runtime/sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { statehubEvents } from "../support/command.ts";
import { type Operated, operated, until } from "./server.ts";

const TYPE = "org.statehub.repo.registered";
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const registered = (name: string, repo_id: string = crypto.randomUUID()) => eventOf(TYPE, { name, repo_id });

type Handled = { readonly name: string; readonly id: string; readonly replayed: boolean };

/** A consumer that fails as long as `fails` says so, and what it handled. */
async function consumer(
  { server }: Operated,
  durable: string,
  fails: (name: string) => boolean = () => false,
  options: Partial<ConsumeOptions<readonly [typeof TYPE]>> = {},
): Promise<{ subscription: EventSubscription; handled: Handled[] }> {
  const handled: Handled[] = [];
  const subscription = await consume({
    durable,
    types: [TYPE],
    servers: server.url,
    logger: silent,
    retry: { attempts: 2, firstMs: 5, longestMs: 5 },
    ...options,
    handlers: {
      [TYPE]: async ({ id, data }, { replayed }) => {
        if (fails(data.name)) throw new Error(`no room for ${data.registration.registered_by.email ?? data.name}`);
        handled.push({ name: data.name, id, replayed });
      },
    },
  });
  onTestFinished(() => subscription.close());
  return { subscription, handled };
}

async function idsIn({ nc }: Operated): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of listQuarantined(nc)) ids.push(id);
  return ids;
}

interface Three extends Operated {
  readonly failed: ReturnType<typeof registered>;
  /** The entries' ids. */
  readonly ids: { readonly failed: number; readonly wrong: number; readonly undecodable: number };
}

/** One event whose handler failed, one whose data is wrong and bytes that are no event, all in the quarantine. */
async function withThree(): Promise<Three> {
  const on = await operated();
  const failed = registered("bad");
  await on.store(TYPE, failed);
  const wrong = registered("wrong");
  await on.store(TYPE, { ...wrong, data: { ...wrong.data, visibility: 7, pasword: "hunter2" } });
  await on.store(TYPE, '{"password":"hunter2"');
  const { subscription } = await consumer(on, "activity-core", (name) => name === "bad");
  await until(async () => (await idsIn(on)).length === 3);
  await subscription.close();
  const ids: Record<string, number> = {};
  for await (const { id, reason } of listQuarantined(on.nc)) ids[reason] = id;
  const { handler_failed = 0, invalid_event = 0, undecodable = 0 } = ids;
  return { ...on, failed, ids: { failed: handler_failed, wrong: invalid_event, undecodable } };
}

describe("quarantine list and show", () => {
  test("lists entries with their reason, by what is asked for", async () => {
    const { run, failed } = await withThree();
    const all = await run("quarantine list");
    expect(all).toMatchObject({ code: 0, stderr: "" });
    expect(all.stdout).toContain(`activity-core ${TYPE} ${failed.id}`);
    expect(all.stdout).toMatch(/handler_failed: Error: no room for \[masked\]\n/);
    expect(all.stdout).toMatch(/undecodable no id\n {2}undecodable: .* bytes that are not json/);
    expect(all.stdout).toMatch(/\n3 entries\n$/);

    const lines = async (args: string) => {
      const { stdout } = await run(`quarantine list --json ${args}`);
      return stdout
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    };
    expect(await lines("--reason invalid_event --consumer activity-core")).toMatchObject([{ reason: "invalid_event" }]);
    expect(await lines(`--event-id ${failed.id}`)).toMatchObject([{ eventId: failed.id, attempts: 2 }]);
    expect(await lines("--type repo.registered --since 1h")).toHaveLength(2);
    expect(await lines("--until 1h")).toEqual([]);
    expect(await lines("--consumer reports")).toEqual([]);
    expect(await lines("--counts")).toContainEqual({
      consumer: "activity-core",
      type: TYPE,
      reason: "handler_failed",
      count: 1,
    });
    expect((await run("quarantine list --check --limit 1")).code).toBe(1);
    expect((await run("quarantine list --check --consumer reports")).code).toBe(0);
  });

  test("shows an entry decoded, with what the contracts say, and hides what is personal or undeclared", async () => {
    const { run, failed, ids } = await withThree();
    const email = failed.data.registration.registered_by.email as string;
    const shown = await run(`quarantine show ${ids.failed}`);
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    expect(shown.stdout).toContain("from STATEHUB_EVENTS 1, subject");
    expect(shown.stdout).toContain("2 attempts to handle it");
    expect(shown.stdout).toContain('"email": "[masked]"');
    expect(shown.stdout).not.toContain(email);
    expect(shown.stdout).toContain("the contracts find nothing wrong with it");
    expect((await run(`quarantine show ${ids.failed} --reveal`)).stdout).toContain(email);

    const wrong = await run(`quarantine show ${ids.wrong} --json`);
    expect(JSON.parse(wrong.stdout)).toMatchObject({
      event: { data: { pasword: "[masked]" } },
      problem: { side: "tolerant", violations: [{ pointer: "/visibility", got: "number 7" }, {}] },
    });
    const undecodable = await run(`quarantine show ${ids.undecodable}`);
    expect(undecodable.stdout).toContain("21 bytes that are not an event; --reveal prints them");
    expect(undecodable.stdout).not.toContain("hunter2");
    expect((await run(`quarantine show ${ids.undecodable} --reveal`)).stdout).toContain('{"password":"hunter2"\n');
    expect(await run("quarantine show 99")).toMatchObject({ code: 1, stderr: expect.stringContaining("no entry 99") });
  });
});

describe("quarantine replay", () => {
  test("reaches the consumer that failed alone, with the event's own id, and the entry goes when it is handled", async () => {
    const on = await withThree();
    const reports = await consumer(on, "reports");
    await until(() => reports.handled.length === 1);
    const mended = await consumer(on, "activity-core");

    const done = await on.run("quarantine replay --reason handler_failed --yes");
    expect(done).toMatchObject({ code: 0, stderr: "" });
    expect(done.stdout).toContain("1 entry replayed: each stays here until its consumer has handled it\n");
    await until(() => mended.handled.length === 1);
    expect(mended.handled).toEqual([{ name: "bad", id: on.failed.id, replayed: true }]);
    await until(async () => !(await idsIn(on)).includes(on.ids.failed));
    // Whatever came for the other one is in front of this.
    await on.store(TYPE, registered("later"));
    await until(() => reports.handled.length === 2);
    expect(reports.handled.map(({ name }) => name)).toEqual(["bad", "later"]);
  });

  test("what fails again is a new entry, which the same replay does not touch", async () => {
    const on = await withThree();
    await consumer(on, "activity-core", (name) => name === "bad");
    await on.run("quarantine replay --all --yes");
    await until(async () => (await idsIn(on)).every((id) => id > 3));
    expect(await idsIn(on)).toHaveLength(3);
  });

  test("an event that an inbox knows as handled does not run again, and its entry goes", async () => {
    const on = await operated();
    const database = new DatabaseSync(":memory:");
    migrateSqlite(database, sqliteInboxMigrations);
    const event = registered("bad");
    await on.store(TYPE, event);
    const first = await consumer(on, "activity-core", () => true, { inbox: sqliteInbox(database) as never });
    await until(async () => (await idsIn(on)).length === 1);
    await first.subscription.close();
    const mended = await consumer(on, "activity-core", undefined, { inbox: sqliteInbox(database) as never });
    await on.run("quarantine replay 1 --yes");
    await until(async () => (await idsIn(on)).length === 0);
    expect(mended.handled).toHaveLength(1);
    // The same event comes once more by another way.
    await on.store(TYPE, event);
    await until(() => mended.subscription.status().known === 1);
    expect(mended.handled).toHaveLength(1);
  });

  test("sends nothing twice while the consumer is away, and nothing at all in a dry run or without a yes", async () => {
    const { run } = await withThree();
    const dry = await run("quarantine replay --all --dry-run");
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain("replay of 3 entries: nothing was done\n");
    expect(await run("quarantine replay --all")).toMatchObject({
      code: 1,
      stderr: "nothing was done: nobody can be asked here; give --yes\n",
    });
    const first = await run("quarantine replay --all --yes --json");
    expect(JSON.parse(first.stdout)).toMatchObject({ selected: 3, replayed: 3, dryRun: false });
    const second = await run("quarantine replay --all --yes --json");
    expect(JSON.parse(second.stdout)).toMatchObject({ selected: 3, waiting: 3 });
  });

  test("says how far it came when the server refuses", async () => {
    const { run, nc } = await withThree();
    await nc.request("$JS.API.STREAM.DELETE.STATEHUB_REPLAY", "", { timeout: 60_000 });
    const { code, stderr } = await run("quarantine replay --all --yes");
    expect(code).toBe(1);
    expect(stderr).toContain("stopped, and 3 entries left as they were: [no_stream]");
  });
});

describe("quarantine discard", () => {
  test("removes entries for good, and takes back a replay that waits", async () => {
    const on = await withThree();
    await on.run(`quarantine replay ${on.ids.failed} --yes`);
    const done = await on.run(`quarantine discard ${on.ids.failed} ${on.ids.wrong} 99 --yes`);
    expect(done.code).toBe(1);
    expect(done.stdout).toContain("1 entry of those named is not there");
    expect(done.stdout).toContain("2 entries discarded\n");
    expect(await idsIn(on)).toEqual([on.ids.undecodable]);
    const mended = await consumer(on, "activity-core");
    await on.store(TYPE, registered("later"));
    await until(() => mended.handled.length === 1);
    expect(mended.handled.map(({ name }) => name)).toEqual(["later"]);
  });

  test("releases the key that was held for it", async () => {
    const on = await operated();
    const repository = crypto.randomUUID();
    await on.store(TYPE, registered("bad", repository));
    await on.store(TYPE, registered("held", repository));
    const { handled } = await consumer(on, "activity-core", (name) => name === "bad", { onQuarantine: "hold-key" });
    await until(async () => (await idsIn(on)).length === 1);
    expect((await on.run("quarantine list")).stdout).toContain(`holds the key ${repository}`);
    expect(handled).toEqual([]);
    expect(await on.run("quarantine discard 1 --yes")).toMatchObject({ code: 0 });
    await until(() => handled.length === 1);
    expect(handled[0]?.name).toBe("held");
  });
});

describe("the command line of quarantine", () => {
  test.each([
    { args: "quarantine", code: 2, want: "usage: statehub-events quarantine" },
    { args: "quarantine lst", code: 2, want: "want one of list, show, replay, discard" },
    {
      args: "quarantine replay --yes",
      code: 2,
      want: "want either the numbers of entries, options that select, or --all",
    },
    { args: "quarantine discard 1 --all", code: 2, want: "want either the numbers of entries" },
    { args: "quarantine discard one", code: 2, want: 'got "one", want the number of an entry' },
    { args: "quarantine list --reason broken", code: 2, want: '--reason: got "broken", want one of undecodable' },
    { args: "quarantine list --since soon", code: 2, want: '--since: got "soon", want a time' },
    { args: "quarantine list --type repo.registred", code: 2, want: "did you mean repo.registered?" },
    { args: "quarantine list --server 127.0.0.1:1", code: 3, want: "[unavailable]" },
  ])("$args is refused with what is wanted", async ({ args, code, want }) => {
    const ran = await statehubEvents(args.split(" "), { env: { NATS_URL: "127.0.0.1:1" } });
    expect(ran.code).toBe(code);
    expect(ran.stdout + ran.stderr).toContain(want);
  });
});
