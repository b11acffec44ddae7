// @generated from schemas/repo/registered.v1.json

import type { RepoRegistered } from "./registered.v1.ts";

/** The examples of `org.statehub.repo.registered`. */
export const repoRegisteredExamples: readonly [RepoRegistered, ...RepoRegistered[]] = [
  {
    repo_id: "01979c61-0a3e-7b52-8f1d-3c9a5e70d416",
    slug: "state-hub",
    name: "state-hub",
    description: "The organisation's read model of repositories, workstreams, tasks and goals.",
    url: "https://github.com/statehub/state-hub",
    provider: "github",
    visibility: "internal",
    default_branch: "main",
    license: "Apache-2.0",
    owner: {
      slug: "team-custodian",
      name: "Custodian",
    },
    domain: {
      domain_id: "01979c5e-21b4-7c0a-9d53-7e64b1a0f2c8",
      slug: "platform",
      name: "Platform",
    },
    topics: ["read-model", "nats"],
    languages: [
      {
        name: "TypeScript",
        share: 0.91,
      },
      {
        name: "SQL",
        share: 0.09,
      },
    ],
    labels: {
      tier: "1",
      on_call: "team-custodian",
    },
    registration: {
      method: "manual",
      registered_by: {
        kind: "user",
        id: "user-4821",
        display_name: "Mara Lindqvist",
        email: "mara.lindqvist@example.org",
      },
    },
    registered_at: "2025-06-23T08:15:42.318Z",
  },
  {
    repo_id: "01979d02-7c4b-7e80-b6a9-14f2d83c05be",
    slug: "invoice-archive",
    name: "invoice-archive",
    description: null,
    url: "https://gitlab.example.org/finance/invoice-archive",
    provider: "gitlab",
    visibility: "private",
    default_branch: "trunk",
    license: null,
    owner: {
      slug: "team-finance-systems",
    },
    domain: null,
    registration: {
      method: "import",
      registered_by: {
        kind: "agent",
        id: "agent-repo-importer",
      },
      import_id: "01979d00-3f12-7a44-9c07-e85b2a6d9173",
    },
    registered_at: "2025-06-23T11:02:07Z",
  },
];
