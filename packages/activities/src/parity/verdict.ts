import type { ActivityDefinition } from "../definition/definition.ts";
import { milliseconds } from "../definition/duration.ts";
import { type Compared, comparePairs, type ExtraReason, type ParityTerms, type Sides } from "./compare.ts";

/** When a definition has proved itself. */
export interface Gate extends ParityTerms {
  /** So many windows in a row, up to the last one, must agree. */
  readonly minWindows: number;
  /** Unexplained keys of the definition alone that are borne, over these windows. */
  readonly maxExtra: number;
}

/** A stretch of time, and how both sides agree in it. */
export interface WindowParity {
  readonly from: string;
  readonly to: string;
  /** How often the cron looked. */
  readonly looks: number;
  /** Keys that the cron acted on. */
  readonly keys: number;
  readonly matched: number;
  readonly missed: number;
  readonly extra: Readonly<Record<ExtraReason, number>>;
  readonly duplicates: number;
  /** `untested`: the cron did not look, or it is not over yet. */
  readonly state: "agrees" | "differs" | "untested";
}

/** How much earlier a definition was than the cron, in milliseconds; negative if later. */
export interface LatencyGained {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

export interface ParityReport extends Compared {
  readonly activity: string;
  readonly replaces: string | undefined;
  readonly gate: Gate;
  readonly windows: readonly WindowParity[];
  /** Windows that agree, counted back from the last tested one. */
  readonly streak: number;
  readonly gained: LatencyGained | undefined;
  readonly passed: boolean;
  /** What keeps the gate shut, in words. */
  readonly blockers: readonly string[];
}

/** The gate of a definition; undefined where it has none. */
export function gateOf({ parity }: ActivityDefinition): Gate | undefined {
  if (parity === undefined) return undefined;
  const window = milliseconds(parity.window);
  return {
    window,
    lateness: parity.lateness === undefined ? window : milliseconds(parity.lateness),
    minWindows: parity.min_windows ?? 14,
    maxExtra: parity.max_extra ?? 0,
  };
}

/** Compares a definition with the cron that it replaces, window by window, and says whether the gate opens. */
export function parityOf(
  { id, replaces }: Pick<ActivityDefinition, "id" | "replaces">,
  sides: Sides,
  gate: Gate,
): ParityReport {
  const compared = comparePairs(sides, gate);
  const windows = windowsOf(sides, compared, gate);
  const tested = windows.filter(({ state }) => state !== "untested");
  const last = tested.findLastIndex(({ state }) => state === "differs");
  const streak = tested.slice(last + 1);
  const blockers = blockersOf(tested, streak, gate);
  return {
    activity: id,
    replaces,
    gate,
    ...compared,
    windows,
    streak: streak.length,
    gained: latencyOf(compared),
    passed: blockers.length === 0,
    blockers,
  };
}

function windowsOf({ intents, runs }: Sides, compared: Compared, { window, lateness, maxExtra }: Gate): WindowParity[] {
  const times = [...intents, ...runs].map(({ at }) => Date.parse(at));
  if (times.length === 0) return [];
  const looks = runs.map(({ at }) => Date.parse(at));
  const lastLook = Math.max(...looks, Number.NEGATIVE_INFINITY);
  const first = Math.floor(Math.min(...times) / window);
  const last = Math.floor(Math.max(...times) / window);
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const from = (first + i) * window;
    const to = from + window;
    const inside = (time: number): boolean => time >= from && time < to;
    const extra = { flapped: 0, pending: 0, unexplained: 0 };
    for (const { definitionAt, reason } of compared.extra) if (inside(definitionAt)) extra[reason]++;
    const missed = compared.missed.filter(({ cronAt }) => inside(cronAt)).length;
    const matched = compared.matches.filter(({ cronAt }) => inside(cronAt)).length;
    const duplicates = compared.duplicates.filter(({ definitionAt }) => inside(definitionAt)).length;
    const looked = looks.filter(inside).length;
    // A miss can be told at once; that nothing is missed, only when neither side may be late any more.
    const isOver = lastLook >= to || (looked > 0 && lastLook + lateness >= to);
    const differs = missed > 0 || duplicates > 0 || extra.unexplained > maxExtra;
    const state = differs ? "differs" : looked > 0 && isOver ? "agrees" : "untested";
    return {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      looks: looked,
      keys: missed + matched,
      matched,
      missed,
      extra,
      duplicates,
      state,
    };
  });
}

function blockersOf(tested: readonly WindowParity[], streak: readonly WindowParity[], gate: Gate): string[] {
  const blockers: string[] = [];
  const sum = (count: (window: WindowParity) => number): number => streak.reduce((total, one) => total + count(one), 0);
  const differing = tested.at(tested.length - streak.length - 1);
  if (streak.length < gate.minWindows) {
    const after = differing === undefined ? "" : `, since ${differing.from} differed (${wordsOf(differing)})`;
    blockers.push(`${streak.length} of ${gate.minWindows} windows in a row agree${after}`);
  }
  const unexplained = sum(({ extra }) => extra.unexplained);
  if (unexplained > gate.maxExtra) {
    blockers.push(`${unexplained} keys of the definition alone are unexplained, ${gate.maxExtra} are borne`);
  }
  if (sum(({ keys }) => keys) === 0 && streak.length >= gate.minWindows) {
    blockers.push("the cron acted on nothing in these windows: nothing is proved");
  }
  return blockers;
}

function wordsOf({ missed, duplicates, extra }: WindowParity): string {
  return [
    ...(missed > 0 ? [`${missed} missed`] : []),
    ...(duplicates > 0 ? [`${duplicates} twice`] : []),
    ...(extra.unexplained > 0 ? [`${extra.unexplained} unexplained`] : []),
  ].join(", ");
}

function latencyOf({ matches }: Compared): LatencyGained | undefined {
  const sorted = matches.map(({ gained }) => gained).sort((a, b) => a - b);
  const [least] = sorted;
  if (least === undefined) return undefined;
  return { least, median: sorted[sorted.length >> 1] as number, most: sorted.at(-1) as number };
}
