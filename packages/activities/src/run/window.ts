import type { ActivityDefinition } from "../definition/definition.ts";
import { milliseconds } from "../definition/duration.ts";
import type { Intent } from "./evaluate.ts";

/** What a window keeps, as JSON; a program that restarts gives it back. */
export interface WindowState {
  /** Waiting for quiet, by key. */
  readonly quiet: readonly { readonly intent: Intent; readonly due: number }[];
  /** What dedupe has seen, and until when it is remembered. */
  readonly seen: readonly (readonly [value: string, until: number])[];
  /** Waiting for their turn, oldest first. */
  readonly waiting: readonly Intent[];
  /** When the last intents were let through, oldest first. */
  readonly passed: readonly number[];
}

/** What became of intents: those that are to be acted on now, and one that was left out. */
export interface Passed {
  readonly intents: readonly Intent[];
  /** The intent that was offered is the same as an earlier one, by the definition's dedupe. */
  readonly isDuplicate: boolean;
}

/**
 * Lets intents of one definition through as its `window` says: the last of a burst (debounce), once in a while for the
 * same value (dedupe), and not more than a number in a while (rate), in this order. It has no clock: times are given, in
 * milliseconds since 1970, and do not go back.
 */
export class IntentWindow {
  readonly #debounce: number;
  readonly #dedupe: number;
  readonly #limit: number;
  readonly #per: number;
  readonly #quiet = new Map<string, { intent: Intent; due: number }>();
  readonly #seen = new Map<string, number>();
  readonly #waiting: Intent[] = [];
  #passed: number[] = [];

  constructor({ window = {} }: ActivityDefinition, state?: WindowState) {
    this.#debounce = window.debounce === undefined ? 0 : milliseconds(window.debounce);
    this.#dedupe = window.dedupe === undefined ? 0 : milliseconds(window.dedupe.for);
    this.#limit = window.rate?.limit ?? Number.POSITIVE_INFINITY;
    this.#per = window.rate === undefined ? 0 : milliseconds(window.rate.per);
    for (const one of state?.quiet ?? []) this.#quiet.set(one.intent.key, { ...one });
    for (const [value, until] of state?.seen ?? []) this.#seen.set(value, until);
    this.#waiting.push(...(state?.waiting ?? []));
    this.#passed = [...(state?.passed ?? [])];
  }

  /** Takes a new intent. */
  offer(intent: Intent, now: number): Passed {
    if (this.#debounce > 0) {
      this.#quiet.delete(intent.key);
      this.#quiet.set(intent.key, { intent, due: now + this.#debounce });
      return { intents: this.advance(now), isDuplicate: false };
    }
    const isDuplicate = !this.#isNew(intent, now);
    if (!isDuplicate) this.#waiting.push(intent);
    return { intents: this.advance(now), isDuplicate };
  }

  /** What is due by now. */
  advance(now: number): Intent[] {
    // The oldest are first: each of them was due when it was offered, plus the same time.
    for (const [key, { intent, due }] of this.#quiet) {
      if (due > now) break;
      this.#quiet.delete(key);
      if (this.#isNew(intent, due)) this.#waiting.push(intent);
    }
    const intents: Intent[] = [];
    this.#passed = this.#passed.filter((time) => time > now - this.#per);
    while (this.#waiting.length > 0 && this.#passed.length < this.#limit) {
      intents.push(this.#waiting.shift() as Intent);
      if (this.#limit !== Number.POSITIVE_INFINITY) this.#passed.push(now);
    }
    return intents;
  }

  /** When `advance` has something to do; undefined if nothing waits. */
  get due(): number | undefined {
    const [quiet] = this.#quiet.values();
    const [oldest] = this.#passed;
    const turn = this.#waiting.length > 0 && oldest !== undefined ? oldest + this.#per : undefined;
    const times = [quiet?.due, turn].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  get state(): WindowState {
    return {
      quiet: [...this.#quiet.values()],
      seen: [...this.#seen],
      waiting: [...this.#waiting],
      passed: this.#passed,
    };
  }

  #isNew({ dedupeBy }: Intent, now: number): boolean {
    if (this.#dedupe === 0) return true;
    for (const [value, until] of this.#seen) {
      // All are remembered for the same time, so the oldest are first.
      if (until > now) break;
      this.#seen.delete(value);
    }
    if (this.#seen.has(dedupeBy)) return false;
    this.#seen.set(dedupeBy, now + this.#dedupe);
    return true;
  }
}
