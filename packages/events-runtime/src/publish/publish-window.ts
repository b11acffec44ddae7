import {
  createInbox,
  type Msg,
  type NatsConnection,
  PermissionViolationError,
  type Subscription,
} from "@nats-io/nats-core";
import { type NatsConnectionImpl, State } from "@nats-io/nats-core/internal";
import { EventError } from "../event-error.ts";
import { AckParser } from "./ack-parser.ts";
import type { Outgoing } from "./outgoing.ts";
import { AckReader, type PublishAck } from "./publish-ack.ts";
import { Sendings } from "./sendings.ts";
import { noStream, ownCopy, tooLate } from "./window-errors.ts";
import { WireWriter } from "./wire-writer.ts";

export interface WindowOptions {
  /** How many messages may be sent and not yet acknowledged. */
  readonly size: number;
  /** The client's `inboxPrefix`, if the user's permissions ask for one. */
  readonly inboxPrefix: string | undefined;
  /**
   * Whether a message is sent only once: where no stream takes it at the moment it fails at once, and without an answer
   * when its time is over. For a caller that looks at the stream before it sends again. Default: false.
   */
  readonly once?: boolean;
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
  readonly #acks = new AckReader();
  readonly #sendings: Sendings;
  /** Where acknowledgements arrive: another subject for each connection. */
  #inbox = "";
  #listening: Subscription | undefined;
  #parser: AckParser | undefined;
  #line: Outgoing[] = [];
  /** Index of the oldest message that is not settled. */
  #head = 0;
  /** Index of the next message to send. */
  #next = 0;
  /** How many are sent and not settled: at most the window's size. */
  #underWay = 0;
  #size = 0;
  /** Subjects that a stream has taken, and which one. */
  readonly #streams = new Map<string, string>();
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
    // Who sends only once could not send again when an answer is doubted.
    this.#sendings = new Sendings(!options.once);
  }

  /** Messages that were given and are not settled. */
  get size(): number {
    return this.#size;
  }

  /** Sends the message, in its turn. */
  publish(entry: Outgoing): void {
    this.#line.push(entry);
    this.#size++;
    this.#send();
  }

  /** Takes a new connection into use. */
  up(nc: NatsConnection): void {
    this.#nc = nc;
    this.#writer = new WireWriter(nc);
    this.#deaf = undefined;
    this.#listening = undefined;
    this.#parser = this.#options.once ? undefined : this.#parserOf(nc as NatsConnectionImpl);
    this.#listen(nc);
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

  /** Listens on a new subject: what was sent before is not answered any more. */
  #listen(nc: NatsConnection): void {
    this.#listening?.unsubscribe();
    this.#sendings.forget();
    this.#inbox = `${createInbox(this.#options.inboxPrefix)}.`;
    const from = this.#inbox.length;
    const callback = (error: Error | null, msg: Msg) => {
      if (error === null) this.#answered(msg, Number(msg.subject.slice(from)));
    };
    this.#listening = nc.subscribe(`${this.#inbox}*`, { callback });
    if (this.#parser !== undefined) this.#parser.inbox = this.#inbox;
  }

  #parserOf({ protocol }: NatsConnectionImpl): AckParser | undefined {
    // In the midst of a message, another parser cannot go on.
    if (protocol.parser.state !== State.OP_START) return undefined;
    const parser = new AckParser(protocol, (sending, bytes, from, to) => {
      const ack = this.#acks.readUsual(bytes, from, to);
      if (ack === undefined) return false;
      const entry = this.#sendings.end(sending);
      if (entry === undefined) this.#doubt();
      else if (!entry.isSettled) this.#taken(entry, ack);
      return true;
    });
    protocol.parser = parser;
    return parser;
  }

  /** Sends what there is room for. A message may be settled while it is sent, which makes room: entered once. */
  #send(): void {
    const nc = this.#nc;
    // `info` is gone as soon as the connection is, before `down` tells.
    if (this.#isSending || nc?.info === undefined || this.#resume !== undefined) return;
    this.#isSending = true;
    while (this.#underWay < this.#options.size && this.#next < this.#line.length) {
      const entry = this.#line[this.#next++];
      if (entry === undefined || entry.isSettled) continue;
      entry.isUnderWay = true;
      this.#underWay++;
      const error = this.#sendOne(nc, entry);
      if (error !== undefined) this.#fail(entry, error);
    }
    this.#isSending = false;
  }

  #sendOne(nc: NatsConnection, entry: Outgoing): EventError | undefined {
    if (this.#deaf !== undefined) return EventError.from(this.#deaf);
    const { message } = entry;
    const most = nc.info?.max_payload ?? Number.POSITIVE_INFINITY;
    if (message.sizeBound > most && message.size > most) {
      return new EventError(
        "too_large",
        `${message.subject}: got ${message.size} bytes, want at most ${most}, the server's max_payload`,
      );
    }
    this.#writer?.write(message, this.#inbox + this.#sendings.begin(entry));
    entry.tick = this.#tick;
    entry.attempts++;
    return undefined;
  }

  #sendAgain(): void {
    for (let i = this.#head; i < this.#next; i++) (this.#line[i] as Outgoing).isUnderWay = false;
    this.#next = this.#head;
    this.#underWay = 0;
    this.#send();
  }

  #answered(msg: Msg, sending: number): void {
    const entry = this.#sendings.end(sending);
    if (entry === undefined) {
      this.#doubt();
      return;
    }
    if (entry.isSettled) return;
    // Only a status, such as 503, comes with headers.
    if (msg.data.length === 0 && msg.headers?.code === 503) {
      this.#notTaken(entry);
      return;
    }
    const answer = this.#acks.read(msg.data, entry.message.subject);
    if (answer instanceof EventError) {
      this.#fail(entry, entry.attempts > 1 && answer.code === "expected_sequence" ? ownCopy(entry, answer) : answer);
    } else {
      this.#taken(entry, answer);
      return;
    }
    this.#send();
  }

  #taken(entry: Outgoing, ack: PublishAck): void {
    if (this.#isExpected(ack, entry.message.subject)) {
      this.#settled(entry);
      entry.taken(ack, entry.attempts);
    } else {
      this.#doubt();
    }
    this.#send();
  }

  /** Whether the answer is of the stream that takes the subject. */
  #isExpected({ stream }: PublishAck, subject: string): boolean {
    const known = this.#streams.get(subject);
    if (known === stream) return true;
    this.#streams.set(subject, stream);
    return known === undefined || !this.#sendings.areReused;
  }

  /**
   * Two streams answer one message: those of a leaf node and of its hub, for example. The second answer must not be
   * taken for one to another message, so what is not acknowledged is sent again under names that are not used again.
   */
  #doubt(): void {
    if (!this.#sendings.areReused || this.#nc === undefined) return;
    this.#sendings.stopReusing();
    this.#listen(this.#nc);
    this.#sendAgain();
  }

  #notTaken(entry: Outgoing): void {
    entry.refusals++;
    const isNew = !this.#streams.has(entry.message.subject);
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

  #fail(entry: Outgoing, error: EventError): void {
    if (entry.isSettled) return;
    this.#settled(entry);
    entry.failed(error);
  }

  #settled(entry: Outgoing): void {
    entry.isSettled = true;
    this.#size--;
    if (entry.isUnderWay) this.#underWay--;
    while (this.#line[this.#head]?.isSettled) this.#head++;
    this.#next = Math.max(this.#next, this.#head);
    // What is behind is let go in pieces: moving the rest costs as much as its length.
    if (this.#head > 1_000 && this.#head * 2 > this.#line.length) {
      this.#line = this.#line.slice(this.#head);
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
