import { describe, expect, test } from "vitest";
import type { EventVerdict } from "../../src/compare/event-verdict.ts";
import { markdownReport } from "../../src/compare/report/markdown.ts";
import { diagnostic, wholeFile } from "../../src/diagnostics/diagnostic.ts";

/** What GitHub takes as a comment. */
const COMMENT = 65_536;

/** An event with one harmless change, told in a sentence. */
function changed(name: string, sentence: string): EventVerdict {
  const place = { ...wholeFile(`schemas/repo/${name}.v1.json`), line: 7 };
  const change = { kind: "annotation-changed", location: "/id", sentence, old: place, new: place, readers: [] };
  return {
    ...{ type: `org.statehub.repo.${name}`, file: place.file, owner: "team-test", lifecycle: "stable" },
    ...{ state: "changed", version: "1.0.1", latest: "1.0.0", against: "1.0.0", wanted: "1.0.1", exempt: undefined },
    ...{ comparedWith: ["1.0.0"], breaks: [], bump: "patch", packageBump: "patch", consumers: [], diagnostics: [] },
    changes: [{ ...change, backward: "none", forward: "none" }],
  };
}

const reportOf = (events: readonly EventVerdict[]): string =>
  markdownReport({ base: "main", events, diagnostics: [], versions: 1, comparisons: 1 }, [], []);

describe("a report is short enough for a comment, and says what is left out", () => {
  test("with thousands of problems", () => {
    const problem = diagnostic("wrong-path", wholeFile("schemas/a.json"), {
      got: "a.json",
      want: "repo/moved.v1.json",
    });
    const text = markdownReport(undefined, new Array(5000).fill(problem), []);
    expect(text.length).toBeLessThan(COMMENT);
    expect(text).toContain("## Event contracts: 5000 problems");
    const told = text.split("\n").filter((line) => line.startsWith("- **error**")).length;
    expect(told).toBeGreaterThan(50);
    expect(text).toContain(`${5000 - told} more problems are left out here`);
  });

  test("with thousands of events", () => {
    const text = reportOf(Array.from({ length: 3000 }, (_, i) => changed(`moved_${i}`, "it was moved")));
    expect(text.length).toBeLessThan(COMMENT);
    expect(text.match(/more events are left out here/g)).toHaveLength(2);
  });

  test("with one that fills it alone: the others are told", () => {
    const text = reportOf([changed("moved", "x".repeat(COMMENT)), changed("renamed", "it was renamed")]);
    expect(text.length).toBeLessThan(COMMENT);
    expect(text).toContain("`/id`: it was renamed");
    expect(text).toContain("1 more event is left out here");
  });
});
