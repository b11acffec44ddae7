import { validatorOf } from "@statehub/schema-compat";
import { describe, expect, test } from "vitest";
import { problemsOf } from "../../src/compare/index.ts";
import { bundle } from "../../src/model/bundle.ts";
import { closed, open } from "../../src/model/content-model.ts";
import { eventOf, modelOf } from "../support/contracts.ts";
import { gateOf, releasedOf, TRIED, tried, verdictOn } from "../support/history.ts";

type Part = Readonly<Record<string, unknown>>;
type Direction = "backward" | "forward";

const text = { type: "string" };
const field = (schema: unknown, more: Part = {}): Part => ({ properties: { field: schema }, ...more });
const needed = (schema: unknown): Part => field(schema, { required: ["field"] });

/** Old keywords, new keywords, the directions that break, and the bump that follows. */
const CASES: [name: string, older: Part, newer: Part, breaks: Direction[], bump: string][] = [
  ["a reworded description", {}, { description: "It happened." }, [], "patch"],
  ["another example", {}, { examples: [{ id: "b" }] }, [], "patch"],
  ["another order of what is required", { ...needed(text) }, { properties: { field: text } }, ["forward"], "major"],
  ["an optional property more", {}, field(text), [], "minor"],
  ["a required property more", {}, needed(text), ["backward"], "major"],
  ["an optional property less", field(text), {}, [], "minor"],
  ["a required property less", needed(text), {}, ["forward"], "major"],
  ["an optional property that is required now", field(text), needed(text), ["backward"], "major"],
  ["a required property that is optional now", needed(text), field(text), ["forward"], "major"],
  ["another type", field(text), field({ type: "integer" }), ["backward", "forward"], "major"],
  ["a wider type", field({ type: "integer" }), field({ type: "number" }), ["forward"], "major"],
  ["null beside a type", field(text), field({ type: ["string", "null"] }), ["forward"], "major"],
  ["a moved bound", field({ ...text, maxLength: 5 }), field({ ...text, maxLength: 3 }), [], "minor"],
  ["a format", field(text), field({ ...text, format: "uuid" }), [], "minor"],
  ["a member of a closed set more", field({ enum: ["a"] }), field({ enum: ["a", "b"] }), ["forward"], "major"],
  ["a member of a closed set less", field({ enum: ["a", "b"] }), field({ enum: ["a"] }), ["backward"], "major"],
  [
    "a member of an open set more",
    field({ ...text, "x-extensible-enum": ["a"] }),
    field({ ...text, "x-extensible-enum": ["a", "b"] }),
    [],
    "minor",
  ],
  [
    "a member of an open set less",
    field({ ...text, "x-extensible-enum": ["a", "b"] }),
    field({ ...text, "x-extensible-enum": ["a"] }),
    [],
    "minor",
  ],
  [
    "a closed set that is opened",
    field({ ...text, enum: ["a"] }),
    field({ ...text, "x-extensible-enum": ["a"] }),
    [],
    "minor",
  ],
  ["a deprecated property", field(text), field({ ...text, deprecated: true }), [], "minor"],
  ["another classification", field(text), field({ ...text, "x-classification": "personal" }), [], "minor"],
  [
    "a definition in the place of what it says",
    field({ type: "object", properties: { a: text } }),
    field({ $ref: "#/$defs/part" }, { $defs: { part: { type: "object", properties: { a: text } } } }),
    [],
    "patch",
  ],
  ["the same said in other words", field({ enum: ["a"] }), field({ const: "a" }), [], "patch"],
  [
    "a map of anything where there was one of strings",
    field({ type: "object", additionalProperties: text }),
    field({ type: "object", additionalProperties: {} }),
    ["forward"],
    "major",
  ],
  [
    "an alternative more",
    field({ anyOf: [text] }),
    field({ anyOf: [text, { type: "boolean" }] }),
    ["forward"],
    "major",
  ],
];

describe("the gate", () => {
  test.each(CASES)("judges %s", (_name, older, newer, breaks, bump) => {
    const report = gateOf([tried("1.0.0", newer)], releasedOf(tried("1.0.0", older)));
    const verdict = verdictOn(report);
    expect(verdict.breaks.map(({ direction }) => direction)).toEqual(breaks);
    expect(verdict.bump).toBe(bump);
    expect(verdict.wanted).toBe({ patch: "1.0.1", minor: "1.1.0" }[bump]);
    expect(verdict.changes.length).toBeGreaterThan(0);
    const errors = verdict.diagnostics.map(({ code }) => code);
    expect(errors).toEqual(bump === "major" ? breaks.map(() => "breaking-change") : ["version-too-low"]);
  });

  test.each(CASES.filter(([, , , breaks]) => breaks.length > 0))(
    "proves %s with an event that its writer may send and its reader refuses",
    (_name, older, newer) => {
      const contracts = [tried("1.0.0", older), tried("1.1.0", newer)] as const;
      const [old, now] = contracts.map((contract) => {
        const model = modelOf(contract);
        return bundle(eventOf(model, TRIED), model.references);
      }) as [object, object];
      for (const { direction, witness } of verdictOn(gateOf([contracts[1]], releasedOf(contracts[0]))).breaks) {
        const [writer, reader] = direction === "backward" ? [old, now] : [now, old];
        const accepts = (schema: object): boolean =>
          validatorOf({ ...schema, $schema: undefined } as never)(witness?.data as never);
        expect(accepts(closed(writer))).toBe(true);
        expect(accepts(open(reader))).toBe(false);
        const version = direction === "backward" ? "1.0.0" : "1.1.0";
        expect(witness).toMatchObject({
          specversion: "1.0",
          type: TRIED,
          datacontenttype: "application/json",
          dataschema: `https://schemas.statehub.org/test/tried/${version}`,
        });
      }
    },
  );

  test("compares with every released version: a removed name that returns with another type breaks with the first", () => {
    const released = releasedOf(tried("1.0.0", field(text)), tried("1.1.0"));
    const verdict = verdictOn(gateOf([tried("1.2.0", field({ type: "number" }))], released));
    expect(verdict.comparedWith).toEqual(["1.0.0", "1.1.0"]);
    expect(verdict.breaks.map(({ direction, versions }) => [direction, versions])).toEqual([
      ["backward", ["1.0.0"]],
      ["forward", ["1.0.0"]],
    ]);
  });

  test("tells what breaks with several versions once", () => {
    const older = ["1.0.0", "1.0.1", "1.0.2"].map((version, i) =>
      tried(version, { ...field(text), description: `No. ${i}.` }),
    );
    const verdict = verdictOn(gateOf([tried("1.1.0", needed(text))], releasedOf(...older)));
    expect(verdict.breaks).toMatchObject([{ direction: "backward", versions: ["1.0.0", "1.0.1", "1.0.2"] }]);
    expect(verdict.breaks[0]?.hurt).toContain("1.0.0 to 1.0.2 (3 versions)");
  });

  test("never compares the same twice", () => {
    const older = ["1.0.0", "1.0.1", "1.0.2"].map((version, i) =>
      tried(version, { ...field(text), description: `No. ${i}.` }),
    );
    const report = gateOf([tried("1.1.0", field({ ...text, maxLength: 3 }))], releasedOf(...older));
    expect(report).toMatchObject({ versions: 3, comparisons: 1 });
    expect(gateOf([tried("1.0.0")], releasedOf(tried("1.0.0")))).toMatchObject({ versions: 1, comparisons: 0 });
  });

  test("says at which line of which file, in the contract or in what it refers to", () => {
    const changed = tried("1.1.0", { properties: { field: { type: "integer" } } });
    const { breaks, changes } = verdictOn(gateOf([changed], releasedOf(tried("1.0.0", field(text)))));
    const line =
      JSON.stringify(changed, null, 2)
        .split("\n")
        .findIndex((one) => one.includes('"integer"')) + 1;
    expect(breaks[0]?.place).toMatchObject({
      file: "schemas/test/tried.v1.json",
      line,
      pointer: "/properties/field/type",
    });
    expect(changes[0]?.new).toMatchObject({ file: "schemas/test/tried.v1.json", line });
    expect(changes[0]?.old).toMatchObject({ file: "schemas/released/test/tried/1.0.0.json" });
  });

  test("says in words what is refused, who is hurt and what to do", () => {
    const { breaks } = verdictOn(gateOf([tried("1.1.0", needed(text))], releasedOf(tried("1.0.0"))));
    expect(breaks).toMatchObject([
      {
        location: "/field",
        refusal: '"/field" may be missing, and is required',
        hurt: expect.stringContaining("consumers that take the new version refuse events of 1.0.0"),
        ways: ['make "/field" optional', expect.stringContaining(`new ${TRIED}.v2`)],
      },
    ]);
  });

  test("treats what it cannot prove as breaking, and says so", () => {
    const irregular = (pattern: string): Part => field({ ...text, not: { pattern } });
    const released = releasedOf(tried("1.0.0", irregular("^(a*)b\\1$")));
    const { bump, breaks, diagnostics } = verdictOn(gateOf([tried("1.1.0", irregular("^(a+)c\\1$"))], released));
    expect(bump).toBe("major");
    expect(breaks[0]).toMatchObject({ isProved: false, witness: undefined, location: undefined });
    expect(diagnostics[0]).toMatchObject({
      code: "not-proved",
      message: expect.stringContaining("not proved, and so"),
    });
  });

  test("shows what breaks in a proposed event, which does not count", () => {
    const proposed = { lifecycle: "proposed" };
    const base = {
      label: "main",
      isRepository: true,
      model: modelOf(tried("1.0.0", field(text), proposed)),
      released: releasedOf(),
    };
    const report = gateOf([tried("1.0.0", field({ type: "integer" }), proposed)], releasedOf(), { base });
    expect(problemsOf(report)).toEqual([]);
    expect(verdictOn(report)).toMatchObject({ state: "changed", bump: "none", exempt: expect.any(String) });
    expect(verdictOn(report).changes).toMatchObject([{ backward: "breaking", forward: "breaking" }]);
  });

  test("holds a stable contract to what the base says before anything is released", () => {
    const base = {
      label: "main",
      isRepository: true,
      model: modelOf(tried("1.0.0", field(text))),
      released: releasedOf(),
    };
    const report = gateOf([tried("1.0.0", field({ type: "integer" }))], releasedOf(), { base });
    expect(problemsOf(report).map(({ code }) => code)).toEqual(["breaking-change", "breaking-change"]);
    expect(verdictOn(report).comparedWith).toEqual(["1.0.0 of main"]);
  });

  test("does not hold it to what the base says beyond what is released", () => {
    const released = releasedOf(tried("1.0.0"));
    const base = { label: "main", isRepository: true, model: modelOf(tried("1.1.0", field(text))), released };
    expect(problemsOf(gateOf([tried("1.1.0", field({ type: "integer" }))], released, { base }))).toEqual([]);
  });

  test("finds a released version whose lock was edited with it, by the base", () => {
    const base = { label: "main", isRepository: true, model: undefined, released: releasedOf(tried("1.0.0")) };
    const edited = releasedOf(tried("1.0.0", field(text)));
    const now = [tried("1.0.0", field(text))];
    expect(gateOf(now, edited, { base }).diagnostics).toMatchObject([{ code: "released-edited" }]);
    expect(gateOf(now, releasedOf(), { base }).diagnostics).toMatchObject([{ code: "released-missing" }]);
  });

  test("is not got around by a version that is frozen in the same branch", () => {
    const older = tried("1.0.0", field(text));
    const now = tried("1.1.0", field({ type: "integer" }));
    const base = { label: "main", isRepository: true, model: modelOf(older), released: releasedOf(older) };
    const verdict = verdictOn(gateOf([now], releasedOf(older, now), { base }));
    expect(verdict).toMatchObject({ latest: "1.0.0", bump: "major", state: "changed", packageBump: "minor" });
    expect(verdict.breaks.map(({ versions }) => versions)).toEqual([["1.0.0"], ["1.0.0"]]);
    const added = tried("2.0.0");
    const report = gateOf([older, added], releasedOf(older, added), { base });
    expect(verdictOn(report, `${TRIED}.v2`)).toMatchObject({ state: "new", packageBump: "minor" });
  });

  test("refuses another key: events of one thing would lose their order", () => {
    const both = { properties: { other: text }, required: ["other"] };
    const verdict = verdictOn(gateOf([tried("1.1.0", both, { key: "/other" })], releasedOf(tried("1.0.0", both))));
    expect(verdict.bump).toBe("major");
    expect(verdict.diagnostics).toMatchObject([{ code: "key-changed", pointer: "/x-event/key" }]);
  });

  test.each([
    ["1.0.0", "version-too-low"],
    ["1.0.9", "version-too-low"],
    ["1.1.0", undefined],
    ["1.1.1", "version-skips"],
    ["1.2.0", "version-skips"],
  ])("wants the next minor after 1.0.0 for what can be noticed, given %s", (version, code) => {
    const { diagnostics, wanted } = verdictOn(gateOf([tried(version, field(text))], releasedOf(tried("1.0.0"))));
    expect(diagnostics.map((one) => one.code)).toEqual(code === undefined ? [] : [code]);
    expect(wanted).toBe("1.1.0");
  });
});

describe("a contract that is gone", () => {
  const other = tried("2.0.0");

  test("is missed where a version is released", () => {
    const report = gateOf([other], releasedOf(tried("1.0.0")));
    expect(verdictOn(report)).toMatchObject({ state: "removed", diagnostics: [{ code: "contract-removed" }] });
  });

  test("is missed where the base has it as stable, and not where it was only proposed", () => {
    const based = (lifecycle: string) =>
      gateOf([other], releasedOf(), {
        base: {
          label: "main",
          isRepository: true,
          model: modelOf(tried("1.0.0", {}, { lifecycle })),
          released: releasedOf(),
        },
      });
    expect(problemsOf(based("stable"))).toMatchObject([{ code: "contract-removed" }]);
    expect(problemsOf(based("proposed"))).toEqual([]);
  });

  test("is not missed after it was retired", () => {
    const retired = tried("1.1.0", {}, { lifecycle: "retired", sunset: "2025-01-01" });
    expect(problemsOf(gateOf([other], releasedOf(tried("1.0.0"), retired)))).toEqual([]);
  });
});
