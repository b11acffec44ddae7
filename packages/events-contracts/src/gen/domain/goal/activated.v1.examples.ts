// @generated from schemas/domain/goal/activated.v1.json

import type { DomainGoalActivated } from "./activated.v1.ts";

/** The examples of `org.statehub.domain.goal.activated`. */
export const domainGoalActivatedExamples: readonly [DomainGoalActivated, ...DomainGoalActivated[]] = [
  {
    goal_id: "01979c70-8e21-7a6b-b3f4-5d0c92e817aa",
    title: "Maintenance runs without cron jobs",
    description: "Every maintenance cron of the hub is replaced by a rule that reacts to an event.",
    url: "https://hub.example.org/goals/01979c70-8e21-7a6b-b3f4-5d0c92e817aa",
    domain: {
      domain_id: "01979c5e-21b4-7c0a-9d53-7e64b1a0f2c8",
      slug: "platform",
      name: "Platform",
    },
    owner: {
      slug: "team-custodian",
      name: "Custodian",
    },
    previous_status: "proposed",
    activated_at: "2025-06-23T13:00:00Z",
    activated_by: {
      kind: "user",
      id: "user-4821",
      display_name: "Mara Lindqvist",
    },
    decision_id: "01979c90-4d68-7ef1-85a7-c2039b6e17d4",
    target_date: "2025-12-31",
    review_interval_days: 28,
    success_criteria: [
      {
        text: "No maintenance cron is left in the hub.",
        mandatory: true,
      },
      {
        text: "Each replaced cron ran in parallel with its rule for two weeks.",
        verified_by: {
          slug: "team-activity-core",
        },
      },
    ],
    measure: {
      kind: "count",
      unit: "cron jobs",
      direction: "at_most",
      baseline: 14,
      target: 0,
    },
    workstreams: [
      {
        workstream_id: "01979c6a-5f07-7d19-a4c2-90be13d7f855",
        slug: "event-contracts",
        name: "Event contracts",
        status: "active",
      },
    ],
  },
  {
    goal_id: "0197c4e2-71b6-7d03-9f58-a63e0d84c1f9",
    title: "Invoices can be found for ten years",
    description: null,
    domain: {
      domain_id: "0197b2c1-47d9-7be6-9a80-6f3c05e2d714",
      slug: "finance",
      name: "Finance",
    },
    owner: {
      slug: "team-finance-systems",
    },
    previous_status: "paused",
    activated_at: "2025-07-01T08:00:00.250Z",
    activated_by: {
      kind: "agent",
      id: "agent-goal-steward",
    },
    target_date: null,
    success_criteria: [
      {
        text: "An auditor finds any invoice within a day.",
      },
    ],
    measure: {
      kind: "milestone",
      milestones: [
        {
          name: "Archive is readable",
          due_on: "2025-09-30",
        },
        {
          name: "Search is in use",
          due_on: null,
        },
      ],
    },
  },
  {
    goal_id: "0197d83a-05ce-7b49-a1e6-7f92c4d0b358",
    title: "Most tasks have an assignee",
    domain: {
      domain_id: "01979c5e-21b4-7c0a-9d53-7e64b1a0f2c8",
      slug: "platform",
      name: "Platform",
    },
    owner: {
      slug: "team-custodian",
    },
    parent_goal: {
      goal_id: "01979c70-8e21-7a6b-b3f4-5d0c92e817aa",
      title: "Maintenance runs without cron jobs",
      status: "active",
    },
    previous_status: "draft",
    activated_at: "2025-07-05T09:30:00Z",
    activated_by: {
      kind: "user",
      id: "user-5307",
    },
    target_date: "2025-10-01",
    success_criteria: [
      {
        text: "Nine of ten unfinished tasks have an assignee.",
        mandatory: false,
      },
    ],
    measure: {
      kind: "percentage",
      direction: "at_least",
      baseline: 61.5,
      target: 90,
    },
  },
];
