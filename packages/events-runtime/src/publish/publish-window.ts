import { createInbox, type Msg, type NatsConnection, PermissionViolationError } from "@nats-io/nats-core";
import { encodedHeaders, type WireMessage } from "../contract/wire.ts";
import { EventError } from "../event-error.ts";
import { Fifo } from "./fifo.ts";
import { type PublishAck, readAck } from "./publish-ack.ts";

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
  /** The tick at which it was sent last. */
  tick: number;
  attempts: number;
  /** How many of its attempts nobody took: those were certainly not stored. */
  refusals: number;
}

// A stream without a leader answers "no responders" until one is elected, which takes seconds. A standalone server
// never does once it listens. So a subject that no stream has taken before is given up after half a second, and one
// that was taken is tried until its time is over.
const REFUSALS_BORNE = 2;
const REFUSAL_PAUSE_MS = 250;
const TICK_MS = 250;
// In a cluster, what a stream's leader had not passed on dies with it, while the connection to another server lives.
// Three seconds.
const OVERDUE_TICKS = 12;

/**
 * Publishes to JetStream with many messages outstanding, all acknowledgements arriving on one subscription. Messages
 * are sent in the order of the calls. On a new connection, and when an acknowledgement is overdue, everything that is
 * not acknowledged is sent again in its order, before anything new: the stream drops the copies by their `Nats-Msg-Id`.
 * (The client's own `publish` makes a timer, a promise race and an error object for each message, and leaves retries,
 * and with them the order, to the caller.)
 *
 * Beyond `size`, messages wait in the order of the calls, and their promises with them.
 */
export class PublishWindow {
  readonly #options: WindowOptions;
  readonly #inbox: string;
  readonly #outstanding = new Map<string, Entry>();
  readonly #waiting = new Fifo<Entry>();
  /** Subjects that a stream has taken. */
  readonly #taken = new Set<string>();
  #nc: NatsConnection | undefined;
  #resume: NodeJS.Timeout | undefined;
  // One timer for all. The connection keeps the process alive.
  readonly #ticking: NodeJS.Timeout = setInterval(() => this.#elapsed(), TICK_MS).unref();
  #tick = 0;
  #tokens = 0;
  #sendingAll = false;
  #filling = false;
  /** Why no acknowledgement can arrive on the present connection. */
  #deaf: Error | undefined;
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
      const entry = { message, token, deadline, resolve, reject, sent: false, tick: 0, attempts: 0, refusals: 0 };
      if (this.#outstanding.size < this.#options.size) {
        this.#outstanding.set(token, entry);
        this.#send(entry);
      } else {
        this.#waiting.push(entry);
      }
    });
  }

  /** Takes a new connection into use. */
  up(nc: NatsConnection): void {
    const callback = (error: Error | null, msg: Msg) => {
      if (error === null) this.#answered(msg);
    };
    nc.subscribe(`${this.#inbox}*`, { callback });
    this.#nc = nc;
    this.#deaf = undefined;
    this.#sendAll();
  }

  /** What was under way on the lost connection has to be sent again. */
  down(): void {
    this.#nc = undefined;
    this.#unsend();
  }

  /**
   * A missing permission is reported beside the protocol's answers: nothing else would end the wait of the messages
   * that it is about.
   */
  refused(error: Error): void {
    if (!(error instanceof PermissionViolationError)) return;
    const acks = error.operation === "subscription" && error.subject.startsWith(this.#inbox);
    if (acks) this.#deaf = error;
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
    clearInterval(this.#ticking);
    clearTimeout(this.#resume);
  }

  #send(entry: Entry): void {
    const nc = this.#nc;
    // `info` is gone as soon as the connection is, before `down` tells.
    if (nc?.info === undefined || this.#resume !== undefined) return;
    if (this.#deaf !== undefined) {
      this.#settle(entry, EventError.from(this.#deaf));
      return;
    }
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
    entry.tick = this.#tick;
    entry.attempts++;
  }

  #unsend(): void {
    for (const entry of this.#outstanding.values()) entry.sent = false;
  }

  #sendAll(): void {
    this.#sendingAll = true;
    // The iterator also visits what takes the place of an entry that is settled here.
    for (const entry of this.#outstanding.values()) if (!entry.sent) this.#send(entry);
    this.#sendingAll = false;
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
    this.#taken.add(entry.message.subject);
    this.#settle(entry, { ...answer, duplicate, attempts: entry.attempts });
  }

  #notTaken(entry: Entry): void {
    entry.refusals++;
    if (entry.refusals > REFUSALS_BORNE && !this.#taken.has(entry.message.subject)) {
      this.#settle(entry, noStream(entry));
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
    this.#fill();
    if (this.size === 0) this.#idle?.();
  }

  /** Lets waiting messages in. Sending one may settle it at once, which makes room again: hence a loop, entered once. */
  #fill(): void {
    if (this.#filling) return;
    this.#filling = true;
    while (this.#outstanding.size < this.#options.size) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      this.#outstanding.set(next.token, next);
      if (!this.#sendingAll && next.deadline > performance.now()) this.#send(next);
    }
    this.#filling = false;
  }

  #elapsed(): void {
    this.#tick++;
    this.#rejectUntil(performance.now());
    const oldest = this.#oldest();
    if (oldest?.sent !== true || this.#tick - oldest.tick < OVERDUE_TICKS) return;
    this.#unsend();
    this.#sendAll();
  }

  #rejectUntil(time: number): void {
    // They expire in the order in which they came.
    for (let entry = this.#oldest(); entry !== undefined && entry.deadline <= time; entry = this.#oldest()) {
      this.#settle(entry, tooLate(entry));
    }
  }

  #oldest(): Entry | undefined {
    for (const entry of this.#outstanding.values()) return entry;
    return undefined;
  }
}

function noStream({ message }: Entry): EventError {
  return new EventError(
    "no_stream",
    `${message.subject}: no stream takes this subject; create it with ensureStream(), or check its subjects`,
  );
}

function tooLate(entry: Entry): EventError {
  const { attempts, refusals, message } = entry;
  const text = `${message.subject}: no acknowledgement in time`;
  if (attempts > refusals) return new EventError("unknown_outcome", `${text}, it was sent`);
  return attempts > 0 ? noStream(entry) : new EventError("unavailable", `${text}, it was never sent`);
}
