import { describe, expect, test } from "vitest";
import { type ActivityCode, checkDefinition, readDefinitions } from "../src/index.ts";
import { contracts } from "./support/contracts.ts";
import { type Changes, problemsOf, yamlOf } from "./support/definition.ts";

const MISTAKES: readonly (readonly [name: string, changes: Changes, code: ActivityCode, says: string])[] = [
  // Paths
  ["a misspelt field", { when: "event.data.titel == 'x'" }, "unknown-path", 'Did you mean "title"?'],
  ["a misspelt field of a nested object", { key: "event.data.team.slog" }, "unknown-path", 'Did you mean "slug"?'],
  ["a misspelt attribute of the envelope", { key: "event.dta.title" }, "unknown-path", "no field of event"],
  ["a misspelt field by index", { key: 'event.data["titel"]' }, "unknown-path", 'Did you mean "title"?'],
  ["a misspelt field that is asked for", { when: "has(event.data.titel)" }, "unknown-path", 'Did you mean "title"?'],
  [
    "a misspelt field of an item",
    { when: "event.data.steps.exists(s, s.don)" },
    "unknown-path",
    'Did you mean "done"?',
  ],
  [
    "a misspelt field behind a bound name",
    { when: "cel.bind(d, event.data, d.urgnet)" },
    "unknown-path",
    'Did you mean "urgent"?',
  ],
  [
    "a misspelt field in a template",
    { task: { title: "See {{ event.data.titel }}" } },
    "unknown-path",
    'Did you mean "title"?',
  ],
  ["a misspelt variable", { key: "evnt.id" }, "unknown-name", 'Did you mean "event"?'],
  ["a field of a text", { key: "event.data.title.text" }, "not-an-object", "is a text"],
  [
    "a field that only a newer version has",
    { key: "event.data.origin.system" },
    "not-in-all-versions",
    "does not exist in 1.0.0",
  ],
  ["a field of one form of a union", { key: "event.data.opened_by.program" }, "unguarded-optional", "is optional"],
  ["an input that does not exist", { when: "inputs.days > 3" }, "unknown-path", "no field of inputs"],
  ["a schedule where events are the triggers", { key: "schedule.time" }, "unknown-name", "unknown name"],
  // Guards
  [
    "an optional field without a guard",
    { when: "event.data.priority == 'high'" },
    "unguarded-optional",
    "has(event.data.priority)",
  ],
  [
    "a guard in the other branch",
    { when: "has(event.data.priority) || event.data.priority == 'high'" },
    "unguarded-optional",
    "is optional",
  ],
  [
    "a nullable object without a guard",
    { when: "event.data.assignee.id == 'x'" },
    "unguarded-null",
    "event.data.assignee != null",
  ],
  ["a nullable text in a template", { task: { title: "By {{ event.data.due_on }}" } }, "unguarded-null", "may be null"],
  ["a nullable text as an argument", { when: "event.data.due_on.startsWith('2')" }, "unguarded-null", "may be null"],
  ["an item that need not exist", { key: "event.data.tags[0]" }, "unguarded-index", "may be shorter"],
  ["an item behind the shortest list", { when: "event.data.steps[1].done" }, "unguarded-index", "may be shorter"],
  // Values
  ["a value that is no member", { when: "event.data.status == 'blokced'" }, "wrong-literal", 'Did you mean "blocked"?'],
  [
    "a value that is no member, unequal",
    { when: "event.data.status != 'opn'" },
    "wrong-literal",
    'Did you mean "open"?',
  ],
  [
    "a value that is no member, on the left",
    { when: "'gone' == event.data.status" },
    "wrong-literal",
    '"open", "blocked", "done"',
  ],
  ["a value that is no member of a list", { when: "event.data.status in ['open', 'shut']" }, "wrong-literal", '"shut"'],
  [
    "a value that an open set does not name yet",
    { when: "event.data.channel == 'webb'" },
    "wrong-literal",
    'Did you mean "web"?',
  ],
  ["a number for a text", { when: "event.data.title == 3" }, "wrong-type", "a text"],
  // Conditions
  ["a bound that the schema has", { when: "event.data.days >= 14" }, "constant-condition", "always true"],
  ["a bound that the schema excludes", { when: "event.data.days < 14" }, "constant-condition", "always false"],
  ["a length that the schema has", { when: "size(event.data.title) > 0" }, "constant-condition", "always true"],
  ["a length that the schema excludes", { when: "event.data.tags.size() > 5" }, "constant-condition", "always false"],
  [
    "two conditions that exclude each other",
    { when: "event.data.days > 30 && event.data.days < 20" },
    "constant-condition",
    "always false",
  ],
  [
    "two members at once",
    { when: "event.data.status == 'open' && event.data.status == 'done'" },
    "constant-condition",
    "always false",
  ],
  ["all members", { when: "event.data.status in ['open', 'blocked', 'done']" }, "constant-condition", "always true"],
  ["a required field that is asked for", { when: "has(event.data.title)" }, "constant-condition", "is required"],
  ["the event's own type", { when: "event.type == 'org.statehub.ticket.opened'" }, "constant-condition", "always true"],
  [
    "an input against its own bounds",
    { inputs: { n: { type: "integer", minimum: 1, maximum: 5, default: 2, description: "N." } }, when: "inputs.n > 9" },
    "constant-condition",
    "always false",
  ],
  // Types
  ["a condition that is no boolean", { when: "event.data.days" }, "wrong-result", "want true or false"],
  [
    "a function that a text does not have",
    { when: "event.data.title.length() > 3" },
    "expression-type",
    "string.length()",
  ],
  ["an argument of another type", { when: "event.data.title.startsWith(3)" }, "expression-type", "startsWith(int)"],
  ["a sum of a text and a number", { key: "event.data.title + event.data.days" }, "expression-type", "string + double"],
  ["a key that is an object", { key: "event.data.team" }, "wrong-result", "want a text or number"],
  ["a key that is a boolean", { key: "event.data.urgent" }, "wrong-result", "want a text or number"],
  ["an object in a template", { task: { title: "{{ event.data.team }}" } }, "unprintable-value", "an object"],
  ["a syntax error", { when: "event.data.days >= ((" }, "expression-syntax", "cannot be read"],
  ["a template that is not closed", { task: { title: "See {{ event.id" } }, "expression-syntax", "not closed"],
  // What fails for some values
  ["a number from any text", { when: "int(event.data.title) > 3" }, "may-fail", "matches("],
  ["a time from any text", { when: "timestamp(event.data.title) < now" }, "may-fail", "format date-time"],
  [
    "a time from a day",
    { when: "event.data.due_on != null && timestamp(event.data.due_on) < now" },
    "may-fail",
    'T00:00:00Z"',
  ],
  ["a time that is written wrong", { when: "now > timestamp('yesterday')" }, "may-fail", '"yesterday"'],
  [
    "a duration that is written wrong",
    { when: "now - timestamp(event.time) > duration('2 days')" },
    "may-fail",
    '"2 days"',
  ],
  [
    "a division by what may be 0",
    { when: "10 / size(event.data.tags) > 1" },
    "may-fail",
    "size(event.data.tags) may be 0",
  ],
  ["a remainder by 0", { when: "event.data.days % 0 == 1" }, "may-fail", "may be 0"],
  [
    "an integer that overflows",
    { when: "size(event.data.team.slug) * 9007199254740991 > 1" },
    "may-fail",
    "larger than",
  ],
  ["a number beyond JSON's", { key: "event.data.days + 9007199254740993" }, "may-fail", "exact"],
  ["a bad regular expression", { when: "event.data.title.matches('(')" }, "may-fail", "no regular expression"],
  [
    "a pattern from the event",
    { when: "event.data.title.matches(event.data.ticket_id)" },
    "may-fail",
    "not written out",
  ],
  ["a part of a text that may be shorter", { when: "event.data.title.substring(3) == 'x'" }, "may-fail", "shorter"],
  ["a time zone that is none", { when: "now.getHours('Europe/Bonn') > 3" }, "may-fail", "time zone"],
  ["an optional's value", { when: "event.data.?priority.value() == 'low'" }, "may-fail", "orValue()"],
  ["a type that is hidden", { when: "dyn(event.data.title) == 'x'" }, "may-fail", "hides a type"],
  ["a value of two types", { when: "has(event.data.ref) && event.data.ref > 3" }, "may-fail", "a number or a text"],
  [
    "an entry that a map need not have",
    { when: "has(event.data.labels) && event.data.labels.a == 'x'" },
    "unguarded-optional",
    "event.data.labels.a",
  ],
  [
    "an entry by a name from the event",
    { when: "has(event.data.labels) && event.data.labels[event.data.title] == 'x'" },
    "unguarded-index",
    "need not exist",
  ],
  [
    "an item of a computed list",
    { when: "event.data.tags.map(t, t + 'x')[0] == 'ax'" },
    "unguarded-index",
    "may be shorter",
  ],
  [
    "an item of a filtered list",
    { when: "event.data.steps.filter(s, s.done)[0].done" },
    "unguarded-index",
    "may be shorter",
  ],
  [
    "a null item",
    { when: "has(event.data.notes) && event.data.notes.join(',') == 'x'" },
    "unguarded-null",
    "may be null",
  ],
  ["a null item of a computed list", { when: "[event.data.due_on].join(',') == 'x'" }, "unguarded-null", "may be null"],
  [
    "an operator after a null guard",
    { when: "event.data.due_on != null && event.data.due_on > 3" },
    "expression-type",
    "string > int",
  ],
  [
    "an item of a tuple that is a number",
    { when: "has(event.data.pair) && event.data.pair[1].startsWith('x')" },
    "expression-type",
    "does not take a number",
  ],
  ["a name that is taken", { when: "event.data.steps.exists(event, event.done)" }, "shadowed-name", '"event"'],
  [
    "a nested macro's name that is taken",
    { when: "event.data.steps.all(s, has(s.note) && event.data.steps.exists(s, s.done))" },
    "shadowed-name",
    '"s"',
  ],
  [
    "a key that may be empty",
    { key: "event.data.channel + event.data.team.slug.trim()" },
    "wrong-result",
    "may be empty",
  ],
  ["an optional as a text", { task: { title: "{{ event.data.?priority }}" } }, "unguarded-optional", "is optional"],
  [
    "a field beside the one that requires it",
    { when: "has(event.data.seen_at) && event.data.code == '1'" },
    "unguarded-optional",
    "event.data.code",
  ],
  [
    "a field of one branch",
    { when: "has(event.data.node) && event.data.node.weight > 3" },
    "unguarded-optional",
    "event.data.node.weight",
  ],
  [
    "a default of another type",
    { inputs: { n: { type: "integer", default: "x", description: "N." } }, when: "event.data.days > inputs.n" },
    "bad-value",
    "integer",
  ],
  [
    "a default out of its bounds",
    {
      inputs: { n: { type: "integer", maximum: 9, default: 10, description: "N." } },
      when: "event.data.days > inputs.n",
    },
    "bad-value",
    "9",
  ],
  // What must not be shown
  [
    "a personal field in a key",
    { key: "event.data.opened_by.kind == 'user' ? 'x' + event.data.opened_by.name : 'y'" },
    "sensitive-text",
    "is personal",
  ],
  [
    "a secret inside an object in parameters",
    { task: { parameters: { team: "event.data.team" } } },
    "sensitive-text",
    "is secret",
  ],
  [
    "a personal field in a title",
    { task: { title: "{{ event.data.opened_by.kind == 'user' ? event.data.opened_by.name : '' }}" } },
    "sensitive-text",
    "is personal",
  ],
  [
    "a personal field through a function",
    {
      task: { instruction: "{{ event.data.opened_by.kind == 'user' ? event.data.opened_by.name.upperAscii() : '' }}" },
    },
    "sensitive-text",
    "is personal",
  ],
  [
    "a secret field in parameters",
    { task: { parameters: { token: "event.data.team.token" } } },
    "sensitive-text",
    "is secret",
  ],
  [
    "a secret field joined to a text",
    { task: { instruction: "{{ 'x' + event.data.team.token }}" } },
    "sensitive-text",
    "is secret",
  ],
  // Events
  [
    "an event that does not exist",
    { triggers: [{ event: "org.statehub.ticket.opend" }] },
    "unknown-event",
    'Did you mean "org.statehub.ticket.opened"?',
  ],
  [
    "a range without a version",
    { triggers: [{ event: "org.statehub.ticket.opened", versions: "^2.0.0" }] },
    "no-version-in-range",
    "1.0.0, 1.1.0",
  ],
  [
    "a range that is none",
    { triggers: [{ event: "org.statehub.ticket.opened", versions: "newest" }] },
    "bad-value",
    "a range of versions",
  ],
  [
    "a deprecated event",
    { triggers: [{ event: "org.statehub.ticket.closed" }] },
    "deprecated-event",
    "may stop after 2027-01-31",
  ],
  ["a retired event", { triggers: [{ event: "org.statehub.ticket.lost" }] }, "retired-event", "not sent any more"],
  [
    "a proposed event in an active definition",
    { mode: "active", triggers: [{ event: "org.statehub.ticket.found" }] },
    "proposed-event",
    "only proposed",
  ],
  ["a deprecated field", { when: "event.data.old_team == 'x'" }, "deprecated-field", "is deprecated"],
  // The definition itself
  ["an unknown key", { wehn: "true" }, "unknown-key", 'Did you mean "when"?'],
  ["a mode that does not exist", { mode: "live" }, "bad-value", '"shadow", "active", "disabled"'],
  [
    "events and schedules",
    { triggers: [{ event: "org.statehub.ticket.opened" }, { cron: "0 3 * * *", timezone: "UTC" }] },
    "mixed-triggers",
    "want either",
  ],
  [
    "a schedule with four fields",
    { triggers: [{ cron: "0 3 * *", timezone: "UTC" }], key: "schedule.time" },
    "bad-value",
    "five fields",
  ],
  [
    "a schedule that means the last day",
    { triggers: [{ cron: "0 3 L * *", timezone: "UTC" }], key: "schedule.time" },
    "bad-value",
    "L (the last)",
  ],
  [
    "a schedule of a day that never comes",
    { triggers: [{ cron: "0 3 31 2 *", timezone: "UTC" }], key: "schedule.time" },
    "bad-value",
    "there is no such day",
  ],
  [
    "a negative number beside a text",
    { when: "has(event.data.pair) && -event.data.pair[1] < 'x'" },
    "expression-type",
    "a number < a text",
  ],
  [
    "orValue() of what is no optional",
    { when: "has(event.data.pair) && event.data.pair[1].orValue(1.0) > 0" },
    "expression-type",
    "orValue() takes what `.?` or `[?]` gives",
  ],
  [
    "an item of a map by its number",
    { when: "has(event.data.labels) && size(event.data.labels) == 2 && event.data.labels[1] == 'x'" },
    "unguarded-index",
    "event.data.labels[1]",
  ],
  [
    "an item of a tuple beside a time",
    { when: "has(event.data.pair) && now > event.data.pair[0]" },
    "expression-type",
    "an item of a tuple",
  ],
  ["a null in a text", { task: { title: "Look {{ null }}" } }, "unguarded-null", "may be null"],
  ["a condition that is false by itself", { when: "false" }, "constant-condition", "always false"],
  [
    "an integer where a field's number may stand instead",
    { when: "(has(event.data.count) ? event.data.count : 1) > 3" },
    "expression-type",
    "write 1.0 for 1",
  ],
  ["a text that is too long", { description: "x".repeat(5_000) }, "bad-value", "it to have at most 2000 characters"],
  [
    "a schedule with an impossible hour",
    { triggers: [{ cron: "0 25 * * *", timezone: "UTC" }], key: "schedule.time" },
    "bad-value",
    "five fields",
  ],
  [
    "a time zone that does not exist",
    { triggers: [{ cron: "0 3 * * *", timezone: "Europe/Bonn" }], key: "schedule.time" },
    "bad-value",
    "IANA",
  ],
  [
    "an event where schedules are the triggers",
    { triggers: [{ cron: "0 3 * * *", timezone: "UTC" }], key: "event.id" },
    "unknown-name",
    '"event"',
  ],
  ["a duration without a unit", { window: { debounce: "10" } }, "bad-value", "unit"],
  ["an id that is not the file's name", { id: "other" }, "bad-value", "the file's name"],
  [
    "a misspelt field of an event that undoes it",
    { parity: { window: "1d", undone_by: [{ event: "org.statehub.ticket.opened", key: "event.data.tiket_id" }] } },
    "unknown-path",
    'Did you mean "ticket_id"?',
  ],
  [
    "an input that nothing uses",
    { inputs: { n: { type: "integer", default: 2, description: "N." } } },
    "unused",
    'the input "n"',
  ],
];

describe("a definition is refused for", () => {
  test.each(MISTAKES)("%s", (_name, changes, code, says) => {
    const problems = problemsOf(changes);
    expect(problems.map((one) => one.code)).toEqual([code]);
    expect(`${problems[0]?.message} ${problems[0]?.fix}`).toContain(says);
  });

  test("a context source that is used as what it is not", () => {
    const repo = {
      source: "hub",
      path: "/repos/{{ event.data.ticket_id }}",
      timeout: "5s",
      on_failure: "null",
      result: { type: "object", required: ["slug"], properties: { slug: { type: "string", minLength: 1 } } },
    };
    const codes = (key: string, more: Changes = {}) =>
      problemsOf({ context: { repo: { ...repo, ...more } }, key }).map(({ code }) => code);
    expect(codes("context.repo.slug")).toEqual(["unguarded-null"]);
    expect(codes("context.repo.slug", { on_failure: "fail" })).toEqual([]);
    expect(codes("context.repo.slog", { on_failure: "fail" })).toEqual(["unknown-path"]);
    expect(codes("context.repos.slug")).toEqual(["unknown-path", "unused"]);
    expect(codes("context.repo.slug", { on_failure: "fail", result: { type: "objekt" } })).toEqual(["bad-value"]);
    expect(codes("context.repo.slug", { on_failure: "fail", path: "/x/{{ context.repo.slug }}" })).toEqual([
      "unknown-name",
    ]);
  });

  test("a deprecated event whose sunset has passed", () => {
    const changes = { triggers: [{ event: "org.statehub.ticket.closed" }] };
    expect(problemsOf(changes, "2027-02-01").map(({ code }) => code)).toEqual(["retired-event"]);
  });
});

const FINE: readonly (readonly [name: string, changes: Changes])[] = [
  ["no condition", {}],
  ["a guard before", { when: "has(event.data.priority) && event.data.priority == 'high'" }],
  ["a guard of the negation", { when: "!has(event.data.priority) || event.data.priority == 'high'" }],
  [
    "a guard in a conditional",
    { when: "has(event.data.priority) ? event.data.priority == 'high' : event.data.urgent" },
  ],
  ["a null guard", { when: "event.data.assignee != null && event.data.assignee.id == 'x'" }],
  ["a null guard turned around", { when: "event.data.assignee == null || event.data.assignee.id == 'x'" }],
  ["a null guard on the left", { when: "null != event.data.assignee && event.data.assignee.id == 'x'" }],
  [
    "a guard in when for the rest",
    { when: "event.data.due_on != null", task: { title: "Due {{ event.data.due_on }}" } },
  ],
  ["an optional taken with a default", { when: "event.data.?priority.orValue('low') == 'high'" }],
  [
    "a field of one form behind its discriminator",
    { when: "event.data.opened_by.kind == 'bot' && event.data.opened_by.program == 'x'" },
  ],
  ["a newer version's field behind a guard", { when: "has(event.data.origin) && event.data.origin.system == 'x'" }],
  [
    "a newer version's field in a range that has it",
    { triggers: [{ event: "org.statehub.ticket.opened", versions: ">=1.1.0" }], when: "has(event.data.origin)" },
  ],
  [
    "integers beside doubles",
    { when: "event.data.days == 20 || event.data.days + 1 in [31, 32] || event.data.days % 7 == 0" },
  ],
  ["an item that the schema requires", { when: "event.data.steps[0].done" }],
  ["an item behind a guard of the length", { when: "size(event.data.tags) > 1 && event.data.tags[1] == 'x'" }],
  ["an item taken with a default", { when: "event.data.tags[?3].orValue('') == 'x'" }],
  ["a digit text as a number", { when: "event.data.title.matches('^[0-9]{1,9}$') && int(event.data.title) > 3" }],
  ["a pattern of digits as a number", { when: "has(event.data.code) && int(event.data.code) > 3" }],
  ["a field that another brings along", { when: "has(event.data.code) && timestamp(event.data.seen_at) < now" }],
  ["a day as a time", { when: "event.data.due_on != null && timestamp(event.data.due_on + 'T00:00:00Z') < now" }],
  ["a division behind a guard", { when: "size(event.data.tags) != 0 && 10 / size(event.data.tags) > 3" }],
  ["a longer divisor with a name", { when: "cel.bind(d, event.data.days - 20, d != 0 && 100 / d > 3)" }],
  [
    "a map behind a guard",
    { when: "has(event.data.labels) && has(event.data.labels.a) && event.data.labels['a'] == 'x'" },
  ],
  ["a map asked with in", { when: "has(event.data.labels) && 'a' in event.data.labels && event.data.labels.a == 'x'" }],
  [
    "the entries of a map",
    { when: "has(event.data.labels) && event.data.labels.exists(k, event.data.labels[k] == 'x')" },
  ],
  [
    "an item of a tuple",
    { when: "has(event.data.pair) && event.data.pair[0].startsWith('x') && event.data.pair[1] > 3" },
  ],
  ["a value of two types, compared", { when: "has(event.data.ref) && (event.data.ref == 'x' || event.data.ref == 3)" }],
  ["a recursive schema", { when: "event.data.?node.?next.?next.name.orValue('x') == 'y'" }],
  ["a part of a text behind a guard", { when: "size(event.data.title) > 3 && event.data.title.substring(3) == 'x'" }],
  ["a length of time in a template", { task: { title: "For {{ now - timestamp(event.time) }}" } }],
  ["a mapping with a condition", { when: "event.data.steps.map(s, has(s.note), s.note).exists(n, n == 'x')" }],
  [
    "a context source by index",
    {
      context: {
        repo: {
          source: "hub",
          path: "/r",
          timeout: "1s",
          on_failure: "fail",
          result: {
            type: "object",
            properties: { kind: { $ref: "#/$defs/kind" } },
            required: ["kind"],
            $defs: { kind: { enum: ["a", "b"] } },
          },
        },
      },
      when: "context['repo'].kind == 'a'",
    },
  ],
  ["macros", { when: "event.data.steps.all(s, s.done) && event.data.tags.exists(t, t.startsWith('x'))" }],
  ["a filtered list", { when: "event.data.steps.filter(s, !s.done).size() > 2" }],
  [
    "times",
    {
      when: "timestamp(event.time) - duration('24h') > timestamp('2026-01-01T00:00:00Z') && now > timestamp(event.time)",
    },
  ],
  ["a personal id, which is none", { task: { instruction: "{{ event.data.opened_by.id }}" } }],
  [
    "a condition on a personal field",
    { when: "event.data.opened_by.kind == 'user' && event.data.opened_by.name == 'x'" },
  ],
  [
    "a personal field in parameters",
    { task: { parameters: { name: "event.data.opened_by.kind == 'user' ? event.data.opened_by.name : ''" } } },
  ],
  ["a template with braces in a text", { task: { title: "{{ '}}' + event.data.title }}" } }],
  ["a schedule", { triggers: [{ cron: "*/5 3 * * MON-FRI", timezone: "Europe/Berlin" }], key: "schedule.time" }],
];

describe("a definition is fine with", () => {
  test.each(FINE)("%s", (_name, changes) => {
    expect(problemsOf(changes)).toEqual([]);
  });
});

/** Where the misspelt name stands in a text, 1-based. */
function placeOf(text: string): { line: number; column: number } {
  const before = text.slice(0, text.indexOf("event.data.titel"));
  return { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n") };
}

const STYLES: readonly (readonly [string, string])[] = [
  ["a plain text", "when: event.data.status == 'open' && event.data.titel == 'y'"],
  ["a single-quoted text", "when: 'event.data.status == ''open'' && event.data.titel == ''y'''"],
  ["a double-quoted text", 'when: "event.data.status == \\"open\\" && event.data.titel == \\"y\\""'],
  ["a text over two lines", "when: event.data.status == 'open' &&\n  event.data.titel == 'y'"],
  ...["|", ">", "|-", ">-", "|2"].map((style): [string, string] => [
    `a block text with ${style}`,
    `scope:\n  repo: ${style}\n    event.data.status +\n    'a  b' +\n    event.data.titel`,
  ]),
];

describe("a problem has its place in", () => {
  test.each(STYLES)("%s", (_name, lines) => {
    const text = `${yamlOf()}${lines}\n`;
    const { definitions, diagnostics } = readDefinitions([{ file: "activities/look-at-ticket.yaml", text }]);
    const found = definitions.flatMap((one) => checkDefinition(one, contracts, { today: "2026-11-26" }).diagnostics);
    expect([...diagnostics, ...found]).toMatchObject([{ code: "unknown-path", ...placeOf(text) }]);
  });
});

test.each([
  ["an indentation of tabs", "id: x\n\tversion: 1.0.0\n", 2, "Tabs are not allowed"],
  ["an alias without its anchor", "id: x\ndescription: *important*\n", 2, "Unresolved alias"],
  ["a key that is there twice", "id: x\nid: y\n", 2, "must be unique"],
  ["a second document", "id: x\n---\nid: y\n", 2, "a file has one"],
  [
    "more aliases than anybody writes",
    `a: &a [x, x]\n${[..."bcdefghi"].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[i]}`)}]`).join("\n")}\n`,
    2,
    "Excessive alias count",
  ],
])("%s is no YAML", (_name, text, line, says) => {
  const { definitions, diagnostics } = readDefinitions([{ file: "activities/x.yaml", text }]);
  expect(definitions).toEqual([]);
  expect(diagnostics).toMatchObject([{ code: "yaml-syntax", line, message: expect.stringContaining(says) }]);
});
