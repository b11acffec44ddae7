import { expect, test } from "vitest";
import { fuzz } from "../fuzz/fuzz.ts";

const server = process.env.STATEHUB_TEST_SERVER === "oldest" ? "oldest" : undefined;

// `npm run fuzz` does the same with a million.
test("every mutated message is handled or quarantined with a reason, and none is lost", async () => {
  const { handled, quarantined, wrong } = await fuzz(3_000, 20_260_101, server);
  expect(wrong).toEqual([]);
  const reasons = Object.values(quarantined).reduce((sum, count) => sum + count, 0);
  expect(handled + reasons).toBe(3_000);
  // The mutations are of use only if some of them pass and others do not, for different reasons.
  expect(handled).toBeGreaterThan(500);
  expect(Object.keys(quarantined).sort()).toEqual(["invalid_envelope", "invalid_event", "undecodable", "unknown_type"]);
});
