import type { NewEvent } from "../../../src/index.ts";
import { repoRegistered, taskStale } from "../../support/contracts.ts";

/** An event of the repository with that key, and a name to tell it by. */
export function repo(key: string, name = "a name"): NewEvent {
  return { contract: repoRegistered, data: { repo_id: key, name } };
}

/** An event of another type, whose key is a number. */
export function task(key: number): NewEvent {
  return { contract: taskStale, data: { task_id: key, days: 1 } };
}
