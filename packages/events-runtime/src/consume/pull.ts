import { createInbox, type Msg, type NatsConnection, type Subscription } from "@nats-io/nats-core";
import { EventError } from "../event-error.ts";

export interface PullOptions {
  readonly stream: string;
  readonly durable: string;
  /** The client's `inboxPrefix`, if the user's permissions ask for one. */
  readonly inboxPrefix: string | undefined;
  /** How long a request waits at the server. There is always one, or an answer: silence means that something is gone. */
  readonly expiresMs: number;
  /** How long a pin is good without a request. */
  readonly pinMs: number;
  /** The priority group, for a consumer that the server pins to one client. */
  readonly group: string | undefined;
  /** How many further messages there is room for. */
  readonly room: () => number;
  readonly message: (message: Msg) => void;
  /** The server has chosen this client. */
  readonly pinned: () => void;
  /** The server has chosen, or is about to choose, another client. */
  readonly unpinned: () => void;
}

const PIN = "Nats-Pin-Id";
const LEFT = "Nats-Pending-Messages";

/**
 * Pulls from one consumer on one connection, a batch whenever a quarter of the room is free, until the consumer, the stream
 * or the connection is gone.
 *
 * The client's own `consume` does not end when its consumer is deleted, hides the subject to acknowledge on, and does
 * not tell when a pin was last confirmed.
 */
export class Pull {
  readonly #nc: NatsConnection;
  readonly #options: PullOptions;
  readonly #subject: string;
  readonly #inbox: string;
  readonly #subscription: Subscription;
  readonly #ticking: NodeJS.Timeout;
  /** Messages that were asked for and have not come. */
  #outstanding = 0;
  #askedAt = 0;
  #heardAt = performance.now();
  #pin: string | undefined;
  #isDone = false;
  #end: (error: EventError | undefined) => void = () => {};
  /** Resolves to the reason, or to nothing after `close`. */
  readonly ended: Promise<EventError | undefined> = new Promise((resolve) => {
    this.#end = resolve;
  });

  constructor(nc: NatsConnection, options: PullOptions, pin: string | undefined) {
    this.#nc = nc;
    this.#options = options;
    this.#pin = pin;
    this.#subject = `$JS.API.CONSUMER.MSG.NEXT.${options.stream}.${options.durable}`;
    this.#inbox = createInbox(options.inboxPrefix);
    this.#subscription = nc.subscribe(this.#inbox, {
      callback: (error, message) => {
        if (error) this.#stop(EventError.from(error));
        else this.#arrived(message);
      },
    });
    void nc.closed().then(() => this.#stop(new EventError("unavailable", "the connection is gone")));
    this.#ticking = setInterval(() => this.#tick(), options.expiresMs / 2).unref();
    this.ask();
  }

  /** By which the server knows the client that it has chosen. */
  get pin(): string | undefined {
    return this.#pin;
  }

  /** When the server was asked last: its choice is good for the consumer's `priority_timeout` from then on. */
  get askedAt(): number {
    return this.#askedAt;
  }

  /** Asks for more, if there is room for it. */
  ask(): void {
    const room = this.#options.room();
    const missing = room - this.#outstanding;
    // A request for each message would cost more than the messages.
    if (missing > 0 && missing * 4 >= room) this.#request(missing);
  }

  close(): void {
    this.#stop(undefined);
  }

  fail(error: EventError): void {
    this.#stop(error);
  }

  #request(batch: number): void {
    if (this.#isDone || this.#nc.isClosed()) return;
    const { expiresMs, group, pinMs } = this.#options;
    if (this.#pin !== undefined && this.#askedAt > 0 && performance.now() - this.#askedAt > pinMs) {
      this.#unpinned("this process was silent for too long");
      return;
    }
    const request = { batch, expires: expiresMs * 1e6, group, id: this.#pin };
    this.#outstanding += batch;
    this.#askedAt = performance.now();
    this.#nc.publish(this.#subject, JSON.stringify(request), { reply: this.#inbox });
  }

  #arrived(message: Msg): void {
    if (this.#isDone) return;
    const reply = message.reply;
    if (!reply) {
      this.#told(message);
      return;
    }
    this.#outstanding--;
    if (this.#options.group !== undefined && this.#pin === undefined) {
      this.#pin = message.headers?.get(PIN) || undefined;
      if (this.#pin !== undefined) this.#options.pinned();
    }
    this.#options.message(message);
    this.ask();
  }

  #told({ headers }: Msg): void {
    this.#heardAt = performance.now();
    const code = headers?.code;
    const left = headers?.get(LEFT);
    if (code === 423) {
      this.#unpinned("another process was chosen");
    } else if (left) {
      this.#outstanding = Math.max(0, this.#outstanding - Number(left));
      this.ask();
    } else if (code === 409 || code === 503 || code === 400) {
      // The consumer or the stream was deleted, its leader has changed, the server is going down …: begin anew.
      const text = `the server ended the pull with ${code} ${headers?.description ?? ""}`;
      this.#stop(new EventError(code === 503 ? "no_stream" : "unavailable", text));
    }
  }

  #unpinned(why: string): void {
    this.#pin = undefined;
    this.#options.unpinned();
    this.#stop(new EventError("unavailable", why));
  }

  #tick(): void {
    const now = performance.now();
    const { expiresMs } = this.#options;
    // The timer itself may be late: what the server has said meanwhile is read first.
    setImmediate(() => {
      if (this.#isDone) return;
      if (this.#outstanding > 0 && now - Math.max(this.#heardAt, this.#askedAt) > expiresMs * 3) {
        this.#stop(new EventError("unavailable", "the server does not answer"));
      } else if (this.#outstanding === 0) {
        // Without room too: a pin is kept by asking.
        this.#request(1);
      }
    });
  }

  #stop(error: EventError | undefined): void {
    if (this.#isDone) return;
    this.#isDone = true;
    clearInterval(this.#ticking);
    if (!this.#nc.isClosed()) this.#subscription.unsubscribe();
    this.#end(error);
  }
}
