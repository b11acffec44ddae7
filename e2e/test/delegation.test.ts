import { jetstreamManager } from "@nats-io/jetstream";
import { connectNats, ensureStream, STATEHUB_EVENTS } from "@statehub/events-runtime";
import {
  findPostgres,
  type NatsServer,
  type PostgresServer,
  startNatsServer,
  startPostgres,
  suiteNeeds,
} from "@statehub/events-runtime/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Happenings } from "../services/happenings.ts";
import { Service } from "../services/service.ts";
import { json, until, World } from "../services/world.ts";

const DAY_MS = 86_400_000;
const START = new Date("2026-03-02T04:50:00Z");

const server = process.env.STATEHUB_TEST_SERVER === "oldest" ? "oldest" : "current";
const always = { skip: false, meta: {} };

describe.each([
  { database: "SQLite", needs: always, open: async (): Promise<PostgresServer | undefined> => undefined },
  {
    database: "PostgreSQL",
    needs: await suiteNeeds("PostgreSQL", findPostgres),
    open: (): Promise<PostgresServer | undefined> => startPostgres(),
  },
])("a hub on $database", ({ needs, open }) => {
  describe("and activity-core, which creates tasks in issue-core", needs, () => {
    let nats: NatsServer;
    let postgres: PostgresServer | undefined;
    let world: World;
    let people: Happenings;

    beforeAll(async () => {
      [nats, postgres] = await Promise.all([startNatsServer({ server, log() {} }), open()]);
      const connection = await connectNats({ servers: nats.url });
      await ensureStream(connection, STATEHUB_EVENTS);
      await connection.close();
      const options = { natsUrl: nats.url, now: START.toISOString() };
      world = await World.start(postgres === undefined ? options : { ...options, databaseUrl: postgres.url });
      people = await Happenings.in(world);
    });

    afterAll(async () => {
      await world?.[Symbol.asyncDispose]();
      await nats?.[Symbol.asyncDispose]();
      await postgres?.[Symbol.asyncDispose]();
    });

    /** The titles of the tasks that a definition has asked for, as soon as there are so many. */
    const titlesOf = (activity: string, count: number): Promise<string[]> =>
      until(`${count} tasks of ${activity}`, async () => {
        const own = (await world.tasks()).filter(({ origin }) => origin.activity === activity);
        return own.length >= count && own.map(({ title }) => title);
      });

    test("a repository that is registered becomes a task, and registering it again none", async () => {
      await people.registerRepo("state-hub");
      await people.registerRepo("state-hub");
      await people.registerRepo("issue-core");
      // No order is promised between repositories.
      expect((await titlesOf("onboard-registered-repos", 2)).toSorted()).toEqual([
        "Set up maintenance for issue-core",
        "Set up maintenance for state-hub",
      ]);
      expect(await countIn(nats, "org.statehub.repo.registered")).toBe(2);
    });

    test("a workstream becomes a task when it is completed, and not when it is saved again", async () => {
      const workstream = await people.createWorkstream("event-contracts");
      await people.setWorkstream(workstream, "blocked");
      await people.setWorkstream(workstream, "completed");
      await people.setWorkstream(workstream, "completed");
      expect(await titlesOf("close-completed-workstreams", 1)).toEqual(["Close out workstream event-contracts"]);
      expect(await countIn(nats, "org.statehub.workstream.completed")).toBe(1);
    });

    test("a goal becomes a task when it is activated, with what the hub knows of its domain", async () => {
      const goal = await people.createGoal("Maintenance runs without cron jobs");
      await people.setGoal(goal, "active");
      await people.setGoal(goal, "active");
      expect(await titlesOf("plan-activated-goals", 1)).toEqual([
        "Plan the first step towards: Maintenance runs without cron jobs",
      ]);
      const [record] = await world.audit("activity=plan-activated-goals");
      expect(record).toMatchObject({
        version: "1.0.0",
        outcome: "intent",
        inputs: {
          "event.data/goal_id": goal.id,
          "context.active": { goals: [{ title: "Maintenance runs without cron jobs" }] },
        },
        task: { state: "created" },
      });
    });

    test("a definition that is wrong is refused with its line, and the one before goes on running", async () => {
      const before = world.activityCore.lines.length;
      await world.edit("onboard-registered-repos.yaml", (text) =>
        text.replaceAll("event.data.slug", "event.data.slgu"),
      );
      expect(await world.activityCore.printed(/slgu/, before)).toMatch(
        /^activities\/onboard-registered-repos\.yaml:\d+:\d+ .*slgu.*did you mean.*slug/i,
      );
      await people.registerRepo("while-refused");
      expect((await titlesOf("onboard-registered-repos", 3)).at(-1)).toBe("Set up maintenance for while-refused");
      const { refused } = await json<{ refused: string[] }>("GET", `${world.activityCore.url}/healthz`);
      expect(refused).toEqual(["onboard-registered-repos.yaml"]);
    });

    test("a definition that is changed runs as soon as it is saved", async () => {
      const before = world.activityCore.lines.length;
      await world.edit("onboard-registered-repos.yaml", (text) =>
        text.replaceAll("slgu", "slug").replace("version: 1.0.0", "version: 1.1.0").replace("Set up", "Begin"),
      );
      await world.activityCore.printed(/onboard-registered-repos 1\.1\.0 runs/, before);
      await people.registerRepo("after-reload");
      expect((await titlesOf("onboard-registered-repos", 4)).at(-1)).toBe("Begin maintenance for after-reload");
      const [record] = await world.audit("activity=onboard-registered-repos&limit=1");
      expect(record?.version).toBe("1.1.0");
    });

    test("a task becomes stale once for each time that nobody updates it for 14 days", async () => {
      const task = await people.createTask("Rotate the signing key");
      const check = async (days: number): Promise<number> => {
        await world.setClock(new Date(START.getTime() + days * DAY_MS));
        await world.runJob("look-at-the-clock");
        await until("an empty outbox", async () => {
          const health = await json<{ outbox: { pending: number } }>("GET", `${world.hub.url}/healthz`);
          return health.outbox.pending === 0;
        });
        return countIn(nats, "org.statehub.task.stale");
      };
      expect(await check(13)).toBe(0);
      expect(await check(14)).toBe(1);
      expect(await check(15)).toBe(1);
      await people.comment(task);
      expect(await check(28)).toBe(1);
      expect(await check(29)).toBe(2);
    });

    test("a definition in shadow mode creates no task, and its audit record hides who is named", async () => {
      const records = await until("two evaluations", async () => {
        const found = await world.audit("activity=stale-tasks");
        return found.length === 2 && found;
      });
      expect(records.map(({ outcome, task }) => [outcome, task?.state])).toEqual([
        ["intent", "shadow"],
        ["intent", "shadow"],
      ]);
      expect(JSON.stringify(records)).not.toMatch(/Mara|example\.org/);
      expect(JSON.stringify(records)).toContain("[masked]");
      expect((await world.tasks()).filter(({ origin }) => origin.activity === "stale-tasks")).toEqual([]);
    });

    test("what a hub has committed that is killed before it publishes still becomes one task", async () => {
      await nats.kill9();
      await people.registerRepo("committed-and-killed");
      await world.hub.kill9();
      await nats.restart();
      await world.hub.restart();
      expect((await titlesOf("onboard-registered-repos", 5)).at(-1)).toBe("Begin maintenance for committed-and-killed");
      // A later event has come through: whatever was published before it has been worked on.
      await people.registerRepo("afterwards");
      expect(await titlesOf("onboard-registered-repos", 6)).toHaveLength(6);
      expect(await countIn(nats, "org.statehub.repo.registered")).toBe(6);
    });

    test("an activity-core that is killed, and an issue-core that is away, lose no task and create none twice", async () => {
      await world.issueCore.stop();
      const { id } = await people.registerRepo("issue-core-is-away");
      await until("the wish for a task", async () => (await world.intents()).includes(id));
      await world.activityCore.kill9();
      await world.issueCore.restart();
      await world.activityCore.restart();
      const titles = await titlesOf("onboard-registered-repos", 7);
      expect(titles.at(-1)).toBe("Begin maintenance for issue-core-is-away");
      expect(new Set(titles).size).toBe(7);
    });

    test("all of them end at SIGTERM", async () => {
      expect(await Promise.all([world.activityCore, world.hub, world.issueCore].map((one) => one.stop()))).toEqual([
        0, 0, 0,
      ]);
    });
  });
});

test("a hub without NATS_URL stores, and says that it publishes nothing", async () => {
  await using hub = await Service.start("hub", { DATABASE_URL: ":memory:", NATS_URL: "" });
  const people = await Happenings.in({ hub });
  await people.registerRepo("state-hub");
  const { repos } = await json<{ repos: unknown[] }>("GET", `${hub.url}/repos`);
  expect(repos).toHaveLength(1);
  expect(hub.lines.join("\n")).toContain("NATS_URL is not set");
});

/** How many events of a type the stream has. */
async function countIn({ url }: NatsServer, type: string): Promise<number> {
  const connection = await connectNats({ servers: url });
  const jsm = await jetstreamManager(connection);
  const { state } = await jsm.streams.info(STATEHUB_EVENTS.name, { subjects_filter: type });
  await connection.close();
  return state.subjects?.[type] ?? 0;
}
