import { type Contracts, contractsFrom } from "../../src/index.ts";

type Schema = Record<string, unknown>;

const text: Schema = { type: "string" };

const actor: Schema = {
  oneOf: [
    {
      type: "object",
      properties: {
        kind: { const: "user" },
        name: { ...text, "x-classification": "personal" },
        id: text,
      },
      required: ["kind", "name", "id"],
    },
    {
      type: "object",
      properties: { kind: { const: "bot" }, program: text, id: text },
      required: ["kind", "program", "id"],
    },
  ],
};

const node: Schema = {
  type: "object",
  properties: { name: text, next: { $ref: "#/$defs/node" }, kind: { const: "leaf" } },
  required: ["name"],
  if: { properties: { kind: { const: "leaf" } }, required: ["kind"] },
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so
  then: { properties: { weight: { type: "number", minimum: 1 } }, required: ["weight"] },
};

const opened: Schema = {
  type: "object",
  properties: {
    ticket_id: { type: "string", minLength: 1 },
    title: { type: "string", minLength: 1, maxLength: 100 },
    status: { enum: ["open", "blocked", "done"] },
    channel: { type: "string", "x-extensible-enum": ["mail", "web"] },
    days: { type: "integer", minimum: 14, maximum: 365 },
    priority: { enum: ["low", "high"] },
    due_on: { type: ["string", "null"], format: "date" },
    urgent: { type: "boolean" },
    tags: { type: "array", items: text, maxItems: 5 },
    opened_by: { $ref: "#/$defs/actor" },
    assignee: { anyOf: [{ $ref: "#/$defs/actor" }, { type: "null" }] },
    team: {
      type: "object",
      properties: { slug: text, token: { ...text, "x-classification": "secret" } },
      required: ["slug", "token"],
    },
    old_team: { ...text, deprecated: true },
    steps: {
      type: "array",
      minItems: 1,
      items: { type: "object", properties: { done: { type: "boolean" }, note: text }, required: ["done"] },
    },
    labels: { type: "object", additionalProperties: text },
    pair: { type: "array", prefixItems: [text, { type: "number" }], items: false, minItems: 2 },
    ref: { type: ["string", "integer"] },
    notes: { type: "array", items: { type: ["string", "null"] } },
    code: { type: "string", pattern: "^[0-9]{1,6}$" },
    seen_at: { type: "string", format: "date-time" },
    count: { type: "integer" },
    node: { $ref: "#/$defs/node" },
  },
  dependentRequired: { code: ["seen_at"] },
  required: [
    "ticket_id",
    "title",
    "status",
    "channel",
    "days",
    "due_on",
    "urgent",
    "tags",
    "opened_by",
    "assignee",
    "team",
    "old_team",
    "steps",
  ],
  $defs: { actor, node },
};

function event(schema: Schema, type: string, version: string, more: Schema = {}): Schema {
  return { ...schema, "x-event": { type, version, lifecycle: "stable", ...more } };
}

const since11: Schema = {
  ...opened,
  properties: {
    ...(opened.properties as Schema),
    origin: { type: "object", properties: { system: text }, required: ["system"] },
  },
};

const envelope: Schema = {
  type: "object",
  properties: {
    id: { ...text, minLength: 1 },
    source: text,
    type: text,
    subject: text,
    time: { ...text, format: "date-time" },
    dataschema: text,
    traceparent: text,
    data: true,
  },
  required: ["id", "source", "type", "subject", "time", "dataschema", "data"],
};

/** Two versions of one event, and one event in each other state of its life. */
export const contracts: Contracts = contractsFrom(
  [
    event(since11, "org.statehub.ticket.opened", "1.1.0"),
    event(opened, "org.statehub.ticket.opened", "1.0.0"),
    event(opened, "org.statehub.ticket.closed", "1.0.0", {
      lifecycle: "deprecated",
      sunset: "2027-01-31",
      replacedBy: "org.statehub.ticket.opened",
    }),
    event(opened, "org.statehub.ticket.lost", "1.0.0", { lifecycle: "retired", sunset: "2026-01-31" }),
    event(opened, "org.statehub.ticket.found", "1.0.0", { lifecycle: "proposed" }),
  ],
  envelope,
);

/** The data schema that the tests' events are valid under. */
export const openedSchema: Schema = since11;
