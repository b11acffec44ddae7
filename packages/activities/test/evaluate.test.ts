import { describe, expect, test } from "vitest";
import {
  type ContextRequest,
  compile,
  type Evaluation,
  evaluate,
  type FetchContext,
  prepareActivity,
} from "../src/index.ts";
import { contracts } from "./support/contracts.ts";
import { type Changes, definitionOf } from "./support/definition.ts";

const data = {
  ticket_id: "t-1",
  title: "Door",
  status: "open",
  channel: "mail",
  days: 20,
  due_on: null,
  urgent: true,
  tags: ["a"],
  opened_by: { kind: "bot", program: "p", id: "b" },
  assignee: null,
  team: { slug: "custodian", token: "s" },
  old_team: "",
  steps: [{ done: false }],
};

const nothing: FetchContext = () => Promise.reject(new Error("nothing is fetched"));

function run(
  changes: Changes,
  more: { data?: object; version?: string; type?: string; fetch?: FetchContext; inputs?: object } = {},
): Promise<Evaluation> {
  const { activity, diagnostics } = prepareActivity(definitionOf(changes), contracts, { today: "2026-11-26" });
  if (activity === undefined) throw new Error(JSON.stringify(diagnostics));
  const event = {
    id: "e-1",
    type: more.type ?? "org.statehub.ticket.opened",
    time: "2026-11-26T00:00:00Z",
    dataschema: `https://schemas.statehub.org/ticket/opened/${more.version ?? "1.0.0"}`,
    data: { ...data, ...more.data },
  };
  const where = { now: new Date(0), fetch: more.fetch ?? nothing, ...(more.inputs && { inputs: { ...more.inputs } }) };
  return evaluate(activity, { event }, where);
}

describe("an evaluation", () => {
  test.each([
    ["event.data.status in ['blocked', inputs.status]"],
    ["event.data.status in [inputs.status, 'blocked']"],
    ["event.data.days in [14.0, inputs.days]"],
    ["[event.data.title, 'Window'].exists(one, one == event.data.title)"],
    ["['Door', event.data.channel].join('/') == 'Door/mail'"],
    ["{'a': 'x', 'b': event.data.title}.b == event.data.title"],
    ["event.data.?priority.or(event.data.?code).orValue('none') == 'none'"],
  ])("takes a field beside what is written out: %s", async (when) => {
    const inputs = {
      status: { type: "string", default: "open", description: "A status." },
      days: { type: "integer", default: 20, description: "Days." },
    };
    expect(await run({ inputs, when })).toMatchObject({ outcome: "intent" });
  });

  test("gives the task that the templates describe", async () => {
    const result = await run({
      when: "event.data.urgent",
      key: "event.data.ticket_id + '/' + string(event.data.days)",
      scope: { repo: "event.data.ticket_id" },
      task: {
        title: "Look at {{ event.data.title }}",
        team: "{{ event.data.team.slug }}",
        priority: "high",
        labels: ["from-{{ event.data.channel }}"],
        instruction: "It is {{ event.data.days }} days old.\n",
        parameters: { days: "event.data.days + 1", tags: "event.data.tags", at: "timestamp(event.time)" },
      },
    });
    expect(result).toEqual({
      outcome: "intent",
      intent: {
        activity: "look-at-ticket",
        version: "1.0.0",
        key: "t-1/20",
        idempotencyKey: "look-at-ticket/t-1/20",
        dedupeBy: "t-1/20",
        task: {
          title: "Look at Door",
          team: "custodian",
          priority: "high",
          labels: ["from-mail"],
          instruction: "It is 20 days old.\n",
          parameters: { days: 21, tags: ["a"], at: "2026-11-26T00:00:00.000Z" },
          repo: "t-1",
        },
      },
    });
  });

  test("does not match when the condition is false", async () => {
    expect(await run({ when: "event.data.days > 20" })).toEqual({ outcome: "not-matched" });
  });

  test.each([
    ["another event type", {}, { type: "org.statehub.ticket.closed" }],
    ["a version outside the range", { triggers: [{ event: "org.statehub.ticket.opened", versions: ">=1.1.0" }] }, {}],
    ["a disabled definition", { mode: "disabled" }, {}],
  ])("is not concerned by %s", async (_name, changes, more) => {
    expect(await run(changes, more)).toEqual({ outcome: "not-concerned" });
  });

  test("fails, and is not false, when an expression meets what no contract allows", async () => {
    const result = await run({ when: "event.data.days > 30" }, { data: { days: "many" } });
    expect(result).toMatchObject({
      outcome: "failed",
      at: "when",
      message: expect.stringContaining("dyn<string> > int"),
    });
    expect(await run({ key: "event.data.title" }, { data: { title: "" } })).toMatchObject({
      outcome: "failed",
      at: "key",
    });
  });

  test("takes an installation's inputs instead of the defaults", async () => {
    const changes = {
      inputs: { days: { type: "integer", default: 30, description: "N." } },
      when: "event.data.days >= inputs.days",
    };
    expect(await run(changes)).toEqual({ outcome: "not-matched" });
    expect(await run(changes, { inputs: { days: 20 } })).toMatchObject({ outcome: "intent" });
  });
});

describe("an evaluation never throws", () => {
  const { activity } = prepareActivity(definitionOf({ when: "event.data.urgent" }), contracts, { today: "2026-11-26" });
  const event = {
    id: "e",
    type: "org.statehub.ticket.opened",
    time: "2026-11-26T00:00:00Z",
    dataschema: "x",
    data: {},
  };

  test.each([
    ["no data", { data: undefined }],
    ["data that is null", { data: null }],
    ["no dataschema", { dataschema: undefined }],
    ["no type", { type: undefined }],
    ["names of prototypes", { data: JSON.parse('{"__proto__":{"urgent":true},"constructor":1}') }],
  ])("for %s", async (_name, changes) => {
    const where = { now: new Date(0), fetch: nothing };
    const { outcome } = await evaluate(activity as never, { event: { ...event, ...changes } as never }, where);
    expect(["failed", "not-concerned"]).toContain(outcome);
  });

  test("and says no value of the event", async () => {
    const named = [
      () => compile("int(event.data.title) > 3").evaluate({ event: { data: { title: "Door" } } }),
      () => compile("bool(event.data.title)").evaluate({ event: { data: { title: "Door" } } }),
      () =>
        compile("duration(event.data.title) > now").evaluate({ event: { data: { title: "Door" } }, now: new Date(0) }),
      () => compile("event.data[event.data.title]").evaluate({ event: { data: { title: "Door" } } }),
      () => compile("'x'.matches(event.data.title)").evaluate({ event: { data: { title: "(Door" } } }),
    ];
    for (const run of named)
      expect(run).toThrow(expect.objectContaining({ message: expect.not.stringContaining("Door") }));
  });
});

describe("a context source", () => {
  const source = {
    source: "hub",
    path: "/tickets/{{ event.data.ticket_id }}?q={{ event.data.title }}",
    timeout: "5s",
    on_failure: "fail",
    result: { type: "object", required: ["open"], properties: { open: { type: "boolean" } } },
  };
  const asked =
    (fetched: ContextRequest[], answer: unknown): FetchContext =>
    async (request) => {
      fetched.push(request);
      return answer;
    };

  test("is asked before the condition only where the condition needs it, with encoded values", async () => {
    const fetched: ContextRequest[] = [];
    const fetch = asked(fetched, { open: false });
    const more = { fetch, data: { ticket_id: "a/b", title: "x y&z" } };
    const changes = { context: { ticket: source }, task: { parameters: { open: "context.ticket.open" } } };
    expect(await run({ ...changes, when: "event.data.days > 20" }, more)).toEqual({ outcome: "not-matched" });
    expect(fetched).toEqual([]);
    expect(await run({ ...changes, when: "context.ticket.open" }, more)).toEqual({ outcome: "not-matched" });
    expect(fetched.map(({ path }) => path)).toEqual(["/tickets/a%2Fb?q=x%20y%26z"]);
    expect(await run(changes, more)).toMatchObject({
      outcome: "intent",
      intent: { task: { parameters: { open: false } } },
    });
  });

  test("that answers otherwise than it declares fails the evaluation", async () => {
    const result = await run(
      { context: { ticket: source }, when: "context.ticket.open" },
      { fetch: asked([], { open: 1 }) },
    );
    expect(result).toMatchObject({
      outcome: "failed",
      at: "context.ticket",
      message: expect.stringContaining("context.ticket/open"),
    });
  });

  test("that fails is null where the definition says so", async () => {
    const changes = {
      context: { ticket: { ...source, on_failure: "null" } },
      when: "context.ticket == null || context.ticket.open",
    };
    expect(await run(changes)).toMatchObject({ outcome: "intent" });
  });
});
