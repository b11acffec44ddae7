import type { CronRun, ShadowIntent, Undone } from "./records.ts";

/** How two sides are compared, in milliseconds. */
export interface ParityTerms {
  readonly window: number;
  readonly lateness: number;
}

/** Why a definition has a key that the cron has not. */
export type ExtraReason =
  /** The condition no longer held when the cron looked. */
  | "flapped"
  /** The cron has not looked since, or may still be late. */
  | "pending"
  /** Nothing explains it. */
  | "unexplained";

/** The same key on both sides. */
export interface Match {
  readonly key: string;
  readonly definitionAt: number;
  readonly cronAt: number;
  /** How much earlier the definition was, in milliseconds; negative if later. */
  readonly gained: number;
}

export interface Missed {
  readonly key: string;
  readonly cronAt: number;
  /** The definition had the key, but later than the lateness allows. */
  readonly late: number | undefined;
}

export interface Extra {
  readonly key: string;
  readonly definitionAt: number;
  readonly reason: ExtraReason;
}

/** A key that the definition had twice where the cron had it once, or not at all the second time. */
export interface Duplicate {
  readonly key: string;
  readonly definitionAt: number;
}

export interface Compared {
  readonly matches: readonly Match[];
  readonly missed: readonly Missed[];
  readonly extra: readonly Extra[];
  readonly duplicates: readonly Duplicate[];
}

/** What both sides did. */
export interface Sides {
  readonly intents: readonly ShadowIntent[];
  readonly runs: readonly CronRun[];
  readonly undone?: readonly Undone[];
}

/**
 * Pairs what a definition wanted with what the cron did, key by key, each in the order of time. A rule sees a change
 * when it happens and a cron at its next look: so a definition is earlier, by up to the time between two looks, and may
 * be later by the lateness.
 */
export function comparePairs({ intents, runs, undone = [] }: Sides, { lateness }: ParityTerms): Compared {
  const looks = runs.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
  const wanted = timesByKey(intents.map(({ key, at }) => ({ key, at: Date.parse(at) })));
  const happened = new Map(
    intents.map(({ key, at, happenedAt = at }) => [`${Date.parse(at)} ${key}`, Date.parse(happenedAt)]),
  );
  const done = timesByKey(runs.flatMap(({ keys, at }) => keys.map((key) => ({ key, at: Date.parse(at) }))));
  const ended = timesByKey(undone.map(({ key, at }) => ({ key, at: Date.parse(at) })));
  const matches: Match[] = [];
  const missed: Missed[] = [];
  const extra: Extra[] = [];
  const duplicates: Duplicate[] = [];
  for (const key of new Set([...wanted.keys(), ...done.keys()])) {
    const own = [...(wanted.get(key) ?? [])];
    for (const cronAt of done.get(key) ?? []) {
      const i = own.findIndex((at) => at <= cronAt + lateness);
      if (i === -1) {
        const late = own.shift();
        missed.push({ key, cronAt, late: late === undefined ? undefined : late - cronAt });
        continue;
      }
      const [definitionAt] = own.splice(i, 1) as [number];
      matches.push({ key, definitionAt, cronAt, gained: cronAt - definitionAt });
    }
    const first = matches.find((match) => match.key === key);
    for (const [i, definitionAt] of own.entries()) {
      // A key names an occurrence: what comes again is the same one again.
      if (first !== undefined || i > 0) duplicates.push({ key, definitionAt });
      else {
        const since = happened.get(`${definitionAt} ${key}`) ?? definitionAt;
        extra.push({ key, definitionAt, reason: reasonOf(since, ended.get(key) ?? [], looks, lateness) });
      }
    }
  }
  return { matches, missed, extra, duplicates };
}

/** `at` is when it happened. */
function reasonOf(at: number, ended: readonly number[], looks: readonly number[], lateness: number): ExtraReason {
  const look = looks.find((time) => time >= at);
  // It counts that the condition had ended when the cron looked.
  if (ended.some((time) => time >= at && (look === undefined || time <= look))) return "flapped";
  const last = looks.at(-1) ?? Number.NEGATIVE_INFINITY;
  // What the definition saw at the edge of a look, the cron may see at the next one.
  return look === undefined || last < look + lateness ? "pending" : "unexplained";
}

function timesByKey(all: readonly { readonly key: string; readonly at: number }[]): Map<string, number[]> {
  const byKey = new Map<string, number[]>();
  for (const { key, at } of all) byKey.set(key, [...(byKey.get(key) ?? []), at]);
  for (const times of byKey.values()) times.sort((a, b) => a - b);
  return byKey;
}
