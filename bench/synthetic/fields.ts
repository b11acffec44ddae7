import { fragmentExample } from "./fragments.ts";
import type { Random } from "./random.ts";
import type { Field, JsonSchema } from "./schema.ts";

/** Makes a field of an event about `noun`. `{common}` in a reference stands for the way to the shared fragments. */
type FieldOf = (noun: string, random: Random) => Field;

const field = (name: string, schema: JsonSchema, example: unknown, isRequired = false): Field => ({
  name,
  schema,
  example,
  isRequired,
});

const shared = (name: string, fragment: string, description: string, isRequired = false): Field =>
  field(name, { $ref: `{common}/${fragment}.json`, description }, fragmentExample(fragment), isRequired);

/** What every event has. */
export const ALWAYS: readonly FieldOf[] = [
  (noun) => shared("slug", "slug", `The slug of the ${noun}, unique in its domain.`, true),
  (noun) =>
    field(
      "name",
      { type: "string", minLength: 1, maxLength: 200, description: `The name of the ${noun}, for people.` },
      `The ${noun} of the platform team`,
      true,
    ),
  (noun) => shared("domain", "domain-ref", `The domain that the ${noun} belongs to.`, true),
  (noun) => shared("owner", "team-ref", `The team that answers for the ${noun}.`, true),
  () =>
    field(
      "occurred_at",
      { type: "string", format: "date-time", description: "When it happened, in UTC." },
      "2025-07-18T04:00:00Z",
      true,
    ),
  () => shared("caused_by", "actor", "Who did it.", true),
];

/** What an event may have: each takes a part of these, so no two are alike. */
export const SOMETIMES: readonly FieldOf[] = [
  (noun) =>
    field(
      "summary",
      {
        type: ["string", "null"],
        maxLength: 4000,
        description: `What the ${noun} is for, in Markdown; null when nobody has written it.`,
        "x-classification": "internal",
      },
      "Keeps the lights on.",
    ),
  (noun) =>
    field(
      "url",
      { type: "string", format: "uri", maxLength: 2048, description: `The page of the ${noun} in the hub.` },
      `https://hub.example.org/${noun}s/4821`,
      true,
    ),
  () => shared("repo", "repo-ref", "The repository that it is about; absent when it is about none."),
  () => shared("cost", "money", "What it costs in a month."),
  () => shared("validity", "period", "The time for which it holds."),
  (noun) =>
    field(
      "links",
      { type: "array", items: { $ref: "{common}/link.json" }, maxItems: 20, description: `Pages about the ${noun}.` },
      [fragmentExample("link")],
    ),
  () =>
    field(
      "assignee",
      {
        anyOf: [{ $ref: "{common}/actor.json" }, { type: "null" }],
        description: "Who works on it; null when nobody is assigned.",
      },
      null,
      true,
    ),
  () =>
    field(
      "actor_kind",
      { $ref: "{common}/actor.json#/$defs/actor_kind", description: "What sort of actor is expected next." },
      "agent",
    ),
  (noun) =>
    field(
      "tags",
      {
        type: "array",
        items: { $ref: "{common}/slug.json" },
        maxItems: 30,
        uniqueItems: true,
        description: `Topics of the ${noun}.`,
      },
      ["data-flow", "compliance", "q3"],
    ),
  () =>
    field(
      "labels",
      {
        type: "object",
        propertyNames: { pattern: "^[a-z][a-z0-9_.-]*$", maxLength: 63 },
        additionalProperties: { type: "string", maxLength: 255 },
        maxProperties: 50,
        description: "Labels that the owner has set, by name.",
      },
      { tier: "gold", "cost-centre": "4711" },
    ),
  (noun, random) =>
    field(
      "priority",
      { enum: ["low", "normal", "high", "urgent"], description: `How urgent the ${noun} is.` },
      random.pick(["low", "high"]),
      true,
    ),
  () =>
    field(
      "region",
      {
        type: "string",
        "x-extensible-enum": ["eu-central", "eu-north", "us-east", "ap-south"],
        description: "Where it runs.",
      },
      "eu-central",
    ),
  () =>
    field(
      "due_on",
      {
        type: ["string", "null"],
        format: "date",
        description: "The day by which it should be done; null when none was set.",
      },
      "2025-07-31",
      true,
    ),
  (_, random) =>
    field(
      "attempt",
      { type: "integer", minimum: 1, maximum: 1000, default: 1, description: "Which try this was." },
      1 + random.below(9),
      true,
    ),
  (_, random) =>
    field(
      "score",
      { type: "number", minimum: 0, maximum: 1, description: "How sure the classifier was." },
      random.below(100) / 100,
    ),
  (noun) =>
    field(
      "share",
      { type: "number", exclusiveMinimum: 0, maximum: 100, description: `Per cent of the ${noun} that is affected.` },
      12.5,
    ),
  () => field("is_public", { type: "boolean", description: "Whether everyone may read it." }, false, true),
  () => field("is_dry_run", { type: "boolean", default: false, description: "Whether nothing was really done." }, true),
  (_, random) =>
    field(
      "checksum",
      { type: "string", pattern: "^sha256:[0-9a-f]{64}$", description: "Digest of the content." },
      `sha256:${random.hex(64)}`,
    ),
  () =>
    field(
      "contact",
      {
        type: "string",
        format: "email",
        maxLength: 254,
        description: "Where to ask.",
        "x-classification": "personal",
      },
      "mara.lindqvist@example.org",
    ),
  (noun) =>
    field(
      "reference",
      {
        type: "string",
        minLength: 4,
        maxLength: 20,
        pattern: "^[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,8}$",
        description: `The short reference of the ${noun}, such as \`CUST-142\`. Use \`slug\`.`,
        deprecated: true,
      },
      "CUST-142",
    ),
  (noun, random) =>
    field(
      "related_ids",
      {
        type: "array",
        items: { type: "string", format: "uuid" },
        maxItems: 500,
        uniqueItems: true,
        description: `Others that depend on the ${noun}.`,
      },
      [random.uuid(), random.uuid()],
    ),
  () =>
    field(
      "maintenance",
      {
        type: "object",
        description: "When it may be disturbed.",
        properties: {
          weekday: { type: "integer", minimum: 1, maximum: 7, description: "ISO 8601: Monday is 1." },
          starts_at: { type: "string", format: "time", description: "Its beginning, with its offset." },
          minutes: { type: "integer", minimum: 15, maximum: 720, multipleOf: 15, description: "How long it takes." },
          approver: { $ref: "{common}/team-ref.json", description: "The team that is asked before." },
        },
        required: ["weekday", "starts_at", "minutes"],
      },
      { weekday: 2, starts_at: "04:00:00Z", minutes: 45 },
    ),
  () =>
    field(
      "retention_days",
      { type: ["integer", "null"], minimum: 1, maximum: 36_500, description: "How long it is kept; null for ever." },
      730,
      true,
    ),
];
