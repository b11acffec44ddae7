import { both, field, object, S, type TourSection } from "./tour-case.ts";

const N = { type: "number" };

export const objectSections: readonly TourSection[] = [
  {
    title: "Properties",
    cases: [
      {
        title: "An optional property is added",
        older: object({ id: S }),
        newer: object({ id: S, name: S }),
        contract: both.fine,
        asWritten: both.forwardOnly,
        advice:
          "Nothing. Old readers ignore the name, and old publishers never sent it. As written, an old instance may hold anything under that name, since nothing forbade it.",
      },
      {
        title: "An optional property is removed",
        older: object({ id: S, name: S }),
        newer: object({ id: S }),
        contract: both.fine,
        asWritten: both.backwardOnly,
        advice:
          "Ask who reads it: nothing breaks a validator, but a consumer may miss the field. The name stays reserved.",
      },
      {
        title: "A required property is added",
        older: object({ id: S }, "id"),
        newer: object({ id: S, name: S }, "id", "name"),
        contract: both.forwardOnly,
        asWritten: both.forwardOnly,
        advice:
          "Add it as optional: stored events lack it. A `default` helps nobody, for validators do not fill it in.",
      },
      {
        title: "A required property is removed",
        older: object({ id: S, name: S }, "id", "name"),
        newer: object({ id: S }, "id"),
        contract: both.backwardOnly,
        asWritten: both.backwardOnly,
        advice: "A new major with an upcaster: old readers rely on it, and an optional one would break them alike.",
      },
      {
        title: "An optional property becomes required",
        older: object({ id: S, name: S }, "id"),
        newer: object({ id: S, name: S }, "id", "name"),
        contract: both.forwardOnly,
        asWritten: both.forwardOnly,
        advice: "Let publishers always send it and leave it optional in the schema.",
      },
      {
        title: "A required property becomes optional",
        older: object({ id: S }, "id"),
        newer: object({ id: S }),
        contract: both.backwardOnly,
        asWritten: both.backwardOnly,
        advice: "A new major: readers rely on it.",
      },
      {
        title: "A required property is renamed",
        older: object({ repo: S }, "repo"),
        newer: object({ repo_id: S }, "repo_id"),
        contract: both.broken,
        asWritten: both.broken,
        advice: "Add the new name as optional, send both, and drop the old one with the next major; or an upcaster.",
      },
      {
        title: "A property in a nested object is added",
        older: object({ actor: object({ id: S }) }),
        newer: object({ actor: object({ id: S, name: S }) }),
        contract: both.fine,
        asWritten: both.forwardOnly,
        advice: "Nothing: the models hold at every depth.",
      },
      {
        title: "A removed name comes back with another type",
        older: object({ id: S, size: S }),
        newer: object({ id: S, size: N }),
        contract: both.broken,
        asWritten: both.broken,
        advice:
          "Take another name. Each step, away and back, passes by itself; the first version and the last do not go together, so every released version is compared.",
      },
      {
        title: "The values of a map change their type",
        older: field({ type: "object", additionalProperties: S }),
        newer: field({ type: "object", additionalProperties: N }),
        contract: both.broken,
        asWritten: both.broken,
        advice: "A new field beside the old one.",
      },
      {
        title: "A closed object is opened",
        older: { ...object({ id: S }), additionalProperties: false },
        newer: object({ id: S }),
        contract: both.fine,
        asWritten: both.backwardOnly,
        advice: "Nothing: contracts never close themselves, publishers' validators do it for them.",
      },
      {
        title: "One property demands another",
        older: object({ lat: N, lon: N }),
        newer: { ...object({ lat: N, lon: N }), dependentRequired: { lat: ["lon"] } },
        contract: both.forwardOnly,
        asWritten: both.forwardOnly,
        advice: "Put both in an optional object of their own, where they are required.",
      },
      {
        title: "A condition is added",
        older: object({ kind: S, reason: S }),
        newer: {
          ...object({ kind: S, reason: S }),
          if: { properties: { kind: { const: "failed" } }, required: ["kind"] },
          // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
          then: { required: ["reason"] },
        },
        contract: both.forwardOnly,
        asWritten: both.forwardOnly,
        advice: "A type of its own for each case, or leave the condition to the publisher.",
      },
    ],
  },
  {
    title: "Arrays",
    cases: [
      {
        title: "The items change their type",
        older: field({ type: "array", items: S }),
        newer: field({ type: "array", items: N }),
        contract: both.broken,
        asWritten: both.broken,
        advice: "A new field beside the old one.",
      },
      {
        title: "More items become allowed",
        older: field({ type: "array", items: S, maxItems: 3 }),
        newer: field({ type: "array", items: S, maxItems: 5 }),
        contract: both.fine,
        asWritten: both.backwardOnly,
        advice: "Nothing: readers do not rely on counts.",
      },
      {
        title: "The items must differ",
        older: field({ type: "array", items: S }),
        newer: field({ type: "array", items: S, uniqueItems: true }),
        contract: both.fine,
        asWritten: both.forwardOnly,
        advice: "Nothing; readers must still cope with stored events that repeat an item.",
      },
      {
        title: "A position is added to a tuple",
        older: field({ type: "array", prefixItems: [S] }),
        newer: field({ type: "array", prefixItems: [S, N] }),
        contract: both.forwardOnly,
        asWritten: both.forwardOnly,
        advice: "An object with named fields: what stands behind a tuple is open, so old data may hold anything there.",
      },
    ],
  },
];
