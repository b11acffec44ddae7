import { describe, expect, test } from "vitest";
import type { ConsumerProfile } from "../../src/model/consumers.ts";
import { gateOf, releasedOf, TRIED, tried, verdictOn } from "../support/history.ts";

const TODAY = "2026-01-01";
const states = {
  proposed: { lifecycle: "proposed" },
  stable: { lifecycle: "stable" },
  deprecated: { lifecycle: "deprecated", sunset: "2026-06-30" },
  expired: { lifecycle: "deprecated", sunset: "2025-12-31" },
  retired: { lifecycle: "retired", sunset: "2025-12-31" },
};
type State = keyof typeof states;

const reader: ConsumerProfile = {
  $schema: "https://schemas.statehub.org/consumer/v1",
  consumer: "activity-core",
  owner: "team-activity-core",
  repository: "https://example.org/activity-core",
  scanned: [],
  reads: [{ type: TRIED, versions: "^1.0.0", fields: [] }],
};

function step(from: State | undefined, to: State, profiles: readonly ConsumerProfile[] = []): string | undefined {
  const released = from === undefined ? releasedOf() : releasedOf(tried("1.0.0", {}, states[from]));
  const report = gateOf([tried("1.1.0", {}, states[to])], released, { today: TODAY, profiles });
  return verdictOn(report).diagnostics.find(({ code }) => code === "lifecycle-step")?.message;
}

describe("a lifecycle", () => {
  test.each<[State | undefined, State]>([
    [undefined, "proposed"],
    [undefined, "stable"],
    ["proposed", "proposed"],
    ["proposed", "stable"],
    ["stable", "stable"],
    ["stable", "deprecated"],
    ["deprecated", "deprecated"],
    ["deprecated", "stable"],
    ["expired", "expired"],
    ["expired", "deprecated"],
    ["expired", "retired"],
    ["retired", "retired"],
  ])("may go from %s to %s", (from, to) => {
    expect(step(from, to)).toBeUndefined();
  });

  test.each<[State | undefined, State, string]>([
    [undefined, "deprecated", 'from "nothing" it goes to "proposed" or "stable"'],
    [undefined, "retired", 'from "nothing" it goes to "proposed" or "stable"'],
    ["proposed", "deprecated", 'from "proposed" it goes to "stable"'],
    ["stable", "proposed", 'from "stable" it goes to "deprecated"'],
    ["stable", "retired", 'from "stable" it goes to "deprecated"'],
    ["stable", "expired", "its sunset 2025-12-31 has passed before anyone could know"],
    ["deprecated", "expired", "its sunset was moved forward from 2026-06-30 to 2025-12-31"],
    ["deprecated", "retired", "its sunset was moved forward"],
    ["retired", "stable", "it has ended"],
    ["retired", "deprecated", "it has ended"],
  ])("may not go from %s to %s", (from, to, words) => {
    expect(step(from, to)).toContain(words);
  });

  test("does not end while a consumer still handles the event", () => {
    expect(step("expired", "retired", [reader])).toContain("activity-core still reads it");
  });

  test("does not end before its sunset has passed", () => {
    const released = releasedOf(tried("1.0.0", {}, { lifecycle: "deprecated", sunset: TODAY }));
    const retired = tried("1.1.0", {}, { lifecycle: "retired", sunset: TODAY });
    const { diagnostics } = verdictOn(gateOf([retired], released, { today: TODAY }));
    expect(diagnostics[0]?.message).toContain("its sunset 2026-01-01 has not passed");
  });

  test("goes from stable back to proposed as long as nothing is released", () => {
    expect(verdictOn(gateOf([tried("1.0.0", {}, states.proposed)], releasedOf())).diagnostics).toEqual([]);
  });

  test.each([
    ["proposed", 1],
    ["stable", 0],
  ])("is not deprecated for what is only %s", (lifecycle, problems) => {
    const deprecated = { ...states.deprecated, replacedBy: `${TRIED}.v2` };
    const now = [tried("1.1.0", {}, deprecated), tried("2.0.0", {}, { lifecycle })];
    const { diagnostics } = verdictOn(gateOf(now, releasedOf(tried("1.0.0")), { today: TODAY }));
    expect(diagnostics).toHaveLength(problems);
  });
});
