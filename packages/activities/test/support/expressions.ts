import { instancesOf } from "@statehub/contract-tools/testing";
import { closeSchema, type Json, sample } from "@statehub/schema-compat";
import fc from "fast-check";
import { openedSchema } from "./contracts.ts";

// Random expressions about the event of ./contracts.ts; few of them pass the check.

const closed = closeSchema(openedSchema as Json);
/** Valid data of the event, of each form. */
export const data: readonly Json[] = [
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
/** A field, or a part of one. */
export const field: fc.Arbitrary<string> = path.map((name) => `event.data.${name}`);
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
export const comparison: fc.Arbitrary<string> = fc
  .tuple(field, fc.constantFrom("==", "!=", "<", "<=", ">", ">="), fc.oneof(literal, field))
  .map((parts) => parts.join(" "));
export const member: fc.Arbitrary<string> = fc
  .tuple(field, fc.array(literal, { minLength: 1, maxLength: 3 }))
  .map(([left, items]) => `${left} in [${items}]`);
export const asked: fc.Arbitrary<string> = field.filter((name) => !name.includes("[")).map((name) => `has(${name})`);
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

/** One of the forms, filled in. */
export const called: fc.Arbitrary<string> = fc
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
export const guarded: fc.Arbitrary<string> = fc
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
const made = fc.letrec<{ condition: string }>((tie) => ({
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

/** Any of them, and what they make together. */
export const condition: fc.Arbitrary<string> = made.condition;

/** The event with this data. */
export function eventOf(value: Json): { id: string; type: string; time: string; dataschema: string; data: Json } {
  const dataschema = "https://schemas.statehub.org/ticket/opened/1.1.0";
  return { id: "1", type: "org.statehub.ticket.opened", time: "2026-11-26T00:00:00Z", dataschema, data: value };
}
