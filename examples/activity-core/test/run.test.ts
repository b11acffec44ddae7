import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { auditTrail } from "../src/store/audit.ts";
import { shadowIntents, wantedTasks } from "../src/store/intents.ts";
import { quarantined, release } from "../src/store/occurrences.ts";
import { Bench, definition } from "./activities.ts";

// Pauses before another attempt are real time.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const CONTEXT = `
context:
  repo:
    source: hub
    path: /repos/{{ event.data.repo_id }}
    result: { type: object, required: [name], properties: { name: { type: string } } }
    timeout: 1s
    on_failure: fail
when: context.repo.name != ""
`;
const hub = async (): Promise<unknown> => ({ name: "a" });
const noHub = async (): Promise<never> => {
  throw new TypeError("the hub is away");
};

const outcomes = (rows: readonly { outcome: string }[]): string[] => rows.map(({ outcome }) => outcome);

describe("an evaluation that fails", () => {
  test("is tried again after twice the pause each time, and quarantined in the end", async () => {
    const bench = await Bench.with(definition(`${CONTEXT}on_failure: { attempts: 3, backoff: 10s, then: quarantine }`));
    bench.take();
    expect(outcomes(await bench.work(noHub))).toEqual(["failed"]);
    vi.advanceTimersByTime(9_999);
    expect(await bench.work(noHub)).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(await bench.work(noHub)).toHaveLength(2);
    vi.advanceTimersByTime(20_000);
    const rows = await bench.work(noHub);
    expect(outcomes(rows)).toEqual(["failed", "failed", "quarantined"]);
    expect(rows[0]?.detail).toBe("context.repo: TypeError: the hub is away");
    expect(quarantined(bench.db)).toHaveLength(1);
    expect(wantedTasks(bench.db, Date.now())).toEqual([]);
  });

  test("is worked on again when it is released from the quarantine", async () => {
    const bench = await Bench.with(definition(`${CONTEXT}on_failure: { attempts: 1 }`));
    bench.take();
    await bench.work(noHub);
    const [one] = quarantined(bench.db);
    expect(release(bench.db, one?.id ?? 0)).toBe(true);
    expect(outcomes(await bench.work(hub))).toEqual(["quarantined", "intent"]);
    expect(release(bench.db, one?.id ?? 0)).toBe(false);
  });

  test("is dropped where the definition says so", async () => {
    const bench = await Bench.with(definition(`${CONTEXT}on_failure: { attempts: 1, then: drop }`));
    bench.take();
    expect(outcomes(await bench.work(noHub))).toEqual(["dropped"]);
    expect(quarantined(bench.db)).toEqual([]);
  });

  test("keeps no other subject from its work", async () => {
    const bench = await Bench.with(definition(CONTEXT));
    bench.take();
    await bench.work(noHub);
    bench.take("0546a12a-bbb2-44fd-8232-0baf22776eda");
    expect(outcomes(await bench.work(hub))).toEqual(["failed", "intent"]);
  });
});

test("an occurrence of a subject waits behind the one that failed", async () => {
  const bench = await Bench.with(definition(`${CONTEXT}concurrency: 10\non_failure: { attempts: 3, backoff: 10s }`));
  const first = bench.take();
  const second = bench.take();
  await bench.work(noHub);
  vi.advanceTimersByTime(10_000);
  await bench.work(hub);
  const trail = auditTrail(bench.db, { limit: 10 }) as { cause: string; outcome: string }[];
  expect(trail.reverse().map(({ cause, outcome }) => [cause, outcome])).toEqual([
    [first.id, "failed"],
    [first.id, "intent"],
    // The same repository: one task.
    [second.id, "duplicate"],
  ]);
});

test("what a window keeps outlives the program, and keeps its cause", async () => {
  const bench = await Bench.with(definition("window: { debounce: 10m }"));
  bench.take();
  const last = bench.take();
  expect(outcomes(await bench.work())).toEqual(["waiting", "waiting"]);
  expect(shadowIntents(bench.db)).toEqual([]);
  // Nothing of it is in memory.
  bench.now = new Date(bench.now.getTime() + 600_000);
  await bench.work();
  expect(shadowIntents(bench.db)).toMatchObject([
    { at: bench.now.toISOString(), happenedAt: last.time, cause: last.id },
  ]);
});

describe("a schedule", () => {
  const daily = (catchUp: string): string =>
    definition("key: schedule.time", `cron: "0 6 * * *", timezone: UTC, catch_up: ${catchUp}, overlap: queue`);

  test.each([
    { catchUp: "none", made: [] },
    { catchUp: "last", made: ["2026-03-04T06:00:00.000Z"] },
    { catchUp: "all", made: ["2026-03-02T06:00:00.000Z", "2026-03-03T06:00:00.000Z", "2026-03-04T06:00:00.000Z"] },
  ])("that was missed for three days is made up for: $catchUp", async ({ catchUp, made }) => {
    const bench = await Bench.with(daily(catchUp));
    await bench.work();
    bench.now = new Date("2026-03-04T10:00:00Z");
    await bench.work();
    expect(shadowIntents(bench.db).map(({ key }) => key)).toEqual(made);
  });

  test("runs once when it is due", async () => {
    const bench = await Bench.with(daily("none"));
    await bench.work();
    bench.now = new Date("2026-03-02T06:00:20Z");
    await bench.work();
    await bench.work();
    expect(shadowIntents(bench.db).map(({ key }) => key)).toEqual(["2026-03-02T06:00:00.000Z"]);
  });
});

test("a definition that is wrong when the program starts runs as it did before", async () => {
  const bench = await Bench.with(definition(""));
  await writeFile(join(bench.folder, "example.yaml"), definition("when: event.data.slgu == ''"));
  const started = await Bench.definitionsIn(bench.folder, bench.db);
  expect(started.find("example")?.definition.when).toBeUndefined();
  expect(started.list()[0]?.errors).toMatchObject([{ line: 10, fix: expect.any(String) }]);
});
