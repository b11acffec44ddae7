import { CronExpressionParser } from "cron-parser";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextRuns, scheduleInWords, scheduleOf } from "../../src/index.ts";

const runs = (expression: string, timezone: string, after: string, count: number): string[] =>
  nextRuns(scheduleOf(expression, { timezone }), new Date(after), count).map((date) => date.toISOString());

describe("next runs", () => {
  test("keep their hour over the change to summer time and back", () => {
    expect(runs("0 6 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3)).toEqual([
      "2026-03-28T05:00:00.000Z",
      "2026-03-29T04:00:00.000Z",
      "2026-03-30T04:00:00.000Z",
    ]);
    expect(runs("0 6 * * *", "America/New_York", "2026-10-31T12:00:00Z", 2)).toEqual([
      "2026-11-01T11:00:00.000Z",
      "2026-11-02T11:00:00.000Z",
    ]);
  });

  test("with both days given take either", () => {
    expect(runs("0 0 13 * 5", "UTC", "2026-02-01T00:00:00Z", 4).map((date) => date.slice(0, 10))).toEqual([
      "2026-02-06",
      "2026-02-13",
      "2026-02-20",
      "2026-02-27",
    ]);
  });

  const number = (least: number, most: number): fc.Arbitrary<string> => {
    const one = fc.integer({ min: least, max: most });
    const range = fc.tuple(one, one).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
    const step = fc
      .tuple(fc.oneof(fc.constant("*"), range), fc.integer({ min: 1, max: 7 }))
      .map(([span, by]) => `${span}/${by}`);
    return fc.oneof(
      { weight: 3, arbitrary: fc.constant("*") },
      one.map(String),
      range,
      step,
      fc.uniqueArray(one, { minLength: 1, maxLength: 3 }).map((all) => all.join(",")),
    );
  };
  // At two and three o'clock libraries differ about the hour that a change of the clock leaves out or repeats.
  const hour = fc.oneof(fc.integer({ min: 4, max: 23 }).map(String), fc.constant("4-22/3"));
  const expression = fc
    .tuple(number(0, 59), hour, number(1, 28), number(1, 12), number(0, 6))
    .map((fields) => fields.join(" "));
  const zone = fc.constantFrom(
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Sydney",
    "America/St_Johns",
  );

  test("agree with another library, across changes of the clock", () => {
    fc.assert(
      fc.property(expression, zone, fc.integer({ min: 0, max: 700 }), (text, timezone, day) => {
        fc.pre(scheduleOf(text).kind === "cron");
        const after = new Date(Date.UTC(2026, 0, 1 + day));
        const other = CronExpressionParser.parse(text, { tz: timezone, currentDate: after }).take(5);
        expect(runs(text, timezone, after.toISOString(), 5)).toEqual(other.map((date) => date.toDate().toISOString()));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  const part = fc.oneof(
    fc.constantFrom(
      "*",
      "*/2",
      "*/90",
      "0",
      "7",
      "60",
      "1-5",
      "5-1",
      "1-5/9",
      "L",
      "5#2",
      "?",
      "mon",
      "jul",
      "0,7",
      "",
    ),
    fc.string({ unit: fc.constantFrom(..."0123456789*/-,#?LW~@"), maxLength: 6 }),
  );
  test("and words can be had of whatever is written in five fields", () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (fields) => {
        const schedule = scheduleOf(fields.join(" "));
        expect(scheduleInWords(schedule)).not.toBe("");
        nextRuns(schedule, new Date("2026-01-01T00:00:00Z"), 2);
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });
});

test.each([
  ["*/15 * * * *", "Every 15 minutes"],
  ["30 3 * * 1-5", "At 03:30, Monday through Friday"],
  ["0 0 1 */3 *", "At 00:00, on day 1 of the month, every 3 months"],
  ["@weekly", "At 00:00, only on Sunday"],
  ["@every 1h30m", "Every 1 h 30 min"],
  ["@reboot", "When the machine starts"],
  ["CRON_TZ=Europe/Berlin 0 9 * * *", "At 09:00 (Europe/Berlin)"],
  ["0 0 1-31/2 * 1", "At 00:00, every 2 days in a month, between day 1 and 31 of the month, or on Monday"],
  ["0 0 L * *", "0 0 L * * (not supported: L (the last) is not in crontab(5))"],
  ["TZ=Mars/Base 0 0 * * *", "0 0 * * * (not supported: Mars/Base is not a time zone)"],
  ["0 0 1,15 * 5", "At 00:00, on day 1 and 15 of the month, or on Friday"],
  ["0 0 1 * mon-fri", "At 00:00, on day 1 of the month, or on Monday through Friday"],
])("%s in words", (expression, words) => {
  expect(scheduleInWords(scheduleOf(expression))).toBe(words);
});
