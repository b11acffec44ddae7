import { describe, expect, test } from "vitest";
import { testServer } from "../support/server.ts";
import { chaos } from "./chaos.ts";
import { INVARIANTS, type Outcome, violations } from "./invariants.ts";
import { kindsOf, schedule } from "./schedule.ts";

// `npm run chaos` does the same for minutes, with other seeds, on PostgreSQL and on a cluster.
test.skipIf(process.platform === "win32")(
  "nothing is lost, done twice or out of order, whatever happens",
  async () => {
    const kinds = kindsOf({ cluster: false, store: "sqlite" });
    const report = await chaos({
      seed: 4,
      events: 3_000,
      faults: kinds.length,
      server: testServer,
      store: "sqlite",
      cluster: false,
      onQuarantine: "hold-key",
      leaseMs: 1_000,
      limitSeconds: 500,
      log: () => {},
    });
    expect(report.violations).toEqual([]);
    expect(Object.keys(report.faults).sort()).toEqual([...kinds].sort());
    expect(report.events).toBeGreaterThanOrEqual(3_000);
  },
  600_000,
);

test("a seed says what happens, and when", () => {
  const options = { ...fine, seed: 7 };
  expect(schedule(options)).toEqual(schedule(options));
  expect(schedule({ ...options, seed: 8 })).not.toEqual(schedule(options));
});

const fine = {
  events: 1_000,
  faults: 25,
  server: "current",
  store: "postgres",
  cluster: false,
  onQuarantine: "continue",
  leaseMs: 1_000,
  limitSeconds: 60,
  log: () => {},
} as const;

describe("an invariant notices", () => {
  const committed = [1, 2, 3].map((n) => ({ n, id: `e${n}`, key: "k1", kind: n === 3 ? "throws" : "fine" }) as const);
  const effect = (n: number, replayed = 0) => ({ n, id: `e${n}`, key: "k1", pid: 1, deliveries: 1, replayed });
  const well: Outcome = {
    onQuarantine: "continue",
    committed,
    effects: [effect(1), effect(2), effect(3, 1)],
    states: [{ state: "published", n: 3 }],
    poisons: [{ id: "e3", key: "k1", kind: "throws" }],
    caught: [{ id: "e3", reason: "handler_failed" }],
    crashes: [],
    memory: { hub: 1 },
    left: [],
  };

  test("nothing when all is well", () => expect(violations(well)).toEqual([]));

  test.each<[keyof typeof INVARIANTS, Partial<Outcome>]>([
    ["every committed event had its effect", { effects: [effect(1), effect(3, 1)] }],
    ["no event had its effect twice", { effects: [effect(1), effect(2), effect(2), effect(3, 1)] }],
    ["nothing had an effect that was not committed", { committed: committed.slice(1) }],
    ["the effects of each key are in the order of its commits", { effects: [effect(2), effect(1), effect(3, 1)] }],
    [
      "the effects of each key are in the order of its commits",
      { onQuarantine: "hold-key", effects: [effect(1), effect(3, 1), effect(2)] },
    ],
    ["what was quarantined is what was poisonous", { caught: [] }],
    ["what was quarantined is what was poisonous", { caught: [...well.caught, { id: "e1", reason: "process_died" }] }],
    ["what kills processes is quarantined for that", { poisons: [{ id: "e3", key: "k1", kind: "kills" }] }],
    ["every row of the outbox is published", { states: [{ state: "pending", n: 1 }] }],
    ["no process ended by itself, and all end in time", { crashes: ["hub: ended by itself, exit code 1"] }],
    ["memory stays within bounds", { memory: { hub: 1024 ** 3 } }],
    ["nothing is left running", { left: ["hub"] }],
  ])("that it does not hold: %s", (name, change) => {
    expect(violations({ ...well, ...change }).every((violation) => violation.startsWith(`${name}: `))).toBe(true);
    expect(INVARIANTS[name]?.({ ...well, ...change })).not.toEqual([]);
  });
});
