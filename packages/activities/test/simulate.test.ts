import { describe, expect, test } from "vitest";
import { type Activity, prepareActivity, type SimulateOptions, type Simulation, simulate } from "../src/index.ts";
import { contracts } from "./support/contracts.ts";
import { type Changes, definitionOf } from "./support/definition.ts";

function activityOf(changes: Changes): Activity {
  const { activity, diagnostics } = prepareActivity(definitionOf(changes), contracts, { today: "2026-11-26" });
  if (activity === undefined) throw new Error(JSON.stringify(diagnostics));
  return activity;
}

const event = (id: string, time: string, data: object = {}) => ({
  id,
  time,
  type: "org.statehub.ticket.opened",
  dataschema: "https://schemas.statehub.org/ticket/opened/1.1.0",
  data: { ticket_id: id, days: 20, ...data },
});

const run = (
  changes: Changes,
  events: ReturnType<typeof event>[],
  more: Partial<SimulateOptions> = {},
): Promise<Simulation> =>
  simulate([activityOf(changes)], events, { fetch: () => Promise.reject(new TypeError("no hub")), ...more });

const seen = ({ intents }: Simulation): string[] => intents.map(({ at, key, cause }) => `${at} ${key} ${cause}`);

describe("a simulation", () => {
  test("has each task at the time of its event, and counts what did not match or failed", async () => {
    const result = await run({ when: "event.data.days >= 20" }, [
      event("a", "2026-01-01T00:00:00Z"),
      event("b", "2026-01-01T01:00:00Z", { days: 19 }),
      event("c", "2026-01-01T02:00:00Z", { days: "x" }),
      { ...event("d", "2026-01-01T03:00:00Z"), type: "org.statehub.ticket.closed" },
    ]);
    expect(seen(result)).toEqual(["2026-01-01T00:00:00.000Z a a"]);
    expect(result.tallies).toEqual([
      { activity: "look-at-ticket", mode: "shadow", concerned: 3, matched: 1, failed: 1, duplicates: 0, intents: 1 },
    ]);
    expect(result.failures).toMatchObject([{ activity: "look-at-ticket", cause: "c", place: "when" }]);
    expect(result).toMatchObject({ events: 4, from: "2026-01-01T00:00:00.000Z", to: "2026-01-01T03:00:00.000Z" });
  });

  test("has one task for a key, however often it comes", async () => {
    const times = ["2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z", "2026-01-01T02:00:00Z"];
    const result = await run(
      { key: "event.data.status" },
      times.map((time, i) => event(String(i), time, { status: "open" })),
    );
    expect(seen(result)).toEqual(["2026-01-01T00:00:00.000Z open 0"]);
    expect(result.tallies).toMatchObject([{ concerned: 3, matched: 3, duplicates: 2, intents: 1 }]);
  });

  test("does not turn its clock back for an event that comes late", async () => {
    const late = [event("a", "2026-01-02T00:00:00Z"), event("b", "2026-01-01T00:00:00Z")];
    expect(seen(await run({}, late))).toEqual(["2026-01-02T00:00:00.000Z a a", "2026-01-02T00:00:00.000Z b b"]);
  });

  test("lets what waits through when it is due, between the events and after the last", async () => {
    const events = [event("a", "2026-01-01T00:00:00Z"), event("b", "2026-01-01T02:00:00Z")];
    expect(seen(await run({ window: { debounce: "1h" } }, events))).toEqual([
      "2026-01-01T01:00:00.000Z a a",
      "2026-01-01T03:00:00.000Z b b",
    ]);
    const until = { to: new Date("2026-01-01T02:30:00Z") };
    expect(seen(await run({ window: { debounce: "1h" } }, events, until))).toEqual(["2026-01-01T01:00:00.000Z a a"]);
  });

  test("runs schedules in their time zone, over the change to summer time", async () => {
    const changes = { triggers: [{ cron: "30 1 * * *", timezone: "Europe/Berlin" }], key: "schedule.time" };
    const range = { from: new Date("2026-03-28T00:00:00Z"), to: new Date("2026-03-31T00:00:00Z") };
    expect(seen(await run(changes, [], range)).map((line) => line.slice(0, 24))).toEqual([
      "2026-03-28T00:30:00.000Z",
      "2026-03-29T00:30:00.000Z",
      "2026-03-29T23:30:00.000Z",
      "2026-03-30T23:30:00.000Z",
    ]);
  });
});
