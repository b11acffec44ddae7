import { type Surroundings, workOnDue } from "./due.ts";

/** How long it waits at most before it looks at the clock again. */
const LOOK_MS = 500;

/** Works on occurrences, windows and schedules whenever something is due. */
export class Worker implements AsyncDisposable {
  readonly #surroundings: Surroundings;
  readonly #run: Promise<void>;
  #isStopping = false;
  #isWoken = false;
  #wake: () => void = () => undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
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
        if (await workOnDue(this.#surroundings)) continue;
      } catch (error) {
        // Nothing is settled then, and everything is tried again.
        console.error(`cannot work on occurrences, trying on: ${error instanceof Error ? error.message : error}`);
      }
      await this.#rest();
    }
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
