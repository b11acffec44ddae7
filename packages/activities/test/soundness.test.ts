import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate, prepareActivity } from "../src/index.ts";
import { contracts } from "./support/contracts.ts";
import { type Changes, definitionOf } from "./support/definition.ts";
import { asked, comparison, condition, data, eventOf, member } from "./support/expressions.ts";

const where = { now: new Date(0), fetch: () => Promise.reject(new Error("nothing is fetched")) };

function prepared(changes: Changes): ReturnType<typeof prepareActivity> {
  return prepareActivity(definitionOf(changes), contracts, { today: "2026-11-26" });
}

test("the samples reach each form of the event", () => {
  expect(data.length).toBeGreaterThan(20);
});

test("a condition that passes the check never fails on a valid event", async () => {
  let passed = 0;
  await fc.assert(
    fc.asyncProperty(condition, async (when) => {
      const { activity } = prepared({ when });
      if (activity === undefined) return;
      passed++;
      for (const one of data) {
        const result = await evaluate(activity, { event: eventOf(one) }, where);
        expect(result, `${when} of ${JSON.stringify(one)}`).toMatchObject({
          outcome: expect.not.stringMatching("failed"),
        });
      }
    }),
    { numRuns: 1_500, seed: 1 },
  );
  expect(passed).toBeGreaterThan(30);
});

test("a condition that is called constant has that outcome on each valid event", async () => {
  let constant = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(comparison, member, asked), async (when) => {
      const { diagnostics } = prepared({ when });
      const found = diagnostics.map(({ code }) => code);
      if (found.length !== 1 || found[0] !== "constant-condition") return;
      constant++;
      const always = diagnostics[0]?.message.includes("always true");
      const { compile } = await import("../src/index.ts");
      for (const one of data)
        expect(compile(when).evaluate({ event: eventOf(one) }), `${when} of ${JSON.stringify(one)}`).toBe(always);
    }),
    { numRuns: 1_500, seed: 1 },
  );
  expect(constant).toBeGreaterThan(20);
});
