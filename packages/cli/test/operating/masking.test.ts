import type { SchemaObject } from "@statehub/contract-tools";
import type { EventContract } from "@statehub/events-runtime";
import { describe, expect, test } from "vitest";
import { maskedEvent } from "../../src/events/masking.ts";

const schema = {
  type: "object",
  properties: {
    id: { type: "string" },
    people: { type: "array", items: { type: "object", properties: { name: {}, team: {} } } },
    by_email: { type: "object", additionalProperties: { type: "integer" } },
    labels: { type: "object", additionalProperties: { type: "string" } },
    "a/b": { type: "string" },
  },
} as SchemaObject;

const anything = Object.assign((_: unknown): _ is unknown => true, { errors: null });

function masked(data: unknown, changes: Partial<EventContract> = {}): Record<string, unknown> | undefined {
  const contract: EventContract = {
    ...{ type: "org.statehub.team.formed", version: "1.0.0", key: "/id", dataschema: "", digest: "" },
    ...{ sensitive: ["/people/*/name", "/by_email/*", "/a~1b"], strict: anything, tolerant: anything },
    ...changes,
  };
  const envelope = { type: contract.type, subject: "s", id: "i", extra: "x", data };
  return maskedEvent({ envelope, contract, problem: undefined }, schema) as Record<string, unknown>;
}

describe("what is printed of an event", () => {
  test.each([
    {
      name: "a personal field of a list's items",
      data: { people: [{ name: "Jo", team: "t" }] },
      want: { people: [{ name: "[masked]", team: "t" }] },
    },
    {
      name: "a map whose names may be personal",
      data: { by_email: { "jo@example.org": 1 } },
      want: { by_email: "[masked]" },
    },
    { name: "a map that is open", data: { labels: { tier: "1" } }, want: { labels: { tier: "1" } } },
    { name: "a name with a slash", data: { "a/b": "Jo" }, want: { "a/b": "[masked]" } },
    {
      name: "an undeclared field, whatever is in it",
      data: { id: "1", emial: { of: "jo" } },
      want: { id: "1", emial: "[masked]" },
    },
    {
      name: "a value where something personal was to be inside of it",
      data: { people: ["Jo"] },
      want: { people: ["[masked]"] },
    },
    { name: "data that is no object", data: "jo@example.org", want: "[masked]" },
  ])("$name", ({ data, want }) => {
    expect(masked(data)?.data).toEqual(want);
  });

  test("has no attribute that no envelope has, and no subject that is personal", () => {
    expect(masked({})).toMatchObject({ id: "i", subject: "s", extra: "[masked]" });
    expect(masked({}, { sensitive: ["/id"] })).toMatchObject({ subject: "[masked]" });
  });

  test("is no data and no subject of a type that nobody knows", () => {
    const envelope = { type: "org.statehub.x.y", subject: "jo", data: { name: "jo" } };
    const shown = maskedEvent({ envelope, contract: undefined, problem: undefined }, undefined);
    expect(shown).toEqual({ type: "org.statehub.x.y", subject: "[masked]", data: "[masked]" });
  });
});
