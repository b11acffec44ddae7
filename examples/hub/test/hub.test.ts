import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { FastifyInstance } from "fastify";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { startJobs } from "../src/crons/schedule.ts";
import { serve } from "../src/http/server.ts";
import { openDatabase } from "../src/store/open.ts";

const ACTOR = { kind: "user", id: "user-1" };
const OWNER = { slug: "team-custodian" };
const REPO = {
  slug: "state-hub",
  name: "state-hub",
  url: "https://github.com/statehub/state-hub",
  owner: OWNER,
  registration: { method: "manual", registered_by: ACTOR },
};

let folder: string;
let app: FastifyInstance;
let now: Date;
let domain: string;

/** A hub that writes its outbox, to a server that is not there. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "statehub-hub-"));
  vi.stubEnv("NATS_URL", "nats://127.0.0.1:1");
  vi.spyOn(console, "info").mockImplementation(() => undefined);
  now = new Date("2026-03-02T05:00:00Z");
  const database = await openDatabase(join(folder, "hub.db"));
  const options = { database, clock: () => now, log: join(folder, "crons.jsonl"), paused: true };
  const jobs = startJobs({ ...options, logOnly: new Set(["plan-activated-goals"]) });
  app = await serve({ database, clock: () => now, jobs, status: async () => ({}) });
  onTestFinished(async () => {
    jobs[Symbol.dispose]();
    await app.close();
    await database[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  domain = (await send("POST", "/domains", { slug: "platform", name: "Platform", owner: OWNER })).json().id;
});

const send = (method: "GET" | "POST" | "PATCH", url: string, payload?: object) =>
  app.inject({ method, url, ...(payload && { payload }) });

/** The types of the events in the outbox. */
function outbox(): unknown[] {
  using db = new DatabaseSync(join(folder, "hub.db"), { readOnly: true });
  return db
    .prepare("select type from statehub_outbox order by seq")
    .all()
    .map(({ type }) => type);
}

const goal = (measure: object) => ({ title: "No crons", owner: OWNER, success_criteria: [{ text: "None." }], measure });
const COUNT = { kind: "count", unit: "cron jobs", direction: "at_most", baseline: 5, target: 0 };

test("a change whose event does not fit its contract is not stored either", async () => {
  const { id } = (await send("POST", `/domains/${domain}/goals`, goal({ kind: "guess" }))).json();
  const activated = await send("PATCH", `/goals/${id}`, { status: "active", actor: ACTOR });
  expect(activated.statusCode).toBe(422);
  expect((await send("GET", `/domains/${domain}/goals`)).json().goals[0].status).toBe("draft");
  expect(outbox()).toEqual([]);
});

test("a goal that was paused and resumes is activated again", async () => {
  const { id } = (await send("POST", `/domains/${domain}/goals`, goal(COUNT))).json();
  for (const status of ["active", "active", "paused", "active"])
    await send("PATCH", `/goals/${id}`, { status, actor: ACTOR });
  expect(outbox()).toEqual(["org.statehub.domain.goal.activated", "org.statehub.domain.goal.activated"]);
});

test.each([
  { what: "a repository without an owner", url: "/repos", body: { slug: "a", name: "a" }, status: 400 },
  { what: "a task with a misspelt property", url: "/tasks", body: { titel: "x" }, status: 400 },
  {
    what: "a task of a domain that is not there",
    url: "/tasks",
    body: { title: "x", owner: OWNER, domain_id: "0546a12a-bbb2-44fd-8232-0baf22776eda" },
    status: 404,
  },
  {
    what: "a repository of a domain that is not there",
    url: "/repos",
    body: { ...REPO, domain_id: "0546a12a-bbb2-44fd-8232-0baf22776eda" },
    status: 404,
  },
  {
    what: "progress of a goal that is not there",
    url: "/progress",
    body: { subject_kind: "goal", subject_id: "0546a12a-bbb2-44fd-8232-0baf22776eda", body: "x", actor: ACTOR },
    status: 404,
  },
  { what: "a name with a NUL", url: "/domains", body: { slug: "a", name: "a\0b", owner: OWNER }, status: 400 },
])("$what is refused", async ({ url, body, status }) => {
  expect((await send("POST", url, body)).statusCode).toBe(status);
});

test("a second workstream of the same slug is refused", async () => {
  const workstream = { slug: "a", name: "a", owner: OWNER, domain_id: domain };
  const answers = [await send("POST", "/workstreams", workstream), await send("POST", "/workstreams", workstream)];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 409]);
});

const runs = async (): Promise<unknown[]> =>
  (await readFile(join(folder, "crons.jsonl"), "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

test("a cron acts once on what it finds, and logs each run", async () => {
  const { id, last_updated_at } = (
    await send("POST", "/tasks", { title: "a", owner: OWNER, domain_id: domain })
  ).json();
  now = new Date("2026-03-16T05:00:00Z");
  await send("POST", "/jobs/stale-tasks");
  await send("POST", "/jobs/stale-tasks");
  const line = { at: now.toISOString(), job: "cron:hub/stale-tasks" };
  expect(await runs()).toEqual([
    { ...line, keys: [`${id}/${last_updated_at}`] },
    { ...line, keys: [] },
  ]);
  const { tasks } = (await send("GET", "/tasks")).json();
  expect(tasks.map(({ title }: { title: string }) => title)).toEqual(["a", "Decide what becomes of: a"]);
});

test("a cron that only logs says what it would do, and creates nothing", async () => {
  const { id } = (await send("POST", `/domains/${domain}/goals`, goal(COUNT))).json();
  await send("PATCH", `/goals/${id}`, { status: "active", actor: ACTOR });
  await send("POST", "/jobs/plan-activated-goals");
  expect(await runs()).toMatchObject([{ keys: [`${id}/${now.toISOString()}`] }]);
  expect((await send("GET", "/tasks")).json().tasks).toEqual([]);
});
