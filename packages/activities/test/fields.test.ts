import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate, fieldsOf, prepareActivity } from "../src/index.ts";
import { contracts } from "./support/contracts.ts";
import { type Changes, definitionOf } from "./support/definition.ts";
import { called, condition, data, eventOf, field, guarded } from "./support/expressions.ts";

const names = { consumer: "c", owner: "o", repository: "https://example.org/r" };
const readsOf = (changes: Changes) =>
  fieldsOf([definitionOf(changes)], contracts, names, { today: "2026-11-26" }).reads.map(({ type, fields }) => ({
    type,
    fields: fields.map(({ pointer, access }) => `${pointer} ${access}`),
  }));

test("a field is named for each event that has it, by whatever expression it is read", () => {
  const type = "org.statehub.ticket.opened";
  const undone = {
    parity: { window: "1d", undone_by: [{ event: "org.statehub.ticket.closed", key: "event.data.title + 'x'" }] },
  };
  const changes = {
    when: "event.data.steps.exists(s, s.done) && cel.bind(t, event.data.team, t.slug != '')",
    key: "event.data['ticket_id']",
    task: { title: "{{ event.data.?priority.orValue('low') }}", parameters: { tags: "event.data.tags" } },
    ...undone,
  };
  expect(readsOf(changes)).toEqual([
    { type: "org.statehub.ticket.closed", fields: ["/title read"] },
    {
      type,
      fields: [
        "/priority read",
        "/steps read",
        "/steps/*/done read",
        "/tags whole",
        "/team/slug read",
        "/ticket_id read",
      ],
    },
  ]);
});

test("a definition on a schedule reads no event", () => {
  expect(readsOf({ triggers: [{ cron: "0 3 * * *", timezone: "UTC" }], key: "schedule.time" })).toEqual([]);
});

/**
 * The value, with every field that is asked for by its name, and every item, noted by its JSON Pointer; items of lists
 * are `*`. That a value's fields are gone through is not noted, nor the first item: CEL looks at them to tell a type.
 */
function watched(value: unknown, pointer: string, seen: Set<string>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const isList = Array.isArray(value);
  const placeOf = (name: string): string => `${pointer}/${isList ? "*" : name}`;
  const goneThrough = new Set<string | symbol>();
  return new Proxy(value, {
    get(target, name) {
      const part: unknown = Reflect.get(target, name);
      if (typeof name === "symbol" || !Object.hasOwn(target, name)) return part;
      if (isList && name !== "length" && name !== "0") seen.add(placeOf(name));
      return watched(part, placeOf(name), seen);
    },
    ownKeys(target) {
      for (const name of Reflect.ownKeys(target)) goneThrough.add(name);
      return Reflect.ownKeys(target);
    },
    getOwnPropertyDescriptor(target, name) {
      // Object.hasOwn() asks for it, and so does going through all of them.
      if (typeof name === "string" && !goneThrough.delete(name)) seen.add(placeOf(name));
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
  });
}

type Listed = { readonly pointer: string; readonly access: string };

/** Whether what is listed tells of a place: by itself, as a part of something whole, or on the way to a part. */
function tellsOf({ pointer, access }: Listed, place: string): boolean {
  const [own, other] = [pointer.split("/"), place.split("/")];
  const fits = (length: number): boolean =>
    own.slice(0, length).every((step, i) => step === "*" || other[i] === "*" || step === other[i]);
  if (own.length >= other.length) return fits(other.length);
  return access === "whole" && fits(own.length);
}

const changed: fc.Arbitrary<Changes> = fc.oneof(
  condition.map((when) => ({ when })),
  fc.oneof(field, called, guarded, condition).map((p) => ({ task: { parameters: { p } } })),
  fc.oneof(field, called).map((text) => ({ task: { title: `Look at {{ ${text} }}` } })),
  fc.oneof(field, called).map((key) => ({ key })),
  fc
    .tuple(field, called)
    .map(([name, p]) => ({ when: `has(${name}) && ${name} != null`, task: { parameters: { p } } })),
);

test("whatever an evaluation reads of its event is listed", async () => {
  let passed = 0;
  let looks = 0;
  await fc.assert(
    fc.asyncProperty(changed, async (changes) => {
      const definition = definitionOf(changes);
      const { activity } = prepareActivity(definition, contracts, { today: "2026-11-26" });
      if (activity === undefined) return;
      passed++;
      const listed = fieldsOf([definition], contracts, names, { today: "2026-11-26" }).reads.flatMap(
        ({ fields }) => fields,
      );
      for (const one of data) {
        const seen = new Set<string>();
        const event = { ...eventOf(one), data: watched(one, "", seen) };
        const where = { now: new Date(0), fetch: () => Promise.reject(new Error("no hub")) };
        expect(await evaluate(activity, { event }, where)).not.toMatchObject({ outcome: "failed" });
        looks += seen.size;
        const secret = [...seen].filter((place) => !listed.some((field) => tellsOf(field, place)));
        expect(secret, JSON.stringify({ changes, listed })).toEqual([]);
      }
    }),
    { numRuns: 1_000, seed: 1 },
  );
  expect(passed).toBeGreaterThan(50);
  expect(looks).toBeGreaterThan(1_000);
});
