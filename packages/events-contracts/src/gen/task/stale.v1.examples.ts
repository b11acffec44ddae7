// @generated from schemas/task/stale.v1.json

import type { TaskStale } from "./stale.v1.ts";

/** The examples of `org.statehub.task.stale`. */
export const taskStaleExamples: readonly [TaskStale, ...TaskStale[]] = [
  {
    task_id: "01979f18-2b6d-7ac5-8e34-d07f91c5a2b8",
    reference: "CUST-142",
    title: "Rotate the signing key of the package registry",
    url: "https://hub.example.org/tasks/01979f18-2b6d-7ac5-8e34-d07f91c5a2b8",
    status: "blocked",
    priority: "high",
    owner: {
      slug: "team-custodian",
      name: "Custodian",
    },
    assignee: {
      kind: "user",
      id: "user-5307",
      display_name: "Tomás Okafor",
      email: "tomas.okafor@example.org",
    },
    domain: {
      domain_id: "01979c5e-21b4-7c0a-9d53-7e64b1a0f2c8",
      slug: "platform",
      name: "Platform",
    },
    workstream: {
      workstream_id: "0197a4c7-d15e-7296-b8f3-4a60e2c97d1b",
      slug: "supply-chain",
      name: "Supply chain",
      status: "active",
    },
    repo: {
      repo_id: "01979c61-0a3e-7b52-8f1d-3c9a5e70d416",
      slug: "state-hub",
    },
    last_updated_at: "2025-07-01T16:20:11.004Z",
    last_updated_by: {
      kind: "agent",
      id: "agent-task-triage",
    },
    days_since_update: 16,
    threshold_days: 14,
    times_stale: 2,
    due_on: "2025-07-31",
    blocked_at: "2025-06-30T10:00:00Z",
    blocked_reason: "Waiting for the new hardware key.",
    check: {
      check_id: "01981738-a860-7d4f-9b12-65e0c3f7a894",
      checked_at: "2025-07-18T04:00:00Z",
      previous_checked_at: "2025-07-17T04:00:00Z",
    },
  },
  {
    task_id: "0197c0b9-e473-7158-93d6-b82f5a0e4c67",
    title: "Describe the archive's retention rules",
    status: "open",
    owner: {
      slug: "team-finance-systems",
    },
    assignee: null,
    domain: {
      domain_id: "0197b2c1-47d9-7be6-9a80-6f3c05e2d714",
      slug: "finance",
      name: "Finance",
    },
    last_updated_at: "2025-06-30T09:12:30Z",
    days_since_update: 30,
    threshold_days: 30,
    due_on: null,
    check: {
      check_id: "019859df-2480-7e3c-a0d5-17c4b96f83e2",
      checked_at: "2025-07-31T04:00:00Z",
      previous_checked_at: null,
    },
  },
];
