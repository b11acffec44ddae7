import type { JsonSchema } from "./schema.ts";

const uuid = (description: string): JsonSchema => ({ type: "string", format: "uuid", description });
const name = (description: string): JsonSchema => ({ type: "string", minLength: 1, maxLength: 200, description });
const slug = (description: string): JsonSchema => ({ $ref: "./slug.json", description });

/** A shared fragment, its examples included. */
interface Fragment extends JsonSchema {
  readonly examples: readonly unknown[];
}

/** Shared fragments by file name. They refer to each other, as those of the real contracts do. */
export const FRAGMENTS: Readonly<Record<string, Fragment>> = {
  slug: {
    title: "Slug",
    description: "A short name that is part of a URL: lower-case letters and digits in groups joined by hyphens.",
    type: "string",
    minLength: 1,
    maxLength: 64,
    pattern: "^[a-z0-9]+(-[a-z0-9]+)*$",
    examples: ["state-hub", "team-custodian"],
    "x-invalid-examples": [{ why: "upper-case letters are not allowed", data: "State-Hub" }],
  },
  actor: {
    title: "Actor",
    description: "Who did something: a person, an agent or the hub itself.",
    type: "object",
    properties: {
      kind: { $ref: "#/$defs/actor_kind", description: "What sort of actor this is." },
      id: { type: "string", minLength: 1, maxLength: 128, description: "The actor's stable id in the hub." },
      display_name: { ...name("The name that the hub shows."), "x-classification": "personal" },
      email: {
        type: "string",
        format: "email",
        maxLength: 254,
        description: "The person's email address.",
        "x-classification": "personal",
      },
    },
    required: ["kind", "id"],
    $defs: {
      actor_kind: {
        title: "ActorKind",
        description: "`user` is a person, `agent` is software, `system` is the hub itself.",
        type: "string",
        "x-extensible-enum": ["user", "agent", "system"],
      },
    },
    examples: [{ kind: "user", id: "user-4821", display_name: "Mara Lindqvist", email: "mara.lindqvist@example.org" }],
    "x-invalid-examples": [{ why: "`id` is missing", data: { kind: "user" } }],
  },
  "team-ref": {
    title: "TeamRef",
    description: "A team, as the hub knows it.",
    type: "object",
    properties: { slug: slug("The team's slug."), name: name("The team's name, for people.") },
    required: ["slug"],
    examples: [{ slug: "team-custodian", name: "Custodian" }],
    "x-invalid-examples": [{ why: "`slug` is missing", data: { name: "Custodian" } }],
  },
  "domain-ref": {
    title: "DomainRef",
    description: "A domain: an area of responsibility.",
    type: "object",
    properties: {
      domain_id: uuid("The domain's id in the hub."),
      slug: slug("The domain's slug at the time of the event."),
      name: name("The domain's name at the time of the event."),
    },
    required: ["domain_id", "slug", "name"],
    examples: [{ domain_id: "01979c5e-21b4-7c0a-9d53-7e64b1a0f2c8", slug: "platform", name: "Platform" }],
    "x-invalid-examples": [
      { why: "`domain_id` is not a UUID", data: { domain_id: "platform", slug: "platform", name: "Platform" } },
    ],
  },
  "repo-ref": {
    title: "RepoRef",
    description: "A repository that is registered in the hub.",
    type: "object",
    properties: {
      repo_id: uuid("The repository's id in the hub."),
      slug: slug("The repository's slug at the time of the event."),
      url: { type: "string", format: "uri", maxLength: 2048, description: "The repository's page at its provider." },
    },
    required: ["repo_id", "slug"],
    examples: [{ repo_id: "01979c61-0a3e-7b52-8f1d-3c9a5e70d416", slug: "state-hub" }],
    "x-invalid-examples": [{ why: "`slug` is missing", data: { repo_id: "01979c61-0a3e-7b52-8f1d-3c9a5e70d416" } }],
  },
  money: {
    title: "Money",
    description: "An amount of money in the currency's smallest unit.",
    type: "object",
    properties: {
      amount: { type: "integer", minimum: 0, maximum: 1_000_000_000_000, description: "The amount, in cents or so." },
      currency: { type: "string", pattern: "^[A-Z]{3}$", description: "ISO 4217 code." },
    },
    required: ["amount", "currency"],
    examples: [{ amount: 129_900, currency: "EUR" }],
    "x-invalid-examples": [{ why: "`currency` is in lower case", data: { amount: 1, currency: "eur" } }],
  },
  period: {
    title: "Period",
    description: "A span of time.",
    type: "object",
    properties: {
      from: { type: "string", format: "date-time", description: "Its first moment, in UTC." },
      until: { type: ["string", "null"], format: "date-time", description: "Its end, in UTC; null while it lasts." },
    },
    required: ["from", "until"],
    examples: [{ from: "2025-07-01T00:00:00Z", until: null }],
    "x-invalid-examples": [{ why: "`from` has no time", data: { from: "2025-07-01", until: null } }],
  },
  link: {
    title: "Link",
    description: "A page elsewhere.",
    type: "object",
    properties: {
      rel: { $ref: "#/$defs/link_relation", description: "What the page is to the event." },
      url: { type: "string", format: "uri", maxLength: 2048, description: "The page." },
      title: { ...name("What the page is called."), "x-classification": "internal" },
      added_by: { $ref: "./actor.json", description: "Who added the link." },
    },
    required: ["rel", "url"],
    $defs: {
      link_relation: {
        title: "LinkRelation",
        description: "What a page is to an event.",
        type: "string",
        enum: ["self", "source", "discussion", "documentation"],
      },
    },
    examples: [{ rel: "source", url: "https://example.org/state-hub/pull/42", title: "Keep rows past the ack" }],
    "x-invalid-examples": [{ why: "`url` is not absolute", data: { rel: "source", url: "pull/42" } }],
  },
};

/** The first example of a fragment. */
export function fragmentExample(fragment: string): unknown {
  return FRAGMENTS[fragment]?.examples[0];
}
