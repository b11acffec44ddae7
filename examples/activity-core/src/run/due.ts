import type { DatabaseSync } from "node:sqlite";
import { evaluate, type FetchContext } from "@statehub/activities";
import type { Clock } from "../clock.ts";
import type { Definitions } from "../definitions/definitions.ts";
import { done, dueOccurrences, type Waiting } from "../store/occurrences.ts";
import { inputsOf, noting } from "./inputs.ts";
import { takeInSchedules } from "./schedules.ts";
import { advanceWindows, settle } from "./settle.ts";

/** What the work needs. */
export interface Surroundings {
  readonly db: DatabaseSync;
  readonly definitions: Definitions;
  readonly clock: Clock;
  readonly fetch: FetchContext;
}

/** Works on what is due now, as much of it as may be done side by side. Whether there was anything. */
export async function workOnDue(surroundings: Surroundings): Promise<boolean> {
  const { db, definitions, clock } = surroundings;
  takeInSchedules(db, definitions.activities, clock());
  advanceWindows(db, definitions.activities, clock());
  const due = chosen(dueOccurrences(db, Date.now()), definitions);
  await Promise.all(due.map((one) => workOn(one, surroundings)));
  return due.length > 0;
}

/** As many of each definition as it allows at a time. */
function chosen(due: readonly Waiting[], definitions: Definitions): Waiting[] {
  const counts = new Map<string, number>();
  return due.filter(({ activity }) => {
    const count = (counts.get(activity) ?? 0) + 1;
    counts.set(activity, count);
    return count <= (definitions.find(activity)?.definition.concurrency ?? 1);
  });
}

async function workOn(waiting: Waiting, { db, definitions, clock, fetch }: Surroundings): Promise<void> {
  const activity = definitions.find(waiting.activity);
  // Its definition was removed meanwhile.
  if (activity === undefined) return done(db, waiting);
  const { occurrence } = waiting;
  const inputs = inputsOf(activity, occurrence);
  const now = clock();
  const evaluation = await evaluate(noting(activity, inputs), occurrence, { now, fetch });
  settle(db, activity, waiting, evaluation, inputs, now);
}
