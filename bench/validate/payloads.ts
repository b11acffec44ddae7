import { type Random, randomOf } from "../synthetic/random.ts";

type Data = Record<string, unknown>;

/** How many different payloads of a kind are validated in turn: one alone would be learnt by heart. */
const VARIANTS = 8;
const TITLES = [
  "Rotate the signing key of the package registry before the old one expires",
  "Schlüssel der Paketregistratur erneuern, bevor der alte abläuft",
  "Describe the archive's retention rules and who may shorten them",
  "Réparer la synchronisation des dépôts après la panne de mardi",
];

const time = (random: Random): string =>
  `2025-0${1 + random.below(9)}-${10 + random.below(18)}T0${random.below(10)}:${10 + random.below(50)}:${10 + random.below(50)}.${100 + random.below(900)}Z`;

function repoRenamed(random: Random): Data {
  return {
    repo_id: random.uuid(),
    slug: random.pick(["state-hub", "activity-core", "issue-core-2"]),
    previous_slug: random.pick(["hub", "activities", "issues"]),
    name: random.pick(TITLES),
    visibility: random.pick(["public", "internal", "private"]),
    ...(random.below(3) === 0 ? {} : { renamed_by: `agent-repository-housekeeping-${random.below(10_000)}` }),
    renamed_at: time(random),
  };
}

function actor(random: Random): Data {
  const id = random.below(10_000);
  if (random.below(3) === 0) return { kind: "agent", id: `agent-task-triage-${id}` };
  return {
    kind: "user",
    id: `user-${id}`,
    display_name: random.pick(["Mara Lindqvist", "Tomás Okafor"]),
    email: `user.${id}@example.org`,
  };
}

function taskAssigned(random: Random): Data {
  const task = random.uuid();
  return {
    task_id: task,
    reference: `CUST-${1 + random.below(9000)}`,
    title: random.pick(TITLES),
    url: `https://hub.example.org/tasks/${task}`,
    status: random.pick(["open", "in_progress", "blocked"]),
    ...(random.below(3) === 0 ? {} : { priority: random.pick(["normal", "urgent"]) }),
    assignee: actor(random),
    assigned_by: actor(random),
    domain: { domain_id: random.uuid(), slug: "platform-and-supply-chain", name: "Platform and supply chain" },
    origin:
      random.below(2) === 0
        ? {
            kind: "manual",
            reason: "Asked for in the weekly review of the supply chain workstream; nobody else knows the hardware.",
          }
        : { kind: "rule", rule_id: random.uuid(), run: 1 + random.below(500) },
    labels: random.sample(["supply-chain", "security", "q3-2025", "rotation"], 3),
    estimate_hours: random.below(2) === 0 ? null : random.below(80) / 2,
    times_assigned: 1 + random.below(5),
    due_on: random.below(2) === 0 ? null : "2025-07-31",
    assigned_at: time(random),
    is_private: random.below(2) === 0,
  };
}

function importCompleted(random: Random): Data {
  const rows = Array.from({ length: 33 }, (_, i) => ({
    number: i + 1,
    task_id: random.uuid(),
    slug: `imported-task-${i + 1}-${random.hex(4)}`,
    title: random.pick(TITLES),
    outcome: random.pick(["created", "updated", "skipped"]),
    changed_at: time(random),
    owner: { id: random.pick(["team-custodian", "user-4821"]), is_team: random.below(2) === 0 },
    warning: random.below(4) === 0 ? "The row has no owner: the importing team was taken." : null,
  }));
  return {
    import_id: random.uuid(),
    source: "https://example.org/exports/tasks-2025-07.csv",
    started_at: time(random),
    completed_at: time(random),
    rows,
  };
}

/** Valid payloads, as `JSON.parse` makes them. */
function variants(make: (random: Random) => Data): Data[] {
  return Array.from({ length: VARIANTS }, (_, i) => JSON.parse(JSON.stringify(make(randomOf(i + 1)))) as Data);
}

/** Valid payloads of the three events. */
export const VALID: Readonly<Record<"repoRenamed" | "taskAssigned" | "importCompleted", readonly Data[]>> = {
  repoRenamed: variants(repoRenamed),
  taskAssigned: variants(taskAssigned),
  importCompleted: variants(importCompleted),
};
