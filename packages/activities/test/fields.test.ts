import { expect, test } from "vitest";
import { fieldsOf } from "../src/index.ts";
import { contracts } from "./support/contracts.ts";
import { type Changes, definitionOf } from "./support/definition.ts";

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
