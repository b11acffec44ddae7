import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Activity,
  type ActivityEvent,
  evaluate,
  type Gate,
  IntentWindow,
  parityOf,
  prepareActivity,
  type ShadowIntent,
  type Sides,
  undoneBy,
} from "../src/index.ts";
import { contracts } from "./support/contracts.ts";
import { definitionOf } from "./support/definition.ts";

const HOUR = 3_600_000;
const START = Date.parse("2026-03-01T00:00:00Z");
const at = (hour: number): string => new Date(START + hour * HOUR).toISOString();
const gate: Gate = { window: 24 * HOUR, lateness: 2 * HOUR, minWindows: 2, maxExtra: 0 };

const file = definitionOf({
  replaces: "cron:hub/tickets",
  // Only version 1.1.0 says where a ticket comes from.
  when: 'event.data.status == "open" && event.data.?origin.system.orValue("") != "test"',
  window: { dedupe: { for: "90d" } },
  parity: { window: "1d", undone_by: [{ event: "org.statehub.ticket.closed", key: "event.data.ticket_id" }] },
});

/** The definition as it is, or with another condition. */
function activityOf(when?: string): Activity {
  const one = when === undefined ? file : definitionOf({ ...file.definition, when });
  const { activity } = prepareActivity(one, contracts, { today: "2026-11-26" });
  if (activity === undefined) throw new TypeError("the definition is wrong");
  return activity;
}

/** A ticket that is open for a while, told of by a hub of either version. */
interface Ticket {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly version: "1.0.0" | "1.1.0";
  readonly isTest: boolean;
  /** How often its events come again, and how much later than others of the same time they come, in hours. */
  readonly copies: number;
  readonly delay: number;
}

const world = fc
  .record({
    tickets: fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: 150 }),
        length: fc.integer({ min: 1, max: 40 }),
        version: fc.constantFrom<Ticket["version"]>("1.0.0", "1.1.0"),
        isTest: fc.boolean(),
        copies: fc.integer({ min: 1, max: 3 }),
        delay: fc.double({ min: 0, max: 0.9, noNaN: true }),
      }),
      { minLength: 1, maxLength: 20 },
    ),
    period: fc.integer({ min: 1, max: 24 }),
    outage: fc.tuple(fc.integer({ min: 0, max: 150 }), fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ tickets, ...rest }) => ({
    ...rest,
    tickets: tickets.map(({ length, isTest, ...one }, i): Ticket => {
      // A hub of the older version does not know of tests.
      return { id: `t${i}`, ...one, to: one.from + length, isTest: isTest && one.version === "1.1.0" };
    }),
  }));
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function eventOf(ticket: Ticket, type: "opened" | "closed", hour: number): ActivityEvent {
  const { id, version, isTest } = ticket;
  return {
    id: `${id}/${type}`,
    type: `org.statehub.ticket.${type}`,
    time: at(hour),
    dataschema: `https://schemas.statehub.org/ticket/${type}/${type === "opened" ? version : "1.0.0"}`,
    data: {
      ...{ ticket_id: id, title: id, status: type === "opened" ? "open" : "done", channel: "web", days: 14 },
      ...{ due_on: null, urgent: false, tags: [], opened_by: { kind: "bot", program: "p", id: "b" }, assignee: null },
      ...{ team: { slug: "s", token: "t" }, old_team: "", steps: [{ done: false }] },
      ...(version === "1.1.0" && { origin: { system: isTest ? "test" : "hub" } }),
    },
  };
}

/** What is delivered when: later by each ticket's delay, after an outage all at once, and some of it again. */
function deliveries({ tickets, outage: [start, length] }: World): { hour: number; event: ActivityEvent }[] {
  const late = (hour: number): number => (hour >= start && hour < start + length ? start + length : hour);
  return tickets
    .flatMap((ticket) =>
      Array.from({ length: ticket.copies }, (_, copy) => ({
        hour: late(ticket.from + ticket.delay) + copy * 30,
        event: eventOf(ticket, "opened", ticket.from),
      })),
    )
    .sort((a, b) => a.hour - b.hour);
}

async function intentsOf(activity: Activity, one: World): Promise<ShadowIntent[]> {
  const window = new IntentWindow(activity.definition);
  const intents: ShadowIntent[] = [];
  for (const { hour, event } of deliveries(one)) {
    const now = START + hour * HOUR;
    const fetch = () => Promise.reject(new TypeError("nothing is fetched"));
    const result = await evaluate(activity, { event }, { now: new Date(now), fetch });
    expect(result.outcome).not.toBe("failed");
    if (result.outcome !== "intent") continue;
    for (const { key } of window.offer(result.intent, now).intents)
      intents.push({ at: new Date(now).toISOString(), happenedAt: event.time, activity: activity.definition.id, key });
  }
  return intents;
}

/** A cron that looks at the hub's own state. */
function runsOf({ tickets, period }: World): Sides["runs"] {
  const acted = new Set<string>();
  const looks = Math.ceil((Math.max(...tickets.map(({ to }) => to)) + 3 * period + 3) / period);
  return Array.from({ length: looks + 1 }, (_, i) => {
    const hour = i * period;
    const keys = tickets
      .filter(({ id, from, to, isTest }) => !isTest && from <= hour && hour < to && !acted.has(id))
      .map(({ id }) => id);
    for (const key of keys) acted.add(key);
    return { at: at(hour), job: "cron:hub/tickets", keys };
  });
}

async function reportOf(activity: Activity, one: World) {
  const undone = one.tickets.flatMap((ticket) => undoneBy(file.definition)(eventOf(ticket, "closed", ticket.to)));
  return parityOf(file.definition, { intents: await intentsOf(activity, one), runs: runsOf(one), undone }, gate);
}

test("a rule that is evaluated on events of two versions agrees with a cron, through outages, copies and delays", async () => {
  const activity = activityOf();
  await fc.assert(
    fc.asyncProperty(world, async (one) => {
      const { missed, duplicates, extra, matches } = await reportOf(activity, one);
      expect({ missed, duplicates }).toEqual({ missed: [], duplicates: [] });
      expect(extra.filter(({ reason }) => reason === "unexplained")).toEqual([]);
      expect(matches.length).toBe(runsOf(one).flatMap(({ keys }) => keys).length);
    }),
    { seed: 1 },
  );
});

test("a rule that forgets what only the newer version says is caught", async () => {
  const careless = activityOf('event.data.status == "open"');
  const ticket = { id: "t", from: 1, to: 20, version: "1.1.0", isTest: true, copies: 1, delay: 0 } as const;
  const { extra } = await reportOf(careless, { tickets: [ticket], period: 6, outage: [0, 0] });
  expect(extra).toMatchObject([{ key: "t", reason: "unexplained" }]);
});

test("a rule that takes only one of the versions is caught", async () => {
  const { activity } = prepareActivity(
    definitionOf({ ...file.definition, triggers: [{ event: "org.statehub.ticket.opened", versions: ">=1.1.0" }] }),
    contracts,
    { today: "2026-11-26" },
  );
  const ticket = { id: "t", from: 1, to: 20, version: "1.0.0", isTest: false, copies: 2, delay: 0 } as const;
  const one: World = { tickets: [ticket], period: 6, outage: [0, 0] };
  expect((await reportOf(activity as Activity, one)).missed).toMatchObject([{ key: "t" }]);
});
