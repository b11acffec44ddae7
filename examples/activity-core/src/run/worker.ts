import type { DatabaseSync } from "node:sqlite";
import { evaluate, type FetchContext } from "@statehub/activities";
import type { Clock } from "../clock.ts";
import type { Definitions } from "../definitions/definitions.ts";
import { done, dueOccurrences, type Waiting } from "../store/occurrences.ts";
import { inputsOf, noting } from "./inputs.ts";
import { takeInSchedules } from "./schedules.ts";
import { advanceWindows, settle } from "./settle.ts";

/** How long it waits at most before it looks at the clock again. */
const LOOK_MS = 500;

/** Works on occurrences: evaluates their definitions, several at a time, those of one subject one after the other. */
export class Worker implements AsyncDisposable {
  readonly #db: DatabaseSync;
  readonly #definitions: Definitions;
  readonly #clock: Clock;
  readonly #fetch: FetchContext;
  readonly #run: Promise<void>;
  #isStopping = false;
  #wake: () => void = () => undefined;
  #isWoken = false;

  constructor(db: DatabaseSync, definitions: Definitions, clock: Clock, fetch: FetchContext) {
    this.#db = db;
    this.#definitions = definitions;
    this.#clock = clock;
    this.#fetch = fetch;
    this.#run = this.#work();
  }

  /** Something new is there. */
  wake(): void {
    this.#isWoken = true;
    this.#wake();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopping = true;
    this.wake();
    await this.#run;
  }

  async #work(): Promise<void> {
    while (!this.#isStopping) {
      try {
        takeInSchedules(this.#db, this.#definitions.activities, this.#clock());
        advanceWindows(this.#db, this.#definitions.activities, this.#clock());
        const due = this.#chosen(dueOccurrences(this.#db, Date.now()));
        await Promise.all(due.map((one) => this.#evaluate(one)));
        if (due.length > 0) continue;
      } catch (error) {
        // Nothing is settled then, and everything is tried again.
        console.error(`cannot work on occurrences, trying on: ${error instanceof Error ? error.message : error}`);
      }
      await this.#rest();
    }
  }

  /** As many of each definition as it allows at a time. */
  #chosen(due: readonly Waiting[]): Waiting[] {
    const counts = new Map<string, number>();
    return due.filter(({ activity }) => {
      const count = (counts.get(activity) ?? 0) + 1;
      counts.set(activity, count);
      return count <= (this.#definitions.find(activity)?.definition.concurrency ?? 1);
    });
  }

  async #evaluate(waiting: Waiting): Promise<void> {
    const activity = this.#definitions.find(waiting.activity);
    // Its definition was removed meanwhile.
    if (activity === undefined) return done(this.#db, waiting);
    const { occurrence } = waiting;
    const inputs = inputsOf(activity, occurrence);
    const now = this.#clock();
    const evaluation = await evaluate(noting(activity, inputs), occurrence, { now, fetch: this.#fetch });
    settle(this.#db, activity, waiting, evaluation, inputs, now);
  }

  async #rest(): Promise<void> {
    if (!this.#isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_MS);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#isWoken = false;
  }
}
