import { VALID } from "./payloads.ts";

type Data = Record<string, unknown>;

/** Something that every validator of an event must refuse. */
export interface Invalid {
  readonly why: string;
  readonly value: unknown;
}

/** The first valid payload after `change`. */
function changed(event: keyof typeof VALID, why: string, change: (data: Data) => void): Invalid {
  const value = structuredClone(VALID[event][0]) as Data;
  change(value);
  return { why, value };
}

/** The object that is a property of another one, or an item of a list. */
const inner = (data: unknown, key: string | number): Data => (data as Record<string | number, Data>)[key] as Data;

const notObjects: readonly Invalid[] = [
  { why: "null", value: null },
  { why: "a list", value: [] },
  { why: "a string", value: "{}" },
  { why: "an empty object", value: {} },
];

/** What the validators of each event must refuse. Only what stock formats refuse too. */
export const INVALID: Readonly<Record<keyof typeof VALID, readonly Invalid[]>> = {
  repoRenamed: [
    ...notObjects,
    changed("repoRenamed", "an undeclared property", (data) => Object.assign(data, { nmae: "x" })),
    changed("repoRenamed", "a UUID with a letter too many", (data) =>
      Object.assign(data, { repo_id: `${data.repo_id}a` }),
    ),
    changed("repoRenamed", "a slug in upper case", (data) => Object.assign(data, { slug: "State-Hub" })),
    changed("repoRenamed", "a slug of 65 characters", (data) => Object.assign(data, { slug: "a".repeat(65) })),
    changed("repoRenamed", "an empty name", (data) => Object.assign(data, { name: "" })),
    changed("repoRenamed", "a number for a name", (data) => Object.assign(data, { name: 1 })),
    changed("repoRenamed", "an unknown visibility", (data) => Object.assign(data, { visibility: "secret" })),
    changed("repoRenamed", "an empty optional field", (data) => Object.assign(data, { renamed_by: "" })),
    changed("repoRenamed", "30 February", (data) => Object.assign(data, { renamed_at: "2025-02-30T00:00:00Z" })),
    changed("repoRenamed", "a time without offset", (data) =>
      Object.assign(data, { renamed_at: "2025-02-03T00:00:00" }),
    ),
    changed("repoRenamed", "a missing time", (data) => delete data.renamed_at),
  ],
  taskAssigned: [
    ...notObjects,
    changed("taskAssigned", "an undeclared property", (data) => Object.assign(data, { note: "x" })),
    changed("taskAssigned", "an undeclared property deeper", (data) => Object.assign(inner(data, "domain"), { x: 1 })),
    changed("taskAssigned", "an undeclared property of an actor", (data) =>
      Object.assign(inner(data, "assignee"), { x: 1 }),
    ),
    changed("taskAssigned", "a bad reference", (data) => Object.assign(data, { reference: "cust-1" })),
    changed("taskAssigned", "a relative URL", (data) => Object.assign(data, { url: "/tasks/1" })),
    changed("taskAssigned", "an unknown priority", (data) => Object.assign(data, { priority: "now" })),
    changed("taskAssigned", "an actor without id", (data) => delete inner(data, "assigned_by").id),
    changed("taskAssigned", "a bad address", (data) => Object.assign(inner(data, "assigned_by"), { email: "mara" })),
    changed("taskAssigned", "an unknown form", (data) => Object.assign(inner(data, "origin"), { kind: "other" })),
    changed("taskAssigned", "fields of the other form", (data) =>
      Object.assign(data, { origin: { kind: "manual", rule_id: "x", run: 1 } }),
    ),
    changed("taskAssigned", "a label that is no slug", (data) => Object.assign(data, { labels: ["a", "B"] })),
    changed("taskAssigned", "31 labels", (data) => Object.assign(data, { labels: Array(31).fill("a") })),
    changed("taskAssigned", "a negative estimate", (data) => Object.assign(data, { estimate_hours: -1 })),
    changed("taskAssigned", "half an assignment", (data) => Object.assign(data, { times_assigned: 1.5 })),
    changed("taskAssigned", "31 June", (data) => Object.assign(data, { due_on: "2025-06-31" })),
    changed("taskAssigned", "null for a boolean", (data) => Object.assign(data, { is_private: null })),
  ],
  importCompleted: [
    ...notObjects,
    changed("importCompleted", "no rows", (data) => Object.assign(data, { rows: [] })),
    changed("importCompleted", "501 rows", (data) =>
      Object.assign(data, { rows: Array(501).fill(inner(inner(data, "rows"), 0)) }),
    ),
    changed("importCompleted", "an undeclared property in the last row", (data) =>
      Object.assign(inner(inner(data, "rows"), 32), { x: 1 }),
    ),
    changed("importCompleted", "a row number of 0", (data) =>
      Object.assign(inner(inner(data, "rows"), 7), { number: 0 }),
    ),
    changed("importCompleted", "a bad time in a row", (data) =>
      Object.assign(inner(inner(data, "rows"), 7), { changed_at: "2025-07-18T24:00:00Z" }),
    ),
    changed("importCompleted", "a row without warning", (data) => delete inner(inner(data, "rows"), 20).warning),
    changed("importCompleted", "a row whose owner is a string", (data) =>
      Object.assign(inner(inner(data, "rows"), 20), { owner: "team-custodian" }),
    ),
    changed("importCompleted", "an unknown outcome", (data) =>
      Object.assign(inner(inner(data, "rows"), 3), { outcome: "lost" }),
    ),
  ],
};
