import { createInbox, type Msg, type NatsConnection, PermissionViolationError } from "@nats-io/nats-core";
import type { WireMessage } from "../contract/wire.ts";
import { EventError } from "../event-error.ts";
import { AckReader, type PublishAck } from "./publish-ack.ts";
import { WireWriter } from "./wire-writer.ts";

export interface WindowOptions {
  /** How many messages may be sent and not yet acknowledged. */
  readonly size: number;
  /** How long a message may take from `publish` to its acknowledgement, waiting for a connection included. */
  readonly timeoutMs: number;
  /** The client's `inboxPrefix`, if the user's permissions ask for one. */
  readonly inboxPrefix: string | undefined;
  /**
   * Whether a message is sent only once: where no stream takes it at the moment it fails at once, and without an answer
   * when its time is over. For a caller that looks at the stream before it sends again. Default: false.
   */
  readonly once?: boolean;
}

/** Is told once what became of a message: `unavailable`, `unknown_outcome`, `no_stream`, `stream_full`, `too_large` … */
export interface Settlement {
  taken(ack: PublishAck, attempts: number): void;
  failed(error: EventError): void;
}

class Entry {
  readonly message: WireMessage;
  readonly settlement: Settlement;
  readonly deadline: number;
  /** Whether it is sent, and neither settled nor about to be sent again. */
  isUnderWay = false;
  isSettled = false;
  /** The tick at which it was sent last. */
  tick = 0;
  attempts = 0;
  /** How many of its attempts nobody took: those were certainly not stored. */
  refusals = 0;

  constructor(message: WireMessage, settlement: Settlement, deadline: number) {
    this.message = message;
    this.settlement = settlement;
    this.deadline = deadline;
  }
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
 * All messages stand in one line in the order of the calls. `#next` is where sending goes on; sending again is to put
 * it back to the line's head. Beyond `size`, messages wait behind it.
 */
export class PublishWindow {
  readonly #options: WindowOptions;
  readonly #inbox: string;
  readonly #acks = new AckReader();
  /** The line. A message's number, which its acknowledgement comes back with, is `#first` plus its index. */
  #line: Entry[] = [];
  #first = 0;
  /** Index of the oldest message that is not settled. */
  #head = 0;
  /** Index of the next message to send. */
  #next = 0;
  /** How many are sent and not settled: at most the window's size. */
  #underWay = 0;
  #size = 0;
  /** Subjects that a stream has taken. */
  readonly #taken = new Set<string>();
  #nc: NatsConnection | undefined;
  #writer: WireWriter | undefined;
  #resume: NodeJS.Timeout | undefined;
  // One timer for all. The connection keeps the process alive.
  readonly #ticking: NodeJS.Timeout = setInterval(() => this.#elapsed(), TICK_MS).unref();
  #tick = 0;
  #isSending = false;
  /** Why no acknowledgement can arrive on the present connection. */
  #deaf: Error | undefined;
  #idle: (() => void) | undefined;

  constructor(options: WindowOptions) {
    this.#options = options;
    this.#inbox = `${createInbox(options.inboxPrefix)}.`;
  }

  /** Messages that were given and are not settled. */
  get size(): number {
    return this.#size;
  }

  /** Sends the message, in its turn. `now` is the time of the call, as `performance.now()` tells it. */
  publish(message: WireMessage, settlement: Settlement, now: number): void {
    this.#line.push(new Entry(message, settlement, now + this.#options.timeoutMs));
    this.#size++;
    this.#send();
  }

  /** Takes a new connection into use. */
  up(nc: NatsConnection): void {
    const callback = (error: Error | null, msg: Msg) => {
      if (error === null) this.#answered(msg);
    };
    nc.subscribe(`${this.#inbox}*`, { callback });
    this.#nc = nc;
    this.#writer = new WireWriter(nc);
    this.#deaf = undefined;
    this.#sendAgain();
  }

  /** What was under way on the lost connection has to be sent again. */
  down(): void {
    this.#nc = undefined;
  }

  /**
   * A missing permission is reported beside the protocol's answers: nothing else would end the wait of the messages
   * that it is about.
   */
  refused(error: Error): void {
    if (!(error instanceof PermissionViolationError)) return;
    const acks = error.operation === "subscription" && error.subject.startsWith(this.#inbox);
    if (acks) this.#deaf = error;
    for (const entry of this.#line.slice(this.#head, this.#next)) {
      const about = error.operation === "publish" && entry.message.subject === error.subject;
      if (acks || about) this.#fail(entry, EventError.from(error));
    }
    this.#send();
  }

  /** Resolves when nothing is outstanding; after the time given, what is left is rejected first. */
  async drain(timeoutMs: number): Promise<void> {
    if (this.#size > 0) {
      const late = setTimeout(() => {
        this.#nc = undefined;
        this.#failUntil(Number.POSITIVE_INFINITY);
      }, timeoutMs);
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
      clearTimeout(late);
    }
    clearInterval(this.#ticking);
    clearTimeout(this.#resume);
  }

  /** Sends what there is room for. A message may be settled while it is sent, which makes room: entered once. */
  #send(): void {
    const nc = this.#nc;
    // `info` is gone as soon as the connection is, before `down` tells.
    if (this.#isSending || nc?.info === undefined || this.#resume !== undefined) return;
    this.#isSending = true;
    while (this.#underWay < this.#options.size && this.#next < this.#line.length) {
      const number = this.#first + this.#next;
      const entry = this.#line[this.#next++];
      if (entry === undefined || entry.isSettled) continue;
      entry.isUnderWay = true;
      this.#underWay++;
      const error = this.#sendOne(nc, entry, number);
      if (error !== undefined) this.#fail(entry, error);
    }
    this.#isSending = false;
  }

  #sendOne(nc: NatsConnection, entry: Entry, number: number): EventError | undefined {
    if (this.#deaf !== undefined) return EventError.from(this.#deaf);
    const { subject, size } = entry.message;
    const most = nc.info?.max_payload ?? size;
    if (size > most) {
      return new EventError(
        "too_large",
        `${subject}: got ${size} bytes, want at most ${most}, the server's max_payload`,
      );
    }
    this.#writer?.write(entry.message, this.#inbox + number);
    entry.tick = this.#tick;
    entry.attempts++;
    return undefined;
  }

  #sendAgain(): void {
    for (let i = this.#head; i < this.#next; i++) (this.#line[i] as Entry).isUnderWay = false;
    this.#next = this.#head;
    this.#underWay = 0;
    this.#send();
  }

  #answered(msg: Msg): void {
    const entry = this.#line[Number(msg.subject.slice(this.#inbox.length)) - this.#first];
    if (entry === undefined || entry.isSettled) return;
    // Only a status, such as 503, comes with headers.
    if (msg.data.length === 0 && msg.headers?.code === 503) {
      this.#notTaken(entry);
      return;
    }
    const { subject } = entry.message;
    const answer = this.#acks.read(msg.data, subject);
    if (answer instanceof EventError) {
      this.#fail(entry, entry.attempts > 1 && answer.code === "expected_sequence" ? ownCopy(entry, answer) : answer);
    } else {
      if (!this.#taken.has(subject)) this.#taken.add(subject);
      this.#settled(entry);
      entry.settlement.taken(answer, entry.attempts);
    }
    this.#send();
  }

  #notTaken(entry: Entry): void {
    entry.refusals++;
    const isNew = !this.#taken.has(entry.message.subject);
    if (this.#options.once || (isNew && entry.refusals > REFUSALS_BORNE)) {
      this.#fail(entry, noStream(entry));
      this.#send();
      return;
    }
    // Nothing newer is sent meanwhile, so that the order stays.
    this.#resume ??= setTimeout(() => {
      this.#resume = undefined;
      this.#sendAgain();
    }, REFUSAL_PAUSE_MS);
  }

  #fail(entry: Entry, error: EventError): void {
    if (entry.isSettled) return;
    this.#settled(entry);
    entry.settlement.failed(error);
  }

  #settled(entry: Entry): void {
    entry.isSettled = true;
    this.#size--;
    if (entry.isUnderWay) this.#underWay--;
    while (this.#line[this.#head]?.isSettled) this.#head++;
    this.#next = Math.max(this.#next, this.#head);
    // What is behind is let go in pieces: moving the rest costs as much as its length.
    if (this.#head > 1_000 && this.#head * 2 > this.#line.length) {
      this.#line = this.#line.slice(this.#head);
      this.#first += this.#head;
      this.#next -= this.#head;
      this.#head = 0;
    }
    if (this.#size === 0) this.#idle?.();
  }

  #elapsed(): void {
    this.#tick++;
    this.#failUntil(performance.now());
    if (this.#options.once) return;
    const oldest = this.#line[this.#head];
    if (oldest === undefined || this.#next === this.#head || this.#tick - oldest.tick < OVERDUE_TICKS) return;
    this.#sendAgain();
  }

  #failUntil(time: number): void {
    // They expire in the order in which they came.
    for (let entry = this.#line[this.#head]; entry && entry.deadline <= time; entry = this.#line[this.#head]) {
      this.#fail(entry, tooLate(entry));
    }
    this.#send();
  }
}

function noStream({ message }: Entry): EventError {
  return new EventError(
    "no_stream",
    `${message.subject}: no stream takes this subject; create it with ensureStream(), or check its subjects`,
  );
}

/** The stream compares what was expected before it looks for copies: what stands in the way may be the first sending. */
function ownCopy({ message, attempts }: Entry, cause: EventError): EventError {
  const text = `${message.subject}: sent ${attempts} times, and the stream is not where it was expected to be any more`;
  return new EventError("unknown_outcome", `${text}: an earlier sending may be stored`, { cause });
}

function tooLate(entry: Entry): EventError {
  const { attempts, refusals, message } = entry;
  const text = `${message.subject}: no acknowledgement in time`;
  if (attempts > refusals) return new EventError("unknown_outcome", `${text}, it was sent`);
  return attempts > 0 ? noStream(entry) : new EventError("unavailable", `${text}, it was never sent`);
}
