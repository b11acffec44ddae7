import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SchemaObject } from "@statehub/contract-tools";
import { dataOf, eventOf } from "@statehub/events-contracts/testing";
import { createEnvelope, type EventContract } from "@statehub/events-runtime";
import { describe, expect, test } from "vitest";
import { ConformanceCheck, isConforming } from "../../src/events/conformance.ts";
import { knownContracts } from "../../src/events/known-contracts.ts";
import { statehubEvents } from "../support/command.ts";
import { temporaryFolder } from "../support/repository.ts";
import { operated } from "./server.ts";

const REGISTERED = "org.statehub.repo.registered";
const STALE = "org.statehub.task.stale";

const registered = (changes: object = {}) => ({
  ...eventOf(REGISTERED),
  data: { ...dataOf(REGISTERED), ...changes },
});

/** One event of every kind that there is something to say about. */
const RECORDED: readonly (object | string)[] = [
  registered(),
  registered({ visibility: 7 }),
  registered({ visibility: 8 }),
  registered({ default_branch: "" }),
  registered({ nickname: "hunter2" }),
  registered({ full_name: "statehub/state-hub" }),
  registered({ registration: { method: "manual", registered_by: { kind: "user", id: "u", email: "jo at example" } } }),
  { ...registered(), dataschema: "https://schemas.statehub.org/repo/registered/1.7.0" },
  eventOf(STALE),
  { ...registered(), type: "org.statehub.repo.vanished" },
  { ...registered(), id: "7" },
  '{"password":"hunter2"',
];

const lines = RECORDED.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("\n");

async function fileOf(text: string): Promise<string> {
  const file = join(await temporaryFolder(), "events.jsonl");
  await writeFile(file, text);
  return file;
}

describe("conform", () => {
  test("says of each type what is refused, broken, undeclared, deprecated, unused and not released, and where", async () => {
    const file = await fileOf(lines);
    const { code, stdout, stderr } = await statehubEvents(["conform", "--events", file, "--json"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ events: 12, isConforming: false, undecodable: { count: 1 } });
    const [repo, stale, vanished, ...others] = result.types;
    expect(others).toEqual([]);
    expect(repo).toMatchObject({
      type: REGISTERED,
      isKnown: true,
      events: 9,
      // Two wrong visibilities.
      refused: 2,
      // An empty branch, an undeclared field, an address that is none, and an id that is none.
      broken: 4,
      undeclared: { "/nickname": { count: 1, first: `${file}:5` } },
      deprecated: { "/full_name": { first: `${file}:6` } },
      versions: {
        "https://schemas.statehub.org/repo/registered/1.0.0": { count: 8, isReleased: true },
        "https://schemas.statehub.org/repo/registered/1.7.0": { count: 1, isReleased: false, first: `${file}:8` },
      },
    });
    const reasons = repo.reasons.map(({ side, text, count, first }: Record<string, unknown>) => ({
      side,
      text,
      count,
      first,
    }));
    expect(reasons).toContainEqual({
      side: "tolerant",
      text: "/visibility: got number 7, want string",
      count: 2,
      first: `${file}:2`,
    });
    expect(reasons).toContainEqual({
      side: "strict",
      text: '/default_branch: got string "", want at least 1 character',
      count: 1,
      first: `${file}:4`,
    });
    expect(stale).toMatchObject({ type: STALE, events: 1, refused: 0, broken: 0, undeclared: {} });
    expect(stale.neverSeen.length).toBeGreaterThan(0);
    expect(vanished).toMatchObject({ type: "org.statehub.repo.vanished", isKnown: false, events: 1 });
    for (const secret of ["hunter2", "jo at example"]) expect(stdout).not.toContain(secret);
  });

  test("prints a table, and what was found of each type", async () => {
    const { code, stdout, stderr } = await statehubEvents(["conform", "--events", "-"], { stdin: lines });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatch(/^type +events +refused +not as promised +versions\n/);
    expect(stdout).toMatch(/org\.statehub\.repo\.registered +9 +2 \(22\.2 %\) +4 \(44\.4 %\) +1\.0\.0 1\.7\.0\n/);
    expect(stdout).toMatch(/org\.statehub\.repo\.vanished +1 +unknown type/);
    expect(stdout).toContain("  undeclared /nickname: once, first at -:5\n");
    expect(stdout).toContain("  deprecated /full_name: once, first at -:6\n");
    expect(stdout).toContain("version not released https://schemas.statehub.org/repo/registered/1.7.0: once");
    expect(stdout).toContain("1 are no event\n");
    expect(stdout).toMatch(/\nnot all conform: 12 events of 3 types in /);
    expect(stdout).not.toContain("hunter2");
  });

  test("deprecated and unused fields alone are no reason to fail", async () => {
    const stdin = `${JSON.stringify(registered({ full_name: "statehub/state-hub" }))}\n`;
    const { code, stdout } = await statehubEvents(["conform", "--events", "-"], { stdin });
    expect(code).toBe(0);
    expect(stdout).toContain("deprecated /full_name: once");
    expect(stdout).toContain("all conform: 1 event of 1 type in ");
  });

  test("keeps as many distinct reasons as it is told to", async () => {
    const { stdout } = await statehubEvents(["conform", "--events", "-", "--reasons", "1", "--json"], { stdin: lines });
    const [repo] = JSON.parse(stdout).types;
    expect(repo.reasons).toHaveLength(1);
    expect(repo.moreReasons).toBe(true);
  });

  test("reads a stream, a part of it, and single types of it", async () => {
    const { run, store } = await operated();
    for (const one of RECORDED) {
      const type = typeof one === "string" ? REGISTERED : (one as { type: string }).type;
      await store(type, one);
    }
    const of = async (args: string) =>
      JSON.parse((await run(`conform --stream STATEHUB_EVENTS --json ${args}`)).stdout);
    expect(await of("--from 1h")).toMatchObject({
      events: 12,
      undecodable: { reasons: [{ first: "STATEHUB_EVENTS 12" }] },
    });
    expect(await of("--type task.stale")).toMatchObject({ events: 1, isConforming: true });
    expect(await of("--to 1h")).toMatchObject({ events: 0, isConforming: true });
    expect(await run("conform --stream NOPE")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("[no_stream]"),
    });
  });

  test("an event on the subject of another type is refused by readers", async () => {
    const { run, store } = await operated();
    await store(STALE, registered());
    const { code, stdout } = await run("conform --stream STATEHUB_EVENTS");
    expect(code).toBe(1);
    expect(stdout).toContain(`unknown_type (tolerant) got type "${REGISTERED}" on subject ${STALE}, want the same`);
  });
});

describe("conformance beside contracts of one's own", () => {
  const anything = Object.assign((_: unknown): _ is unknown => true, { errors: null });
  const contract: EventContract = {
    type: "org.statehub.tree.grown",
    version: "1.1.0",
    key: "/name",
    dataschema: "https://schemas.statehub.org/tree/grown/1.1.0",
    digest: "sha256:",
    sensitive: [],
    strict: anything,
    tolerant: anything,
  };
  const tree: SchemaObject = {
    type: "object",
    properties: {
      name: { type: "string" },
      labels: { type: "object", additionalProperties: { type: "string" } },
      below: { type: "array", items: { $ref: "#" } },
    },
  } as SchemaObject;
  const older = { type: "object", properties: { name: { type: "string" }, age: { type: "integer" } } } as SchemaObject;
  const schemas: Readonly<Record<string, SchemaObject>> = {
    "https://schemas.statehub.org/tree/grown/1.1.0": {
      ...tree,
      "x-event": { lifecycle: "deprecated" },
    } as SchemaObject,
    "https://schemas.statehub.org/tree/grown/1.0.0": older,
  };
  const contracts = {
    set: { envelope: knownContracts.set.envelope, contracts: { [contract.type]: contract } },
    schemaOf: async (dataschema: string) => schemas[dataschema],
  };

  async function resultOf(...events: readonly { data: object; version?: string }[]) {
    const check = new ConformanceCheck(contracts, 5);
    for (const [i, { data, version = "1.1.0" }] of events.entries()) {
      const dataschema = `https://schemas.statehub.org/tree/grown/${version}`;
      const event = { ...createEnvelope(contract, data, { source: "urn:statehub:test" }), dataschema };
      await check.add(Buffer.from(JSON.stringify(event)), `event ${i}`, undefined);
    }
    return check.result;
  }

  test("a deprecated event that is still sent is told, and is no reason to fail", async () => {
    const result = await resultOf({ data: { name: "a" } });
    expect(result.types).toMatchObject([{ ending: "deprecated", events: 1, neverSeen: ["/labels", "/below"] }]);
    expect(isConforming(result)).toBe(true);
  });

  test("an event is measured by the version that it was written to", async () => {
    const result = await resultOf({ data: { name: "a", age: 1 }, version: "1.0.0" }, { data: { name: "a", age: 1 } });
    expect(result.types[0]?.undeclared).toEqual({ "/age": { count: 1, first: "event 1" } });
  });

  test("free names and schemas that contain themselves are declared at any depth", async () => {
    const deep = { name: "a", below: [{ name: "b", below: [{ name: "c", below: [], labels: { any: "x" } }] }] };
    const result = await resultOf({ data: { ...deep, labels: { one: "1", two: "2" } } });
    expect(result.types[0]).toMatchObject({ undeclared: {}, neverSeen: [] });
    const other = await resultOf({ data: { name: "a", below: [{ name: "b", below: [{ nane: "c" }] }] } });
    expect(Object.keys(other.types[0]?.undeclared ?? {})).toEqual(["/below/*/below/*/nane"]);
  });

  test("undeclared names without end do not fill the memory", async () => {
    const data = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`x${i}`, i]));
    const result = await resultOf({ data: { name: "a", ...data } });
    expect(Object.keys(result.types[0]?.undeclared ?? {})).toHaveLength(100);
  });
});

describe("the command line of conform", () => {
  test.each([
    { args: "conform", code: 2, want: "want either a file of events (one per line) or --stream" },
    { args: "conform --events nowhere.jsonl", code: 2, want: "nowhere.jsonl does not exist" },
    { args: "conform --events - --reasons 0", code: 2, want: '--reasons: got "0"' },
    { args: "conform --stream STATEHUB_EVENTS", code: 2, want: "give --server or set NATS_URL" },
    { args: "conform --help", code: 0, want: "usage: statehub-events conform" },
  ])("$args ends with $code and says what is wanted", async ({ args, code, want }) => {
    const ran = await statehubEvents(args.split(" "), { env: { NATS_URL: "" } });
    expect(ran.code).toBe(code);
    expect(ran.stdout + ran.stderr).toContain(want);
  });
});
