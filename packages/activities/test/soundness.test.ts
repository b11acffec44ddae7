import { closeSchema, type Json, sample } from "@statehub/schema-compat";
import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate, prepareActivity } from "../src/index.ts";
import { contracts, openedSchema } from "./support/contracts.ts";
import { type Changes, definitionOf } from "./support/definition.ts";

const data = sample(closeSchema(openedSchema as Json), { count: 200 }) as readonly Json[];

const path = fc.constantFrom(
  ...["ticket_id", "title", "status", "channel", "days", "priority", "due_on", "urgent", "tags", "assignee", "origin"],
  ...[
    "opened_by.kind",
    "opened_by.program",
    "opened_by.name",
    "assignee.kind",
    "assignee.id",
    "origin.system",
    "team.slug",
  ],
  ...["tags[0]", "steps[0].done", "steps[1].done", "steps[0].note"],
);
const field = path.map((name) => `event.data.${name}`);
const literal = fc.constantFrom(
  "'open'",
  "'high'",
  "'bot'",
  "'user'",
  "'web'",
  "''",
  "14",
  "20",
  "365",
  "0",
  "true",
  "null",
);
const comparison = fc
  .tuple(field, fc.constantFrom("==", "!=", "<", "<=", ">", ">="), fc.oneof(literal, field))
  .map((parts) => parts.join(" "));
const member = fc
  .tuple(field, fc.array(literal, { minLength: 1, maxLength: 3 }))
  .map(([left, items]) => `${left} in [${items}]`);
const asked = field.filter((name) => !name.includes("[")).map((name) => `has(${name})`);
const called = fc
  .tuple(
    field,
    fc.constantFrom(
      "size(%) > 1",
      "%.startsWith('o')",
      "%.exists(i, i == 'x')",
      "%.all(s, s.done)",
      "string(%) == '14'",
    ),
  )
  .map(([name, call]) => call.replace("%", name));
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    comparison,
    member,
    asked,
    called,
    field,
    tie("condition").map((inner) => `!(${inner})`),
    fc.tuple(tie("condition"), fc.constantFrom("&&", "||"), tie("condition")).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie("condition"), tie("condition"), tie("condition")).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
  ),
}));

function eventOf(value: Json): { id: string; type: string; time: string; dataschema: string; data: Json } {
  const dataschema = "https://schemas.statehub.org/ticket/opened/1.1.0";
  return { id: "1", type: "org.statehub.ticket.opened", time: "2026-11-26T00:00:00Z", dataschema, data: value };
}

const where = { now: new Date(0), fetch: () => Promise.reject(new Error("nothing is fetched")) };

function prepared(changes: Changes): ReturnType<typeof prepareActivity> {
  return prepareActivity(definitionOf(changes), contracts, { today: "2026-11-26" });
}

test("the samples reach each form of the event", () => {
  expect(data.length).toBeGreaterThan(20);
});

test("a condition that passes the check never fails on a valid event", async () => {
  let passed = 0;
  await fc.assert(
    fc.asyncProperty(condition, async (when) => {
      const { activity } = prepared({ when });
      if (activity === undefined) return;
      passed++;
      for (const one of data) {
        const result = await evaluate(activity, { event: eventOf(one) }, where);
        expect(result, `${when} of ${JSON.stringify(one)}`).toMatchObject({
          outcome: expect.not.stringMatching("failed"),
        });
      }
    }),
    { numRuns: 3_000 },
  );
  expect(passed).toBeGreaterThan(100);
});

test("a condition that is called constant has that outcome on each valid event", async () => {
  let constant = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(comparison, member, asked), async (when) => {
      const { diagnostics } = prepared({ when });
      const found = diagnostics.map(({ code }) => code);
      if (found.length !== 1 || found[0] !== "constant-condition") return;
      constant++;
      const always = diagnostics[0]?.message.includes("always true");
      const { compile } = await import("../src/index.ts");
      for (const one of data)
        expect(compile(when).evaluate({ event: eventOf(one) }), `${when} of ${JSON.stringify(one)}`).toBe(always);
    }),
    { numRuns: 3_000 },
  );
  expect(constant).toBeGreaterThan(20);
});
