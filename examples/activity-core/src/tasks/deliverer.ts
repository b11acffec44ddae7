import type { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { created, later, refused, type WantedTask, wantedTasks } from "../store/intents.ts";

const LOOK_MS = 200;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
const TIMEOUT_MS = 10_000;

/** A key may hold any character, a header few: others are percent-encoded, and so is `%` itself. */
const headerText = (key: string): string => encodeURI(key);

/** Creates in issue-core what is wanted: each at least once, and by its idempotency key once in effect. */
export class Deliverer implements AsyncDisposable {
  readonly #db: DatabaseSync;
  readonly #url: string;
  readonly #stopping = new AbortController();
  readonly #run: Promise<void>;

  constructor(db: DatabaseSync, issueCoreUrl: string) {
    this.#db = db;
    this.#url = issueCoreUrl;
    this.#run = this.#deliver();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#run;
  }

  async #deliver(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const wanted = wantedTasks(this.#db, Date.now());
      for (const one of wanted) if (!signal.aborted) await this.#create(one);
      if (wanted.length === 0) await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #create(wanted: WantedTask): Promise<void> {
    try {
      const response = await fetch(new URL("/tasks", this.#url), {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": headerText(wanted.key) },
        body: JSON.stringify({ ...wanted.task, origin: wanted.origin }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (response.ok) {
        const { id } = (await response.json()) as { id: string };
        return created(this.#db, wanted, id);
      }
      const why = `issue-core answered ${response.status}: ${(await response.text()).slice(0, 500)}`;
      // What it does not understand today it will not understand tomorrow.
      const isFinal = response.status >= 400 && response.status < 500 && ![408, 425, 429].includes(response.status);
      if (isFinal) return refused(this.#db, wanted, why);
      this.#retry(wanted, why);
    } catch (error) {
      this.#retry(wanted, `issue-core cannot be reached: ${error instanceof Error ? error.message : error}`);
    }
  }

  #retry(wanted: WantedTask, why: string): void {
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** wanted.attempts);
    later(this.#db, wanted, why, Date.now() + pause);
  }
}
