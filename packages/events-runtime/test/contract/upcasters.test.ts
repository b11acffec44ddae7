import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { readingOf } from "../../src/contract/upcasters.ts";
import {
  type ContractSet,
  createEnvelope,
  type EventContract,
  parseEvent,
  type Upcaster,
  type UpcastersByType,
} from "../../src/index.ts";
import { envelope, repoRegistered, repoRegisteredV2, source, taskStale, toV2 } from "../support/contracts.ts";

const repoRegisteredV3: EventContract<"org.statehub.repo.registered.v3", { id: string }> = {
  ...(repoRegisteredV2 as EventContract<never, never>),
  type: "org.statehub.repo.registered.v3",
  version: "3.0.0",
  key: "/id",
  dataschema: "https://schemas.statehub.org/repo/registered/3.0.0",
  strict: taskStale.strict as never,
  tolerant: taskStale.tolerant as never,
};
const toV3: Upcaster<{ repo_id: string }, { id: string }> = {
  from: repoRegisteredV2,
  to: repoRegisteredV3,
  upcast: ({ repo_id }) => ({ id: repo_id }),
};

function setOf(contracts: readonly EventContract[], ...steps: readonly Upcaster[]): ContractSet {
  return {
    envelope,
    contracts: Object.fromEntries(contracts.map((contract) => [contract.type, contract])),
    upcasters: Object.fromEntries(steps.map((step) => [step.from.type, step])),
  };
}

const sent = createEnvelope(
  repoRegistered,
  { repo_id: "r1", name: "hub" },
  { source, correlationid: "c1", time: new Date("2026-01-02T03:04:05Z") },
);
const bytes = new TextEncoder().encode(JSON.stringify(sent));
const both = [repoRegistered, repoRegisteredV2];

function refusal(set: ContractSet): Error {
  try {
    parseEvent(bytes, set);
  } catch (error) {
    return error as Error;
  }
  throw new RangeError("nothing was thrown");
}

describe("an event of an older major is read as the newest", () => {
  test("with the newer type, dataschema and data, and all else as it was sent", () => {
    expect(parseEvent(bytes, setOf(both, toV2))).toEqual({
      ...sent,
      type: "org.statehub.repo.registered.v2",
      dataschema: "https://schemas.statehub.org/repo/registered/2.0.0",
      data: { repo_id: "r1", title: "hub", owner_email: null },
    });
  });

  test("over several steps", () => {
    expect(parseEvent(bytes, setOf([...both, repoRegisteredV3], toV2, toV3))).toMatchObject({
      type: "org.statehub.repo.registered.v3",
      subject: "r1",
      data: { id: "r1" },
    });
  });

  test("and is left alone where no upcaster leads away from it", () => {
    const newer = createEnvelope(repoRegisteredV2, { repo_id: "r1", title: "hub", owner_email: null }, { source });
    expect(parseEvent(Buffer.from(JSON.stringify(newer)), setOf(both, toV2))).toEqual(newer);
    expect(parseEvent(bytes, setOf(both))).toEqual(sent);
  });
});

describe("what an upcaster gives is checked", () => {
  const wrong = { repo_id: 7, title: "hub", owner_email: "jo@example.org" } as never;

  test("a throwing one is named with its step, and the error's own words stay out of the message", () => {
    const upcast = () => {
      throw new RangeError("jo@example.org is no owner");
    };
    const error = refusal(setOf(both, { ...toV2, upcast }));
    expect(error).toMatchObject({
      code: "upcast_failed",
      retryable: false,
      message:
        "[upcast_failed] org.statehub.repo.registered to org.statehub.repo.registered.v2: the upcaster threw RangeError",
      cause: expect.any(RangeError),
    });
  });

  test("data that the newer contract refuses is named by pointer, without sensitive values", () => {
    const error = refusal(setOf(both, { ...toV2, upcast: () => wrong }));
    expect(error).toMatchObject({
      code: "upcast_failed",
      violations: [{ pointer: "/repo_id", got: "number 7", want: "string" }],
    });
    expect(inspect(error)).not.toContain("example.org");
  });

  test("after each step, before the next one sees it", () => {
    const error = refusal(setOf([...both, repoRegisteredV3], { ...toV2, upcast: () => wrong }, toV3));
    expect(error.message).toContain("org.statehub.repo.registered to org.statehub.repo.registered.v2: /repo_id");
  });

  test("data that its own contract refuses never reaches an upcaster", () => {
    const older = Buffer.from(JSON.stringify({ ...sent, data: { repo_id: "r1" } }));
    expect(() => parseEvent(older, setOf(both, toV2))).toThrow("[invalid_event] org.statehub.repo.registered: /name");
  });
});

describe("what is read for the contracts that a consumer wants", () => {
  const upcasters: UpcastersByType = { [repoRegistered.type]: toV2, [repoRegisteredV2.type]: toV3 };
  const cases: { wanted: readonly EventContract[]; read: readonly EventContract[]; steps: readonly Upcaster[] }[] = [
    { wanted: [repoRegisteredV3], read: [repoRegisteredV3, repoRegisteredV2, repoRegistered], steps: [toV2, toV3] },
    { wanted: [repoRegisteredV2], read: [repoRegisteredV2, repoRegistered], steps: [toV2] },
    { wanted: [repoRegistered, taskStale], read: [repoRegistered, taskStale], steps: [] },
    { wanted: [repoRegistered, repoRegisteredV2], read: [repoRegistered, repoRegisteredV2], steps: [] },
    {
      wanted: [repoRegisteredV3, repoRegistered],
      read: [repoRegisteredV3, repoRegistered, repoRegisteredV2],
      steps: [toV3],
    },
  ];
  test.each(cases)("case %#: the older majors that lead to them", ({ wanted, read, steps }) => {
    const reading = readingOf(wanted, upcasters);
    expect(reading.contracts).toEqual(read);
    expect(new Set(Object.values(reading.upcasters))).toEqual(new Set(steps));
  });
});
