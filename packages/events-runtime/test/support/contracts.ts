import type { ContractSet, EventContract, EventEnvelope, RawViolation, Upcaster, Validator } from "../../src/index.ts";

/** A validator made of a function that finds violations; the generated ones have the same shape. */
function validator<Data>(find: (data: Readonly<Record<string, unknown>>) => RawViolation[]): Validator<Data> {
  const validate: Validator<Data> = (data): data is Data => {
    const isObject = typeof data === "object" && data !== null;
    const params = { type: "object" };
    const errors = isObject ? find(data as never) : [{ instancePath: "", keyword: "type", params }];
    validate.errors = errors.length > 0 ? errors : null;
    return errors.length === 0;
  };
  return validate;
}

function strings(data: Readonly<Record<string, unknown>>, names: readonly string[]): RawViolation[] {
  return names.flatMap((name): RawViolation[] => {
    if (data[name] === undefined) {
      return [{ instancePath: "", keyword: "required", params: { missingProperty: name } }];
    }
    if (typeof data[name] === "string") return [];
    return [{ instancePath: `/${name}`, keyword: "type", params: { type: "string" } }];
  });
}

function undeclared(data: Readonly<Record<string, unknown>>, names: readonly string[]): RawViolation[] {
  const others = Object.keys(data).filter((name) => !names.includes(name));
  return others.map((name) => ({
    instancePath: "",
    keyword: "additionalProperties",
    params: { additionalProperty: name },
  }));
}

const required = ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema"];
const optional = ["traceparent", "tracestate", "correlationid", "causationid", "data"];

export const envelope: ContractSet["envelope"] = {
  strict: validator<EventEnvelope>((e) => [...strings(e, required), ...undeclared(e, [...required, ...optional])]),
  tolerant: validator<EventEnvelope>((e) => strings(e, required)),
};

export interface RepoRegistered {
  readonly repo_id: string;
  readonly name: string;
  readonly owner_email?: string;
}

export const repoRegistered: EventContract<"org.statehub.repo.registered", RepoRegistered> = {
  type: "org.statehub.repo.registered",
  version: "1.0.0",
  key: "/repo_id",
  dataschema: "https://schemas.statehub.org/repo/registered/1.0.0",
  digest: "sha256:00",
  sensitive: ["/owner_email"],
  strict: validator((data) => [
    ...strings(data, ["repo_id", "name"]),
    ...(data.owner_email === undefined ? [] : strings(data, ["owner_email"])),
    ...undeclared(data, ["repo_id", "name", "owner_email"]),
  ]),
  tolerant: validator((data) => strings(data, ["repo_id", "name"])),
};

export interface TaskStale {
  readonly task_id: number;
  readonly days: number;
}

export const taskStale: EventContract<"org.statehub.task.stale", TaskStale> = {
  type: "org.statehub.task.stale",
  version: "1.0.0",
  key: "/task_id",
  dataschema: "https://schemas.statehub.org/task/stale/1.0.0",
  digest: "sha256:01",
  sensitive: [],
  strict: validator((data) => undeclared(data, ["task_id", "days"])),
  tolerant: validator(() => []),
};

export interface GoalActivated {
  readonly goal_id: string;
}

export const goalActivated: EventContract<"org.statehub.domain.goal.activated", GoalActivated> = {
  type: "org.statehub.domain.goal.activated",
  version: "1.0.0",
  key: "/goal_id",
  dataschema: "https://schemas.statehub.org/domain/goal/activated/1.0.0",
  digest: "sha256:02",
  sensitive: [],
  strict: validator((data) => strings(data, ["goal_id"])),
  tolerant: validator((data) => strings(data, ["goal_id"])),
};

export const contracts: ContractSet = {
  envelope,
  contracts: { [repoRegistered.type]: repoRegistered, [taskStale.type]: taskStale },
};

export const source = "urn:statehub:hub";

export interface RepoRegisteredV2 {
  readonly repo_id: string;
  readonly title: string;
  readonly owner_email: string | null;
}

export const repoRegisteredV2: EventContract<"org.statehub.repo.registered.v2", RepoRegisteredV2> = {
  type: "org.statehub.repo.registered.v2",
  version: "2.0.0",
  key: "/repo_id",
  dataschema: "https://schemas.statehub.org/repo/registered/2.0.0",
  digest: "sha256:03",
  sensitive: ["/owner_email"],
  strict: validator((data) => strings(data, ["repo_id", "title"])),
  tolerant: validator((data) => strings(data, ["repo_id", "title"])),
};

export const toV2: Upcaster<RepoRegistered, RepoRegisteredV2> = {
  from: repoRegistered,
  to: repoRegisteredV2,
  upcast: ({ repo_id, name, owner_email }) => ({ repo_id, title: name, owner_email: owner_email ?? null }),
};
