import type { Timeline } from "./timeline.ts";

/** The ids of handled events, and waiting for some of them. */
export class Handled {
  readonly ids: string[] = [];
  readonly #timeline: Timeline;
  #changed: () => void = () => undefined;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  add(id: string, what: string): void {
    this.ids.push(id);
    this.#timeline.tell("activity-core", what, { id });
    this.#changed();
  }

  /** Resolves when all of these were handled; throws after `patienceMs`. */
  async all(wanted: readonly string[], patienceMs: number): Promise<void> {
    const missing = (): string[] => wanted.filter((id) => !this.ids.includes(id));
    const deadline = AbortSignal.timeout(patienceMs);
    while (missing().length > 0) {
      await new Promise<void>((resolve, reject) => {
        this.#changed = resolve;
        deadline.onabort = () => reject(new Error(`not handled within ${patienceMs} ms: ${missing().join()}`));
      });
    }
  }
}
