import { Cron } from "croner";
import { checkStaleness } from "../domain/staleness.ts";
import { type Chore, type ChoreOptions, runChore } from "./chore.ts";
import {
  closeCompletedWorkstreams,
  onboardRegisteredRepos,
  planActivatedGoals,
  reviewOpenDecisions,
  staleTasks,
} from "./chores.ts";

/** The hub's jobs, by name: run by the clock, or by hand with `POST /jobs/<name>`. */
export interface Jobs extends Disposable {
  readonly names: readonly string[];
  /** Resolves when the job ran; to false if there is none of that name. */
  run(name: string): Promise<boolean>;
}

/** Starts all jobs; those that are paused run by hand only. */
export function startJobs(options: ChoreOptions & { readonly paused: boolean }): Jobs {
  const work = new Map<string, () => Promise<void>>();
  const job = (name: string, run: () => Promise<unknown>): (() => Promise<void>) => {
    const whole = async (): Promise<void> => void (await run());
    work.set(name, whole);
    return whole;
  };
  const chore = (one: Chore): (() => Promise<void>) => job(one.name, () => runChore(one, options));
  const onboard = chore(onboardRegisteredRepos);
  const close = chore(closeCompletedWorkstreams);
  const plan = chore(planActivatedGoals);
  const decide = chore(staleTasks);
  const review = chore(reviewOpenDecisions);
  const publishWhatTimeBrings = job("look-at-the-clock", () => checkStaleness(options.database, options.clock()));

  const more = { protect: true, catch: failed, paused: options.paused };
  const crons = [
    new Cron("*/15 * * * *", { name: "onboard-registered-repos", timezone: "UTC", ...more }, onboard),
    new Cron("5 * * * *", { name: "close-completed-workstreams", timezone: "UTC", ...more }, close),
    new Cron("30 5 * * *", { name: "plan-activated-goals", timezone: "UTC", ...more }, plan),
    new Cron("0 5 * * *", { name: "stale-tasks", timezone: "UTC", ...more }, decide),
    new Cron("0 6 * * 1", { name: "review-open-decisions", timezone: "UTC", ...more }, review),
    // Stays: it publishes what time alone brings about, so that nobody else has to look at the clock.
    new Cron("50 * * * *", { name: "look-at-the-clock", timezone: "UTC", ...more }, publishWhatTimeBrings),
  ];
  return {
    names: [...work.keys()],
    async run(name) {
      await work.get(name)?.();
      return work.has(name);
    },
    [Symbol.dispose]() {
      for (const cron of crons) cron.stop();
    },
  };
}

function failed(error: unknown, { name }: Cron): void {
  const why = error instanceof Error ? error.message : error;
  console.error(`job ${name} failed, and is run again when it is due: ${why}`);
}
