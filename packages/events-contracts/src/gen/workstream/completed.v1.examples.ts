// @generated from schemas/workstream/completed.v1.json

import type { WorkstreamCompleted } from "./completed.v1.ts";

/** The examples of `org.statehub.workstream.completed`. */
export const workstreamCompletedExamples: readonly [WorkstreamCompleted, ...WorkstreamCompleted[]] = [
  {
    workstream_id: "01979c6a-5f07-7d19-a4c2-90be13d7f855",
    slug: "event-contracts",
    name: "Event contracts",
    summary: "The hub publishes four lifecycle events; activity-core reads them with generated types.",
    domain: {
      domain_id: "01979c5e-21b4-7c0a-9d53-7e64b1a0f2c8",
      slug: "platform",
      name: "Platform",
    },
    repos: [
      {
        repo_id: "01979c61-0a3e-7b52-8f1d-3c9a5e70d416",
        slug: "state-hub",
        url: "https://github.com/statehub/state-hub",
      },
      {
        repo_id: "0197a0f3-66c8-7f3e-a215-b07d4c918e62",
        slug: "activity-core",
      },
    ],
    goals: [
      {
        goal_id: "01979c70-8e21-7a6b-b3f4-5d0c92e817aa",
        title: "Maintenance runs without cron jobs",
        status: "active",
      },
    ],
    owner: {
      slug: "team-custodian",
      name: "Custodian",
    },
    previous_status: "active",
    outcome: "achieved",
    started_at: "2025-06-24T09:00:00Z",
    completed_at: "2025-08-15T14:31:09.552Z",
    completed_by: {
      kind: "user",
      id: "user-4821",
      display_name: "Mara Lindqvist",
    },
    task_counts: {
      total: 23,
      done: 21,
      cancelled: 2,
    },
    carried_over_task_ids: [],
    deliverables: [
      {
        kind: "pull_request",
        title: "Publish workstream events",
        url: "https://github.com/statehub/state-hub/pull/318",
      },
      {
        kind: "document",
        title: "Subject grammar",
        url: "https://docs.example.org/statehub/nats-event-subjects",
      },
    ],
  },
  {
    workstream_id: "0197b2d4-90ae-7035-8c6f-2e51ad7b38f0",
    slug: "archive-audit-2025",
    name: "Archive audit 2025",
    summary: null,
    domain: {
      domain_id: "0197b2c1-47d9-7be6-9a80-6f3c05e2d714",
      slug: "finance",
      name: "Finance",
    },
    repos: [],
    goals: [],
    owner: {
      slug: "team-finance-systems",
    },
    previous_status: "planned",
    outcome: "superseded",
    started_at: null,
    completed_at: "2025-09-01T05:45:00Z",
    completed_by: {
      kind: "agent",
      id: "agent-workstream-steward",
    },
    task_counts: {
      total: 2,
      open: 2,
      done: 0,
    },
    carried_over_task_ids: ["0197b2d6-13f8-7c92-b04e-88a7d5c1e639", "0197b2d6-5b0d-7418-a7d3-f19c604be2a5"],
  },
];
