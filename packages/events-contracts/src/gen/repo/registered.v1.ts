// @generated from schemas/repo/registered.v1.json

import type { EventContract } from "@statehub/events-runtime";
import { strict, tolerant } from "#validators/repo/registered.v1";
import type { Actor } from "../common/actor.ts";
import type { DomainRef } from "../common/domain-ref.ts";
import type { Slug } from "../common/slug.ts";
import type { TeamRef } from "../common/team-ref.ts";

/** A repository was registered in the state hub. */
export interface RepoRegistered {
  /**
   * The repository's id in the hub. It stays the same when the repository is renamed or moved.
   *
   * @format uuid
   */
  repo_id: string;
  /** The repository's slug, unique in the hub. */
  slug: Slug;
  /**
   * The repository's name at its provider.
   *
   * @minLength 1
   * @maxLength 200
   */
  name: string;
  /**
   * What the repository is for; null when nobody has written it.
   *
   * @maxLength 2000
   * @classification internal
   */
  description?: string | null;
  /**
   * The repository's page at its provider.
   *
   * @format uri
   * @maxLength 2048
   */
  url: string;
  /**
   * Account and repository as `account/name`. Use `url`, which also names the provider.
   *
   * @pattern ^[^/]+/[^/]+$
   * @minLength 3
   * @maxLength 300
   * @deprecated
   */
  full_name?: string;
  /** Where the repository is hosted. */
  provider: RepoProvider;
  /** Who may read the repository. */
  visibility: RepoVisibility;
  /**
   * The branch that the provider shows first.
   *
   * @minLength 1
   * @maxLength 255
   */
  default_branch: string;
  /**
   * The licence's SPDX identifier; null when the repository has none.
   *
   * @minLength 1
   * @maxLength 64
   */
  license?: string | null;
  /** The team that answers for the repository. */
  owner: TeamRef;
  /** The domain that the repository belongs to; null until it is assigned to one. */
  domain: DomainRef | null;
  /**
   * Topics that the provider lists.
   *
   * @maxItems 30
   * @uniqueItems
   */
  topics?: Slug[];
  /**
   * Programming languages found in the default branch, largest share first.
   *
   * @maxItems 50
   */
  languages?: RepoLanguage[];
  /**
   * Labels that the owner has set, by name.
   *
   * @maxProperties 50
   * @classification internal
   */
  labels?: {
    /** @maxLength 255 */
    [k: string]: string;
  };
  /** How the repository came into the hub. */
  registration: RepoRegistration;
  /**
   * When the hub stored the repository, in UTC.
   *
   * @format date-time
   */
  registered_at: string;
}

/** A service that hosts repositories. */
export type RepoProvider = "github" | "gitlab" | "gitea" | "bitbucket" | (string & {});

/** Who may read a repository: everyone, every member of the organisation, or named members. */
export type RepoVisibility = "public" | "internal" | "private";

/** A programming language and its share of the code. */
export interface RepoLanguage {
  /**
   * The language's name.
   *
   * @minLength 1
   * @maxLength 64
   */
  name: string;
  /**
   * Share of the code in bytes, from above 0 to 1.
   *
   * @maximum 1
   * @exclusiveMinimum 0
   */
  share: number;
}

/** How a repository came into the hub, and through whom. */
export interface RepoRegistration {
  /** `manual` through the hub's pages, `api` by a program, `import` in bulk, `discovery` by the hub's own search. */
  method: RegistrationMethod;
  /** Who registered the repository. */
  registered_by: Actor;
  /**
   * The import that brought the repository; absent for other methods.
   *
   * @format uuid
   */
  import_id?: string;
}

/** `manual` through the hub's pages, `api` by a program, `import` in bulk, `discovery` by the hub's own search. */
export type RegistrationMethod = "manual" | "api" | "import" | "discovery" | (string & {});

/** The contract of `org.statehub.repo.registered`, version 1.0.0. */
export const repoRegistered: EventContract<"org.statehub.repo.registered", RepoRegistered> = {
  type: "org.statehub.repo.registered",
  version: "1.0.0",
  key: "/repo_id",
  dataschema: "https://schemas.statehub.org/repo/registered/1.0.0",
  digest: "sha256:16f02aa467523d8902b86b2726380e5c33e60941fd82c11805ee9c2a4c9cce62",
  sensitive: ["/registration/registered_by/display_name", "/registration/registered_by/email"],
  strict,
  tolerant,
};
