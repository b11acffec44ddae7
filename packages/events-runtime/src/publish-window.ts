import { createInbox, type Msg, type NatsConnection, PermissionViolationError } from "@nats-io/nats-core";
import { EventError } from "./event-error.ts";
import { Fifo } from "./fifo.ts";
import { type PublishAck, readAck } from "./publish-ack.ts";
import { encodedHeaders, type WireMessage } from "./wire.ts";

export interface WindowOptions {
  /** How many messages may be sent and not yet acknowledged. */
  readonly size: number;
  /** How long a message may take from `publish` to its acknowledgement, waiting for a connection included. */
  readonly timeoutMs: number;
  /** The client's `inboxPrefix`, if the user's permissions ask for one. */
  readonly inboxPrefix: string | undefined;
}

/** What became of a message. */
export interface WindowResult extends PublishAck {
  /** How often it was sent. */
  readonly attempts: number;
}

interface Entry {
  readonly message: WireMessage;
  readonly token: string;
  readonly deadline: number;
  readonly resolve: (result: WindowResult) => void;
  readonly reject: (error: EventError) => void;
  /** Whether it is under way on the present connection. */
  sent: boolean;
  attempts: number;
  /** How many of its attempts nobody took: those were certainly not stored. */
  refusals: number;
}

// A stream without a leader answers "no responders" until one is elected. A standalone server never does once it listens.
const REFUSALS_BORNE = 2;
const REFUSAL_PAUSE_MS = 250;

/**
 * Publishes to JetStream with many messages outstanding, all acknowledgements arriving on one subscription. Messages are sent in the order
 * of the calls. On a new connection, everything that is not acknowledged is sent again in its order, before anything new: the stream
 * drops the copies by their `Nats-Msg-Id`. (The client's own `publish` makes a timer, a promise race and an error object for
 * each message, and leaves retries, and with them the order, to the caller.)
 *
 * Beyond `size`, messages wait in the order of the calls, and their promises with them.
 */
export class PublishWindow {
  readonly #options: WindowOptions;
  readonly #inbox: string;
  readonly #outstanding = new Map<string, Entry>();
  readonly #waiting = new Fifo<Entry>();
  #nc: NatsConnection | undefined;
  #resume: NodeJS.Timeout | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #tokens = 0;
  #idle: (() => void) | undefined;

  constructor(options: WindowOptions) {
    this.#options = options;
    this.#inbox = `${createInbox(options.inboxPrefix)}.`;
  }

  /** Messages that were given and are not settled. */
  get size(): number {
    return this.#outstanding.size + this.#waiting.size;
  }

  /** Rejects with `EventError`: `unavailable`, `unknown_outcome`, `no_stream`, `stream_full`, `too_large` … */
  publish(message: WireMessage): Promise<WindowResult> {
    return new Promise((resolve, reject) => {
      const deadline = performance.now() + this.#options.timeoutMs;
      const token = (this.#tokens++).toString(36);
      const entry = { message, token, deadline, resolve, reject, sent: false, attempts: 0, refusals: 0 };
      if (this.#outstanding.size < this.#options.size) {
        this.#outstanding.set(token, entry);
        this.#send(entry);
      } else {
        this.#waiting.push(entry);
      }
      this.#deadline ??= this.#armed(this.#options.timeoutMs);
    });
  }

  /** Takes a new connection into use. */
  up(nc: NatsConnection): void {
    const callback = (error: Error | null, msg: Msg) => {
      if (error === null) this.#answered(msg);
    };
    nc.subscribe(`${this.#inbox}*`, { callback });
    this.#nc = nc;
    this.#sendAll();
  }

  /** What was under way on the lost connection has to be sent again. */
  down(): void {
    this.#nc = undefined;
    for (const entry of this.#outstanding.values()) entry.sent = false;
  }

  /** A missing permission is reported beside the protocol's answers: nothing else would end the wait of the messages that it is about. */
  refused(error: Error): void {
    if (!(error instanceof PermissionViolationError)) return;
    const acks = error.operation === "subscription" && error.subject.startsWith(this.#inbox);
    for (const entry of [...this.#outstanding.values()]) {
      const about = error.operation === "publish" && entry.message.subject === error.subject;
      if (acks || about) this.#settle(entry, EventError.from(error));
    }
  }

  /** Resolves when nothing is outstanding; after the time given, what is left is rejected first. */
  async drain(timeoutMs: number): Promise<void> {
    if (this.size > 0) {
      const late = setTimeout(() => {
        this.#nc = undefined;
        this.#rejectUntil(Number.POSITIVE_INFINITY);
      }, timeoutMs);
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
      clearTimeout(late);
    }
    clearTimeout(this.#deadline);
    clearTimeout(this.#resume);
  }

  #send(entry: Entry): void {
    const nc = this.#nc;
    // `info` is gone as soon as the connection is, before `down` tells.
    if (nc?.info === undefined || this.#resume !== undefined) return;
    const { subject, payload, headers } = entry.message;
    const bytes = payload.length + headers.length;
    if (bytes > nc.info.max_payload) {
      const text = `${subject}: got ${bytes} bytes, want at most ${nc.info.max_payload}, the server's max_payload`;
      this.#settle(entry, new EventError("too_large", text));
      return;
    }
    try {
      nc.publish(subject, payload, { reply: this.#inbox + entry.token, headers: encodedHeaders(headers) });
    } catch (error) {
      if (!nc.isClosed()) this.#settle(entry, EventError.from(error));
      return;
    }
    entry.sent = true;
    entry.attempts++;
  }

  #sendAll(): void {
    for (const entry of this.#outstanding.values()) if (!entry.sent) this.#send(entry);
  }

  #answered(msg: Msg): void {
    const entry = this.#outstanding.get(msg.subject.slice(this.#inbox.length));
    if (entry === undefined) return;
    if (msg.headers?.code === 503) {
      this.#notTaken(entry);
      return;
    }
    const answer = readAck(msg.data, entry.message.subject);
    if (answer instanceof EventError) {
      this.#settle(entry, answer);
      return;
    }
    // A copy of a message that was sent twice is most likely the first sending, not another event's.
    const duplicate = answer.duplicate && entry.attempts === 1;
    this.#settle(entry, { ...answer, duplicate, attempts: entry.attempts });
  }

  #notTaken(entry: Entry): void {
    entry.refusals++;
    if (entry.refusals > REFUSALS_BORNE) {
      const text = `${entry.message.subject}: no stream takes this subject; create it, or check its subjects`;
      this.#settle(entry, new EventError("no_stream", text));
      return;
    }
    entry.sent = false;
    // Nothing newer is sent meanwhile, so that the order stays.
    this.#resume ??= setTimeout(() => {
      this.#resume = undefined;
      this.#sendAll();
    }, REFUSAL_PAUSE_MS);
  }

  #settle(entry: Entry, result: WindowResult | EventError): void {
    this.#outstanding.delete(entry.token);
    if (result instanceof EventError) entry.reject(result);
    else entry.resolve(result);
    const next = this.#waiting.shift();
    if (next !== undefined) {
      this.#outstanding.set(next.token, next);
      if (next.deadline > performance.now()) this.#send(next);
    }
    if (this.size === 0) this.#idle?.();
  }

  #armed(ms: number): NodeJS.Timeout {
    // One timer for all: entries expire in the order in which they came. The connection keeps the process alive.
    return setTimeout(() => {
      this.#deadline = undefined;
      this.#rejectUntil(performance.now());
      const oldest = this.#oldest();
      if (oldest !== undefined) this.#deadline = this.#armed(oldest.deadline - performance.now());
    }, ms).unref();
  }

  #rejectUntil(time: number): void {
    for (let entry = this.#oldest(); entry !== undefined && entry.deadline <= time; entry = this.#oldest()) {
      const maybeStored = entry.attempts > entry.refusals;
      const text = `${entry.message.subject}: no acknowledgement in time; ${maybeStored ? "it was sent" : "never sent"}`;
      this.#settle(entry, new EventError(maybeStored ? "unknown_outcome" : "unavailable", text));
    }
  }

  #oldest(): Entry | undefined {
    for (const entry of this.#outstanding.values()) return entry;
    return undefined;
  }
}
