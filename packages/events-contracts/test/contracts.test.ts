import { readFileSync } from "node:fs";
import type { EventEnvelope as RuntimeEnvelope } from "@statehub/events-runtime";
import { describe, expect, expectTypeOf, test } from "vitest";
import type { EventEnvelope as GeneratedEnvelope } from "../src/gen/envelope.ts";
import { consume, contractSet, contracts, type EventType, readSchema, subjectFilter, subjects } from "../src/index.ts";
import { dataOf, eventOf, examples } from "../src/testing.ts";

interface ContractFile {
  readonly examples: readonly unknown[];
  readonly "x-invalid-examples": readonly { why: string; data: unknown }[];
}

const types = Object.keys(contracts) as EventType[];

/** `org.statehub.repo.registered` → schemas/repo/registered.v1.json, `org.statehub.repo.registered.v2` → ….v2.json */
function contractFile(type: string): ContractFile {
  const [, words = "", major = "v1"] = /^org\.statehub\.(.*?)(?:\.(v\d+))?$/.exec(type) ?? [];
  const path = `../../../schemas/${words.replaceAll(".", "/")}.${major}.json`;
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
}

describe.each(types)("%s", (type) => {
  const contract = contracts[type];
  const file = contractFile(type);

  test.each(file.examples.map((example, i) => [i, example]))("accepts its example %i on both sides", (_, example) => {
    expect([contract.strict(example), contract.strict.errors]).toEqual([true, null]);
    expect([contract.tolerant(example), contract.tolerant.errors]).toEqual([true, null]);
  });

  test.each(file["x-invalid-examples"])("is not published when $why", ({ data }) => {
    expect(contract.strict(data)).toBe(false);
  });

  test("is read with a field that it does not declare, and not published with it", () => {
    const newer = { ...dataOf(type), added_later: 1 };
    expect(contract.tolerant(newer)).toBe(true);
    expect(contract.strict(newer)).toBe(false);
  });

  test("has fixtures, its schema under its dataschema, and its subject", async () => {
    expect(examples[type]).toEqual(file.examples);
    const schema = await readSchema(contract.dataschema);
    expect(schema?.$id).toBe(contract.dataschema);
    expect(Object.values(subjects)).toContain(type);
  });

  test("travels in an envelope that both sides accept", () => {
    const event = eventOf(type);
    expect(contractSet.envelope.strict(event)).toBe(true);
    expect(contractSet.envelope.tolerant({ ...event, unknownextension: "x" })).toBe(true);
    expect(event.data).toEqual(file.examples[0]);
  });
});

test("a fixture is a copy with whole properties replaced", () => {
  const data = dataOf("org.statehub.repo.registered", { topics: ["one"] });
  data.owner.slug = "changed";
  expect(data.topics).toEqual(["one"]);
  expect(dataOf("org.statehub.repo.registered").owner.slug).toBe("team-custodian");
});

test("a version that the package does not carry has no schema here, nor has a way out of its folder", async () => {
  for (const dataschema of [
    "https://schemas.statehub.org/repo/registered/9.0.0",
    "https://schemas.statehub.org/../package/1.0.0",
    "https://example.org/repo/registered/1.0.0",
    "",
  ]) {
    expect(await readSchema(dataschema)).toBeUndefined();
  }
});

test("a group of events has a subject filter", () => {
  expect(subjectFilter()).toBe("org.statehub.>");
  expect(subjectFilter("domain")).toBe("org.statehub.domain.>");
  expect(subjectFilter("domain.goal")).toBe("org.statehub.domain.goal.>");
  // @ts-expect-error: an event is no group
  expect(subjectFilter("repo.registered")).toBe("org.statehub.repo.registered.>");
});

test("the runtime's envelope is the one that schemas/envelope.json describes", () => {
  expectTypeOf<RuntimeEnvelope<string, Record<string, unknown>>>().toExtend<GeneratedEnvelope>();
  expectTypeOf<GeneratedEnvelope>().toExtend<RuntimeEnvelope<string, Record<string, unknown>>>();
});

test.each<[string, object, string]>([
  ["an unknown type", { types: ["org.statehub.repo.lost"], handlers: {} }, "org.statehub.repo.lost"],
  ["a type that is a name of every object", { types: ["constructor"], handlers: {} }, "constructor"],
  ["no types", { handlers: {} }, "types"],
  ["no handlers", { types: ["org.statehub.repo.registered"] }, "handlers"],
])("consuming %s is refused by name", async (_, options, name) => {
  const consuming = consume({ durable: "d", servers: "127.0.0.1:1", env: {}, ...options } as never);
  await expect(consuming).rejects.toMatchObject({
    code: "invalid_options",
    message: expect.stringContaining(name),
  });
});
