import { describe, expect, test } from "vitest";
import { indexFiles, units } from "../src/generate/units.ts";
import type { InputFile, Model } from "../src/model/model.ts";
import { readModel } from "../src/model/model.ts";
import { asFile, commonContract, eventContract } from "./support/contracts.ts";
import { runtime } from "./support/runtime.ts";

type Contract = Readonly<Record<string, unknown>>;

const part = (type: string): Contract =>
  commonContract("part", { type: "object", properties: { name: { type } }, required: ["name"] });
const moved = (more: Contract = {}): Contract =>
  eventContract("org.statehub.test.moved", {
    properties: { to: { type: "string" }, part: { $ref: "../common/part.json" } },
    ...more,
  });
const opened = eventContract("org.statehub.test.opened", { properties: { by: { type: "string" } } });
const closed = eventContract("org.statehub.other.thing.closed", { description: "A thing was closed." });
const closedV2 = eventContract("org.statehub.other.thing.closed.v2", { description: "A thing was closed, again." });
const BASE = [part("string"), moved(), opened, closed];

const DOCUMENT = "# Subjects\n\n<!-- generated: subjects -->\n\nold\n\n<!-- /generated: subjects -->\n\nMore.\n";

async function generate(inputs: readonly InputFile[]): Promise<Map<string, string>> {
  const { model, diagnostics } = readModel(inputs);
  expect(diagnostics).toEqual([]);
  return textsOf(model);
}

async function textsOf(model: Model): Promise<Map<string, string>> {
  const { committed, built } = units(model, { tool: "test", validation: runtime });
  const rendered = await Promise.all([...committed, ...built].map((unit) => unit.render()));
  expect(rendered.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  const files = [...rendered.flatMap((one) => one.files), ...indexFiles(model, DOCUMENT)];
  return new Map(files.map(({ path, text }) => [path, text]));
}

const generateFrom = (contracts: readonly Contract[]): Promise<Map<string, string>> => generate(contracts.map(asFile));

/** The paths of files whose text differs, or that are in one only. */
function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .sort();
}

/** The lines of `before` that are not in `after`. */
function lost(before = "", after = ""): string[] {
  const kept = new Set(after.split("\n"));
  return before.split("\n").filter((line) => !kept.has(line));
}

describe("generation", () => {
  test("gives the same bytes twice, and whatever the order of the files", async () => {
    const first = await generateFrom(BASE);
    expect(changed(first, await generateFrom(BASE))).toEqual([]);
    expect(changed(first, await generateFrom(BASE.toReversed()))).toEqual([]);
  });

  test("does not depend on how a file is laid out, but for its digest's being of what it says", async () => {
    const compact = BASE.map((contract) => ({ ...asFile(contract), text: JSON.stringify(contract) }));
    expect(changed(await generateFrom(BASE), await generate(compact))).toEqual([]);
  });

  test("gives one digest whatever the order of properties", async () => {
    const sorted = (value: unknown): unknown =>
      typeof value !== "object" || value === null || Array.isArray(value)
        ? value
        : Object.fromEntries(
            Object.entries(value)
              .toSorted()
              .map(([key, one]) => [key, sorted(one)]),
          );
    const digests = async (contracts: readonly Contract[]): Promise<unknown> =>
      [...(await generateFrom(contracts))].flatMap(([path, text]) =>
        path.endsWith("v1.ts") ? text.match(/sha256:\w+/g) : [],
      );
    expect(await digests(BASE)).toEqual(await digests(BASE.map((contract) => sorted(contract) as Contract)));
  });

  test("after one field has changed, changes that event's own files only", async () => {
    const after = await generateFrom([
      part("string"),
      moved({ properties: { to: { type: "integer" } } }),
      opened,
      closed,
    ]);
    expect(changed(await generateFrom(BASE), after)).toEqual([
      "event-types/org.statehub.test.moved.md",
      "packages/events-contracts/schemas/test/moved/1.0.0.json",
      "packages/events-contracts/src/gen/test/moved.v1.ts",
      "packages/events-contracts/validators/test/moved.v1.js",
    ]);
  });

  test("after a description has changed, changes that event's own lines of the indexes", async () => {
    const before = await generateFrom(BASE);
    const after = await generateFrom([part("string"), moved({ description: "It moved." }), opened, closed]);
    const indexes = changed(before, after).filter((path) => !path.includes("moved"));
    expect(indexes).toEqual([
      "event-types/README.md",
      "packages/events-contracts/src/gen/events.ts",
      "packages/events-contracts/src/gen/subjects.ts",
      "packages/events-publisher/src/gen/events.ts",
    ]);
    for (const path of indexes)
      expect(lost(after.get(path), before.get(path)).every((line) => line.includes("It moved."))).toBe(true);
  });

  test("after a shared fragment has changed, changes the module of the fragment and what is made of it", async () => {
    expect(changed(await generateFrom(BASE), await generateFrom([part("number"), moved(), opened, closed]))).toEqual([
      "event-types/org.statehub.test.moved.md",
      "packages/events-contracts/schemas/test/moved/1.0.0.json",
      "packages/events-contracts/src/gen/common/part.ts",
      "packages/events-contracts/src/gen/test/moved.v1.ts",
      "packages/events-contracts/validators/test/moved.v1.js",
    ]);
  });

  test("after an event was added, changes no line of another event's files, and only adds lines to the indexes", async () => {
    // The index of upcasters has another form while there are none.
    const base = [...BASE, eventContract("org.statehub.test.opened.v2")];
    const before = await generateFrom(base);
    const after = await generateFrom([...base, closedV2]);
    const others = changed(before, after).filter((path) => before.has(path));
    expect(others.every((path) => /README\.md$|nats-event-subjects\.md$|gen\/\w+\.ts$/.test(path))).toBe(true);
    // The publisher hangs a later major on the method of the first, and imports all types on one line.
    for (const path of others.filter((one) => !one.includes("publisher")))
      expect(lost(before.get(path), after.get(path))).toEqual([]);
  });

  test("keys a unit by all that it depends on and nothing else", () => {
    const inputsOf = (contracts: readonly Contract[]): Map<string, string> => {
      const { committed, built } = units(readModel(contracts.map(asFile)).model, { tool: "test", validation: runtime });
      return new Map([...committed, ...built].map(({ name, input }) => [name, input]));
    };
    const before = inputsOf(BASE);
    expect(changed(before, inputsOf([part("number"), moved(), opened, closed]))).toEqual([
      "snapshot test/moved.v1",
      "types common/part",
      "types test/moved.v1",
      "validators test/moved.v1",
    ]);
    expect(changed(before, inputsOf([...BASE, closedV2])).every((name) => name.endsWith("closed.v2"))).toBe(true);
  });
});
