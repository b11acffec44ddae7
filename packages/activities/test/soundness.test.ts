import { instancesOf } from "@statehub/contract-tools/testing";
import { closeSchema, type Json, sample } from "@statehub/schema-compat";
import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate, prepareActivity } from "../src/index.ts";
import { contracts, openedSchema } from "./support/contracts.ts";
import { type Changes, definitionOf } from "./support/definition.ts";

const closed = closeSchema(openedSchema as Json);
const data = [
  ...(sample(closed, { count: 200 }) as readonly Json[]),
  ...fc.sample(instancesOf<Json>(openedSchema), { numRuns: 60, seed: 1 }),
];

const path = fc.constantFrom(
  ...["ticket_id", "title", "status", "channel", "days", "priority", "due_on", "urgent", "tags", "assignee", "origin"],
  ...["opened_by.kind", "opened_by.program", "opened_by.name", "assignee.kind", "assignee.id", "origin.system"],
  ...["team.slug", "tags[0]", "steps[0].done", "steps[1].done", "steps[0].note", "labels", "labels.a", "labels['a']"],
  ...["pair", "pair[0]", "pair[1]", "ref", "notes", "notes[0]", "code", "seen_at", "count"],
  ...["node", "node.name", "node.next", "node.next.name", "node.weight", "node.kind"],
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
/** Calls and operators on a field (`%`) and another (`#`), with a literal (`?`). */
const FORMS: readonly string[] = [
  ...["size(%) > 1", "%.startsWith('o')", "%.exists(i, i == 'x')", "%.all(s, s.done)", "string(%) == '14'"],
  ...["int(%) > 3", "double(%) > 3.0", "timestamp(%) < now", "timestamp(% + 'T00:00:00Z') < now", "bool(%)"],
  ...["duration(%) > duration('1h')", "% / # > 1", "10 / size(%) > 1", "10 % size(%) > 1", "int(%) * int(#) > 4"],
  ...["% + # == %", "% - # > ?", "-% < ?", "%.matches('^[0-9]{1,6}$')", "%.matches(#)", "%.substring(1) == 'x'"],
  ...["%.substring(0, 1) == 'x'", "%[#] == ?", "%[size(%) - 1] == ?", "% in #", "'a' in %", "?in %".replace("?", "? ")],
  ...["%.map(x, x + 'x')[0] == 'x'", "%.filter(x, x == ?)[0] == ?", "%.split(',')[0] == 'x'", "%.split('')[0] == 'x'"],
  ...["%.map(x, x).exists(y, y.startsWith('x'))", "%.filter(x, x != null).all(y, y > 'a')", "%.join(',') == 'x'"],
  ...["[%].join(',') == 'x'", "[%, #][0] == %", "{'a': %}.a == ?", "{'a': %}[#] == ?", "%.exists(k, #[k] == ?)"],
  ...[
    "%.all(k, size(#) > 1 || # == k)",
    "cel.bind(b, %, b != null && b > ?)",
    "cel.bind(b, %, has(b.name) && b.name == ?)",
  ],
  ...["(% == ? ? % : #) == ?", "(has(%) ? % : #) > ?", "%.upperAscii().contains('A')", "%.indexOf('a', 1) > 0"],
  ...["timestamp(%).getHours('Europe/Berlin') > 3", "timestamp(%) - now > duration('1h')", "string(timestamp(%)) > ''"],
  ...[
    "event.data.?seen_at.orValue('') == ?",
    "event.data.?count.orValue(1) > ?",
    "event.data.?node.?next.name.orValue('') > ?",
  ],
  ...[
    "event.data.?labels.?a.orValue('x').startsWith(?)",
    "event.data.?due_on.orValue('x') > ?",
    "event.data.tags[?1].orValue(?) == ?",
  ],
  ...[
    "event.data.?priority.value() == ?",
    "event.data.?priority.hasValue()",
    "event.data.?priority == ?",
    "[1, 2][?] == 1",
  ],
  ...[
    "event.data.steps.map(s, has(s.note), s.note)[0] == ?",
    "event.data.steps.exists(s, has(s.note) && event.data.steps.all(s, s.note == ?))",
  ],
];

const called = fc
  .tuple(
    fc.constantFrom(...FORMS),
    fc.array(field, { minLength: 4, maxLength: 4 }),
    fc.array(literal, { minLength: 4, maxLength: 4 }),
  )
  .map(([form, fields, literals]) => {
    const [first, second] = fields as [string, string];
    let next = 0;
    // Only a question mark that stands alone is a literal.
    return form
      .replaceAll("#", second)
      .replaceAll(/%(?! size)/g, first)
      .replaceAll(/(?<=[ ([])\?(?=[ )\]]|$)/g, () => literals[next++ % literals.length] as string);
  });
/** A guard before, as people write it. */
const guarded = fc
  .tuple(
    field,
    fc.constantFrom(
      "has(%)",
      "% != null",
      "has(%) && % != null",
      "has(%) && size(%) > 1",
      "has(%) && %.matches('^[0-9]{1,9}$')",
    ),
    called,
  )
  .map(([name, guard, call]) => {
    const names = [...new Set(call.match(/event\.data\.[a-z_.]+[a-z_]/g) ?? [name])];
    return `${names.map((one) => guard.replaceAll("%", one)).join(" && ")} && ${call}`;
  });
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    comparison,
    member,
    asked,
    { arbitrary: called, weight: 3 },
    { arbitrary: guarded, weight: 3 },
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
    { numRuns: 1_500, seed: 1 },
  );
  expect(passed).toBeGreaterThan(30);
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
    { numRuns: 1_500, seed: 1 },
  );
  expect(constant).toBeGreaterThan(20);
});
