import { type Logger, logSuccess, type SuccessLevel } from "../logger.ts";

/** What is told of an event that the stream has. */
export interface PublishedFields {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly sequence: number;
  readonly duplicate: boolean;
  readonly ms: number;
  /** How often it was sent, if more than once. */
  readonly attempts?: number;
}

// About eight kilobytes: what collects logs cuts lines at sixteen.
const EVENTS_PER_LINE = 64;

/**
 * Writes the lines of published events: one for an event that was acknowledged alone, one for several whose
 * acknowledgements came together. A line costs a logger more than all else that is done for an event.
 */
export class SuccessLog {
  readonly #logger: Logger;
  readonly #level: SuccessLevel;
  #events: PublishedFields[] = [];

  constructor(logger: Logger, level: SuccessLevel | undefined = "info") {
    this.#logger = logger;
    this.#level = level;
  }

  /** Whether the next line would be written at all. */
  get isEnabled(): boolean {
    return this.#level !== "silent" && (this.#logger.isLevelEnabled?.(this.#level) ?? true);
  }

  add(event: PublishedFields): void {
    // What arrived together is read without a break. The line is written before any caller goes on.
    if (this.#events.length === 0) queueMicrotask(() => this.#write());
    else if (this.#events.length === EVENTS_PER_LINE) this.#write();
    this.#events.push(event);
  }

  #write(): void {
    const events = this.#events;
    const [first] = events;
    if (first === undefined) return;
    this.#events = [];
    if (events.length === 1) logSuccess(this.#logger, this.#level, { ...first }, "event published");
    else logSuccess(this.#logger, this.#level, { count: events.length, events }, "events published");
  }
}
