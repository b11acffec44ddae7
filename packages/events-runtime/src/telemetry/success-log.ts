import { type LogFields, type Logger, logSuccess, type SuccessLevel } from "../logger.ts";

/** What a line tells of an event. */
type EventFields = {
  readonly id: string | undefined;
  readonly type: string;
  readonly sequence: number;
  readonly ms: number;
  readonly deliveryCount?: number;
  readonly replayed?: boolean;
};

// Eight kilobytes: what collects logs cuts lines at sixteen.
const EVENTS_PER_LINE = 64;

/**
 * Writes the lines of published or handled events: one for an event that was done alone, one for several that were done
 * together. A line costs a logger more than all else that is done for an event.
 */
export class SuccessLog {
  readonly #logger: Logger;
  readonly #level: SuccessLevel;
  readonly #what: "published" | "handled";
  #stream = "";
  #events: LogFields[] = [];

  constructor(logger: Logger, level: SuccessLevel | undefined = "info", what: "published" | "handled" = "published") {
    this.#logger = logger;
    this.#level = level;
    this.#what = what;
  }

  /** A duplicate is marked as one, and an event that was sent more than once has its number of attempts. */
  add(stream: string, event: EventFields, isDuplicate = false, attempts = 1): void {
    if (this.#level === "silent" || this.#logger.isLevelEnabled?.(this.#level) === false) return;
    if (this.#events.length === EVENTS_PER_LINE || stream !== this.#stream) this.#write();
    // What arrived together is read without a break. The line is written before any caller goes on.
    if (this.#events.length === 0) queueMicrotask(() => this.#write());
    this.#stream = stream;
    const isUsual = !isDuplicate && attempts === 1;
    const marks = () => ({ ...(isDuplicate && { duplicate: true }), ...(attempts > 1 && { attempts }) });
    this.#events.push(isUsual ? event : { ...event, ...marks() });
  }

  #write(): void {
    const events = this.#events;
    const [first] = events;
    if (first === undefined) return;
    this.#events = [];
    const stream = this.#stream;
    if (events.length === 1) logSuccess(this.#logger, this.#level, { ...first, stream }, `event ${this.#what}`);
    else logSuccess(this.#logger, this.#level, { count: events.length, stream, events }, `events ${this.#what}`);
  }
}
