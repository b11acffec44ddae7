import { expect, test } from "vitest";
import { compare, isCurrent, isOldest, isSupported, parseVersion } from "../../src/testing/binary/version.ts";

test.each([
  { output: "nats-server: v2.9.10\n", want: "2.9.10" },
  { output: "nats-server: v2.15.0-RC.1\n", want: "2.15.0-RC.1" },
  { output: "nats: 0.3.0\n", want: undefined },
  { output: "", want: undefined },
])("$output is version $want", ({ output, want }) => {
  expect(parseVersion(output)).toBe(want);
});

test("versions are compared by number, not by letter", () => {
  expect(["2.15.1", "2.9.10", "2.12.0", "2.9.9"].sort(compare)).toEqual(["2.9.9", "2.9.10", "2.12.0", "2.15.1"]);
});

test.each([
  { version: "2.9.9", current: false, oldest: false, supported: false },
  { version: "2.9.10", current: false, oldest: true, supported: true },
  { version: "2.9.25", current: false, oldest: true, supported: true },
  { version: "2.11.11", current: false, oldest: false, supported: true },
  { version: "2.12.0", current: true, oldest: false, supported: true },
  { version: "2.15.0-RC.1", current: true, oldest: false, supported: true },
  { version: "3.0.0", current: true, oldest: false, supported: true },
])("$version: current $current, oldest $oldest, supported $supported", ({ version, current, oldest, supported }) => {
  expect([isCurrent(version), isOldest(version), isSupported(version)]).toEqual([current, oldest, supported]);
});
