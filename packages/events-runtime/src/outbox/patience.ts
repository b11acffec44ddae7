import { EventError } from "../event-error.ts";
import type { Logger } from "../logger.ts";

const FIRST_PAUSE_MS = 5;
const FIRST_HOLD_MS = 200;
/** Failures in a row before the log says so: a locked database is everyday. */
const QUIET_FAILURES = 6;

/** How long a relay waits before it tries again what did not work, and what it says of that. */
export class Patience {
  readonly #logger: Logger;
  readonly #longestMs: number;
  #failures = 0;
  #nextMs = FIRST_PAUSE_MS;
  /** Why nothing can be done at the moment. */
  error: EventError | undefined;

  constructor(logger: Logger, longestMs: number) {
    this.#logger = logger;
    this.#longestMs = longestMs;
  }

  /** A step was done, whatever came of it: the database answers. */
  stepped(): void {
    if (this.#failures >= QUIET_FAILURES) this.error = undefined;
    this.#failures = 0;
  }

  /** Events were published. */
  published(): void {
    this.error = undefined;
    this.#nextMs = FIRST_PAUSE_MS;
  }

  /** The database could not be asked. Milliseconds to wait. */
  failed(error: unknown): number {
    this.#failures++;
    if (this.#failures >= QUIET_FAILURES) {
      this.error = EventError.from(error);
      const { code, message: cause } = this.error;
      if (this.#failures === QUIET_FAILURES) this.#logger.warn({ code, cause }, "cannot relay the outbox, trying on");
    }
    return this.#pause(FIRST_PAUSE_MS);
  }

  /** The server or the stream takes nothing. Milliseconds to wait. */
  held(error: EventError): number {
    const { code, message: cause } = error;
    if (this.error?.code !== code) this.#logger.warn({ code, cause }, "the outbox is held back, trying on");
    this.error = error;
    return this.#pause(FIRST_HOLD_MS);
  }

  /** Twice as long each time, with a random part. */
  #pause(leastMs: number): number {
    const ms = Math.min(this.#longestMs, Math.max(leastMs, this.#nextMs));
    this.#nextMs = ms * 2;
    return ms * (1 - Math.random() / 2);
  }
}
