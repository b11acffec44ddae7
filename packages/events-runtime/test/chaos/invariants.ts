import type { Committed, Effect, StateCount } from "./databases/ledger.ts";
import type { Caught, Poison } from "./world.ts";

/** All that is known at the end of a run. */
export interface Outcome {
  readonly onQuarantine: "continue" | "hold-key";
  readonly committed: readonly Committed[];
  readonly effects: readonly Effect[];
  /** Rows of the outbox by state. */
  readonly states: readonly StateCount[];
  readonly poisons: readonly Poison[];
  readonly caught: readonly Caught[];
  /** Processes that ended by themselves, or did not end when asked to. */
  readonly crashes: readonly string[];
  /** Highest memory of each process, in bytes. */
  readonly memory: Readonly<Record<string, number>>;
  /** Processes that are there after the end. */
  readonly left: readonly string[];
}

const MOST_MEMORY = 512 * 1024 ** 2;

/** What has to hold whatever happened. Each resolves to what contradicts it. */
export const INVARIANTS: Readonly<Record<string, (outcome: Outcome) => string[]>> = {
  "every committed event had its effect": ({ committed, effects }) => {
    const done = new Set(effects.map(({ id }) => id));
    return committed.filter(({ id }) => !done.has(id)).map(described);
  },

  "no event had its effect twice": ({ effects }) => {
    const seen = new Set<string>();
    return effects.filter(({ id }) => seen.size === seen.add(id).size).map(described);
  },

  "nothing had an effect that was not committed": ({ committed, effects }) => {
    const known = new Set(committed.map(({ id }) => id));
    return effects.filter(({ id }) => !known.has(id)).map(described);
  },

  // Also of what a server lost: the relay sends that again before anything newer, and the inbox skips what was done.
  // With `hold-key` it holds for all events; else a replayed one comes after its successors.
  "the effects of each key are in the order of its commits": ({ committed, effects, onQuarantine }) => {
    const place = new Map(committed.map(({ id }, index) => [id, index]));
    const last = new Map<string, Effect>();
    return effects.flatMap((effect) => {
      if (onQuarantine === "continue" && Number(effect.replayed) === 1) return [];
      const before = last.get(effect.key);
      last.set(effect.key, effect);
      if (before === undefined || (place.get(before.id) ?? -1) <= (place.get(effect.id) ?? -1)) return [];
      return [`${described(effect)} after ${described(before)}`];
    });
  },

  "what was quarantined is what was poisonous": ({ poisons, caught }) => {
    const wanted = new Map(poisons.map(({ id, kind }) => [id, kind]));
    const found = new Set(caught.map(({ id }) => id));
    const innocent = caught.filter(({ id }) => !wanted.has(id ?? "")).map(({ id, reason }) => `${id}: ${reason}`);
    return [
      ...innocent,
      ...poisons.filter(({ id }) => !found.has(id)).map(({ id, kind }) => `${id} ${kind}, and is not there`),
    ];
  },

  "what kills processes is quarantined for that": ({ poisons, caught }) => {
    const deadly = new Set(poisons.filter(({ kind }) => kind === "kills").map(({ id }) => id));
    const wrong = caught.filter(({ id, reason }) => deadly.has(id ?? "") && reason !== "process_died");
    return wrong.map(({ id, reason }) => `${id}: ${reason}`);
  },

  "every row of the outbox is published": ({ states }) =>
    states.filter(({ state }) => state !== "published").map(({ state, n }) => `${n} ${state}`),

  "no process ended by itself, and all end in time": ({ crashes }) => [...crashes],

  "memory stays within bounds": ({ memory }) =>
    Object.entries(memory)
      .filter(([, bytes]) => bytes > MOST_MEMORY)
      .map(([name, bytes]) => `${name}: ${Math.round(bytes / 1024 ** 2)} MB`),

  "nothing is left running": ({ left }) => [...left],
};

function described({ n, id, key }: Committed | Effect): string {
  return `${n}: ${id} of ${key}`;
}

/** All that contradicts the invariants; of each the first few. */
export function violations(outcome: Outcome): string[] {
  return Object.entries(INVARIANTS).flatMap(([name, check]) => {
    const found = check(outcome);
    const more = found.length > 5 ? [`… and ${found.length - 5} more`] : [];
    return [...found.slice(0, 5), ...more].map((what) => `${name}: ${what}`);
  });
}
