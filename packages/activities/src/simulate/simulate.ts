import { Cron } from "croner";
import { cronTriggers, type Mode } from "../definition/definition.ts";
import type { Activity } from "../run/activity.ts";
import type { FetchContext } from "../run/context.ts";
import { type ActivityEvent, evaluate, type Intent, type Occurrence } from "../run/evaluate.ts";
import { IntentWindow } from "../run/window.ts";

export interface SimulateOptions {
  readonly fetch: FetchContext;
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Schedules are run from here; default: the first event's time. */
  readonly from?: Date;
  /** The virtual clock runs on to here after the last event; default: until nothing waits any more. */
  readonly to?: Date;
  /** After each event. */
  readonly onEvent?: () => void;
}

/** An intent that a definition would have had, at the time of the virtual clock. */
export interface SimulatedIntent extends Intent {
  readonly at: string;
  readonly mode: Mode;
  /** The event's id, or the schedule's time. */
  readonly cause: string;
}

export interface SimulatedFailure {
  readonly activity: string;
  readonly at: string;
  readonly cause: string;
  /** Where in the definition. */
  readonly place: string;
  readonly message: string;
}

/** What a definition came to, counted. */
export interface Tally {
  readonly activity: string;
  readonly mode: Mode;
  readonly concerned: number;
  readonly matched: number;
  readonly failed: number;
  /** The same as one before: by their key, or by what dedupe compares. */
  readonly duplicates: number;
  readonly intents: number;
}

export interface Simulation {
  readonly events: number;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly tallies: readonly Tally[];
  readonly intents: readonly SimulatedIntent[];
  readonly failures: readonly SimulatedFailure[];
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/** One definition in a simulation. */
interface Run {
  readonly activity: Activity;
  readonly window: IntentWindow;
  readonly tally: Mutable<Tally>;
  readonly schedules: { readonly cron: Cron; next: number | undefined }[];
  /** Keys that had a task: none has a second one. */
  readonly keys: Set<string>;
  /** Intent → what caused it, while it waits. */
  readonly causes: Map<Intent, string>;
}

/**
 * Runs definitions over recorded events. The clock is that of the events: it stands at the latest time seen, so that an
 * event that comes late does not turn it back. Nothing waits for real.
 */
export async function simulate(
  activities: readonly Activity[],
  events: AsyncIterable<ActivityEvent> | Iterable<ActivityEvent>,
  options: SimulateOptions,
): Promise<Simulation> {
  const runs = activities.map(runOf);
  const intents: SimulatedIntent[] = [];
  const failures: SimulatedFailure[] = [];
  let count = 0;
  let from = options.from?.getTime();
  let clock = from ?? Number.NEGATIVE_INFINITY;

  const take = (run: Run, passed: readonly Intent[], at: number): void => {
    for (const intent of passed) {
      const cause = run.causes.get(intent) ?? "";
      run.causes.delete(intent);
      if (run.keys.has(intent.key)) {
        run.tally.duplicates++;
        continue;
      }
      run.keys.add(intent.key);
      run.tally.intents++;
      intents.push({ at: new Date(at).toISOString(), mode: run.tally.mode, cause, ...intent });
    }
  };

  const attempt = async (run: Run, occurrence: Occurrence, cause: string, at: number): Promise<void> => {
    const { fetch, inputs } = options;
    const result = await evaluate(run.activity, occurrence, { now: new Date(at), fetch, ...(inputs && { inputs }) });
    if (result.outcome === "not-concerned") return;
    run.tally.concerned++;
    if (result.outcome === "failed") {
      run.tally.failed++;
      const { at: place, message } = result;
      failures.push({ activity: run.tally.activity, at: new Date(at).toISOString(), cause, place, message });
    } else if (result.outcome === "intent") {
      run.tally.matched++;
      run.causes.set(result.intent, cause);
      const { intents: passed, isDuplicate } = run.window.offer(result.intent, at);
      if (isDuplicate) run.tally.duplicates++;
      take(run, passed, at);
    }
  };

  /** Runs schedules and what waits, in the order of their times, until the clock stands at `to`. */
  const advance = async (to: number): Promise<void> => {
    for (;;) {
      const next = earliest(runs, to);
      if (next === undefined) break;
      const { run, at, schedule } = next;
      clock = at;
      if (schedule === undefined) take(run, run.window.advance(at), at);
      else {
        const time = new Date(at).toISOString();
        schedule.next = schedule.cron.nextRun(new Date(at))?.getTime();
        await attempt(run, { schedule: { time } }, time, at);
      }
    }
    if (Number.isFinite(to)) clock = Math.max(clock, to);
  };

  for await (const event of events) {
    count++;
    const at = Math.max(Date.parse(event.time), clock);
    if (from === undefined) from = at;
    if (count === 1) startSchedules(runs, from);
    await advance(at);
    for (const run of runs) await attempt(run, { event }, event.id, at);
    options.onEvent?.();
  }
  if (count === 0 && from !== undefined) startSchedules(runs, from);
  if (options.to !== undefined) await advance(options.to.getTime());
  else await flush(runs, take);
  return {
    events: count,
    from: from === undefined ? undefined : new Date(from).toISOString(),
    to: Number.isFinite(clock) ? new Date(clock).toISOString() : undefined,
    tallies: runs.map(({ tally }) => tally),
    intents,
    failures,
  };
}

function runOf(activity: Activity): Run {
  const { id, mode } = activity.definition;
  const tally = { activity: id, mode, concerned: 0, matched: 0, failed: 0, duplicates: 0, intents: 0 };
  const schedules = cronTriggers(activity.definition).map(({ cron, timezone }) => ({
    cron: new Cron(cron, { timezone, paused: true }),
    next: undefined,
  }));
  return {
    activity,
    window: new IntentWindow(activity.definition),
    tally,
    schedules,
    keys: new Set(),
    causes: new Map(),
  };
}

function startSchedules(runs: readonly Run[], from: number): void {
  for (const { schedules } of runs) {
    for (const schedule of schedules) schedule.next = schedule.cron.nextRun(new Date(from - 1))?.getTime();
  }
}

interface Due {
  readonly run: Run;
  readonly at: number;
  readonly schedule?: Run["schedules"][number];
}

/** What is due first, if not later than `to`. */
function earliest(runs: readonly Run[], to: number): Due | undefined {
  let first: Due | undefined;
  const offer = (due: Due): void => {
    if (due.at <= to && (first === undefined || due.at < first.at)) first = due;
  };
  for (const run of runs) {
    if (run.window.due !== undefined) offer({ run, at: run.window.due });
    for (const schedule of run.schedules) if (schedule.next !== undefined) offer({ run, at: schedule.next, schedule });
  }
  return first;
}

/** Lets what still waits through, without running schedules on for ever. */
async function flush(
  runs: readonly Run[],
  take: (run: Run, passed: readonly Intent[], at: number) => void,
): Promise<void> {
  for (const run of runs) {
    for (let { due } = run.window; due !== undefined; { due } = run.window) take(run, run.window.advance(due), due);
  }
}
