import { expect, test } from "vitest";
import { atLeast } from "../../src/connect/server-version.ts";

test.each([
  ["2.9.10", "2.10.0", false],
  ["2.10.0", "2.10.0", true],
  ["2.10.0-RC.1", "2.10.0", true],
  ["2.15.2", "2.10.4", true],
  ["3.0.0", "2.10.4", true],
  ["2.10.3", "2.10.4", false],
  [undefined, "2.10.0", false],
])("%s has what came with %s: %s", (version, wanted, expected) => {
  expect(atLeast(version, wanted)).toBe(expected);
});
