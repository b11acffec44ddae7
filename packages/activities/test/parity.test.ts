import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Gate, gateOf, type ParityReport, parityOf, paritySvg, parityText, type Sides } from "../src/index.ts";
import { definitionOf } from "./support/definition.ts";

const HOUR = 3_600_000;
const START = Date.parse("2026-03-01T00:00:00Z");
const at = (hour: number): string => new Date(START + hour * HOUR).toISOString();

const gate: Gate = { window: 24 * HOUR, lateness: 2 * HOUR, minWindows: 2, maxExtra: 0 };
const names = { id: "look-at-ticket", replaces: "cron:hub/tickets" };

/** Hours of the definition's keys, and of the cron's looks with what it found. */
function sides(
  intents: Record<string, number[]>,
  looks: Record<number, string[]>,
  undone: Record<string, number> = {},
): Sides {
  return {
    intents: Object.entries(intents).flatMap(([key, hours]) =>
      hours.map((hour) => ({ at: at(hour), activity: names.id, key })),
    ),
    runs: Object.entries(looks).map(([hour, keys]) => ({ at: at(Number(hour)), job: names.replaces, keys })),
    undone: Object.entries(undone).map(([key, hour]) => ({ at: at(hour), key })),
  };
}

const reportOf = (all: Sides, terms: Partial<Gate> = {}): ParityReport => parityOf(names, all, { ...gate, ...terms });

describe("parity", () => {
  test("opens the gate when enough windows agree, and says what was gained", () => {
    const report = reportOf(sides({ a: [3], b: [30] }, { 6: ["a"], 36: ["b"], 60: [] }));
    expect(report).toMatchObject({ passed: true, streak: 2, blockers: [], missed: [], extra: [], duplicates: [] });
    expect(report.gained).toEqual({ least: 3 * HOUR, median: 6 * HOUR, most: 6 * HOUR });
    expect(parityText(report)).toContain("the gate is open");
  });

  test("keeps it shut for a key that only the cron has", () => {
    const report = reportOf(sides({ a: [3], b: [30] }, { 6: ["a", "x"], 36: ["b"], 60: [], 84: [] }));
    expect(report.missed).toEqual([{ key: "x", cronAt: START + 6 * HOUR, late: undefined }]);
    expect(report).toMatchObject({ passed: true, streak: 2 });
    expect(reportOf(sides({ a: [3] }, { 6: ["a"], 36: ["x"], 60: [] }))).toMatchObject({
      passed: false,
      blockers: ["0 of 2 windows in a row agree, since 2026-03-02T00:00:00.000Z differed (1 missed)"],
    });
  });

  test("bears a definition that is later by no more than the lateness", () => {
    expect(reportOf(sides({ a: [7.9] }, { 6: ["a"] })).missed).toEqual([]);
    expect(reportOf(sides({ a: [8.1] }, { 6: ["a"] }))).toMatchObject({
      missed: [{ key: "a", late: 2.1 * HOUR }],
      extra: [],
    });
  });

  test("explains a key that went back before the cron looked", () => {
    const all = sides({ a: [3] }, { 6: [], 12: [], 30: [] }, { a: 5 });
    expect(reportOf(all).extra).toMatchObject([{ key: "a", reason: "flapped" }]);
    const { undone, ...rest } = all;
    expect(reportOf(rest).extra).toMatchObject([{ key: "a", reason: "unexplained" }]);
  });

  test("waits for the cron's next look", () => {
    expect(reportOf(sides({ a: [13] }, { 6: [], 12: [] })).extra).toMatchObject([{ reason: "pending" }]);
  });

  test("counts a key that came twice", () => {
    const report = reportOf(sides({ a: [3, 4] }, { 6: ["a"], 30: [] }));
    expect(report).toMatchObject({ passed: false, duplicates: [{ key: "a" }] });
  });

  test("does not take a cron that never looked, or that found nothing, for agreement", () => {
    expect(reportOf(sides({ a: [3] }, {}))).toMatchObject({ passed: false, streak: 0 });
    expect(reportOf(sides({}, { 6: [], 30: [], 60: [] })).blockers).toEqual([
      "the cron acted on nothing in these windows: nothing is proved",
    ]);
    expect(reportOf({ intents: [], runs: [] })).toMatchObject({ passed: false, windows: [] });
  });

  test("draws each key and each window", () => {
    const svg = paritySvg(reportOf(sides({ "a<b": [3], c: [4] }, { 6: ["a<b", "x"], 30: [] })));
    expect(svg).toContain("a&lt;b");
    expect(svg.match(/class="missed"/g)).toHaveLength(1);
    expect(svg.match(/<rect/g)).toHaveLength(2);
  });

  test("takes its terms from the definition", () => {
    const { definition } = definitionOf({ parity: { window: "1d", lateness: "2h", min_windows: 3, max_extra: 1 } });
    expect(gateOf(definition)).toEqual({ window: 24 * HOUR, lateness: 2 * HOUR, minWindows: 3, maxExtra: 1 });
    expect(gateOf(definitionOf({ parity: { window: "1d" } }).definition)).toMatchObject({
      lateness: 24 * HOUR,
      minWindows: 14,
    });
    expect(gateOf(definitionOf().definition)).toBeUndefined();
  });
});

/** When something was on: for each entity its episodes, as hours. */
interface Episode {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

const history = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 40 })), {
    maxLength: 25,
  })
  .map((steps) => {
    const clocks = new Map<number, number>();
    return steps.map(([entity, pause, length], i): Episode => {
      const from = (clocks.get(entity) ?? 0) + pause;
      clocks.set(entity, from + length);
      return { key: `e${entity}/${i}`, from, to: from + length };
    });
  });

interface World {
  readonly episodes: readonly Episode[];
  readonly looks: readonly number[];
  /** While it lasts nothing is delivered; then all that waited is. */
  readonly outage: readonly [number, number];
}

const world: fc.Arbitrary<World> = fc
  .tuple(
    history,
    fc.integer({ min: 1, max: 24 }),
    fc.integer({ min: 0, max: 150 }),
    fc.double({ min: 0, max: 1.9, noNaN: true }),
  )
  .map(([episodes, period, start, length]) => {
    const end = Math.max(0, ...episodes.map(({ to }) => to)) + 3 * period;
    const looks = Array.from({ length: Math.ceil(end / period) + 1 }, (_, i) => i * period);
    return { episodes, looks, outage: [start, start + length] };
  });

/** What a cron does that sees states: at each look, what is on and was not acted on. */
function cronOf({ episodes, looks }: World): Sides["runs"] {
  const acted = new Set<string>();
  return looks.map((look) => {
    const keys = episodes
      .filter(({ key, from, to }) => from <= look && look < to && !acted.has(key))
      .map(({ key }) => key);
    for (const key of keys) acted.add(key);
    return { at: at(look), job: names.replaces, keys };
  });
}

/** What a rule does that sees changes: each one, when it is delivered. */
function ruleOf({ episodes, outage: [start, end] }: World): Sides["intents"] {
  const delivered = (hour: number): number => (hour >= start && hour < end ? end : hour);
  return episodes.map(({ key, from }) => ({ at: at(delivered(from)), happenedAt: at(from), activity: names.id, key }));
}

const undoneOf = ({ episodes }: World): NonNullable<Sides["undone"]> =>
  episodes.map(({ key, to }) => ({ at: at(to), key }));

describe("beside a cron that sees states, a rule that sees changes", () => {
  test("misses nothing, and each key of its own is explained, through outages shorter than the lateness", () => {
    fc.assert(
      fc.property(world, (one) => {
        const report = reportOf({ intents: ruleOf(one), runs: cronOf(one), undone: undoneOf(one) });
        expect(report.missed).toEqual([]);
        expect(report.duplicates).toEqual([]);
        expect(report.extra.filter(({ reason }) => reason === "unexplained")).toEqual([]);
        const acted = cronOf(one).flatMap(({ keys }) => keys).length;
        expect(report.matches.length).toBe(acted);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  test("is the same in any order of the records", () => {
    fc.assert(
      fc.property(world, fc.infiniteStream(fc.nat()), (one, order) => {
        const all = { intents: ruleOf(one), runs: cronOf(one), undone: undoneOf(one) };
        const shuffled = <T>(list: readonly T[]): T[] =>
          list
            .map((item) => [order.next().value, item] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, item]) => item);
        const other = reportOf({
          intents: shuffled(all.intents),
          runs: shuffled(all.runs),
          undone: shuffled(all.undone),
        });
        const { windows, streak, passed, missed } = reportOf(all);
        expect({ windows: other.windows, streak: other.streak, passed: other.passed }).toEqual({
          windows,
          streak,
          passed,
        });
        expect(new Set(other.missed)).toEqual(new Set(missed));
      }),
      { seed: 1 },
    );
  });

  test("is caught when it loses an event that the cron saw", () => {
    fc.assert(
      fc.property(world, fc.nat(), (one, which) => {
        const runs = cronOf(one);
        const acted = runs.flatMap(({ keys }) => keys);
        const lost = acted[which % Math.max(1, acted.length)];
        fc.pre(lost !== undefined);
        const intents = ruleOf(one).filter(({ key }) => key !== lost);
        const report = reportOf({ intents, runs, undone: undoneOf(one) });
        expect(report.missed.map(({ key }) => key)).toEqual([lost]);
      }),
      { seed: 1 },
    );
  });

  test("is caught when it acts on what never was", () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 0, max: 20 }), (one, hour) => {
        fc.pre(one.looks.some((look) => look >= hour + 2 + (one.looks[1] ?? 0)));
        const intents = [...ruleOf(one), { at: at(hour), activity: names.id, key: "phantom" }];
        const report = reportOf({ intents, runs: cronOf(one), undone: undoneOf(one) });
        expect(report.extra).toContainEqual(expect.objectContaining({ key: "phantom", reason: "unexplained" }));
      }),
      { seed: 1 },
    );
  });

  test("is caught when it acts twice", () => {
    fc.assert(
      fc.property(world, fc.nat(), (one, which) => {
        const intents = ruleOf(one);
        const again = intents[which % Math.max(1, intents.length)];
        fc.pre(again !== undefined);
        const report = reportOf({ intents: [...intents, again], runs: cronOf(one), undone: undoneOf(one) });
        expect(report.duplicates.map(({ key }) => key)).toEqual([again.key]);
      }),
      { seed: 1 },
    );
  });
});
