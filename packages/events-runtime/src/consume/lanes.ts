import { Fifo } from "../fifo.ts";
import type { Delivery } from "./delivery.ts";
import { append, insertReplayed, isBlocked, isHeld, type Lane, newLane, takeOut } from "./lane.ts";

/**
 * What is next for a delivery: it is settled; it is tried again after some milliseconds, and its key waits; or it is
 * settled and its key is held until `release`.
 */
export type Next = "settled" | "hold" | number;

export interface LanesOptions {
  /** How many handlers may run at once. */
  readonly concurrency: number;
  /** Must not throw or reject. One that is done at once costs no promise. */
  work(delivery: Delivery): Next | Promise<Next>;
  /** Is told whenever something was settled or began to wait: there may be room for more. */
  progressed(): void;
}

/**
 * Runs deliveries of different keys side by side and those of one key strictly one after the other: a lane for each
 * key, and a limit on how many lanes run.
 */
export class Lanes {
  readonly #options: LanesOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #ready = new Fifo<Lane>();
  /** Lanes whose head may not run as long as its settler is not active. */
  readonly #inactive = new Set<Lane>();
  #running = 0;
  #careful = 0;
  /** Handlers that run for too long: those of other keys do not wait for them. */
  #overdue = 0;
  #blocked = 0;
  #pumping = false;
  #stopped = false;
  #idle: (() => void) | undefined;

  constructor(options: LanesOptions) {
    this.#options = options;
  }

  /** How many deliveries wait behind one that failed or is held: no handler would be free for them if there were more. */
  get blocked(): number {
    return this.#blocked;
  }

  add(delivery: Delivery): void {
    let lane = this.#laneOf(delivery.key);
    if (lane === undefined) {
      // Most handlers are free, and many are done at once: such a delivery needs no lane.
      const next = this.#mayRun(delivery) ? this.#options.work(delivery) : undefined;
      if (next === "settled") {
        this.#options.progressed();
        return;
      }
      lane = newLane(delivery.key);
      this.#lanes.set(delivery.key, lane);
      if (next !== undefined) {
        append(lane, delivery);
        this.#started(lane, delivery, next);
        return;
      }
    }
    if (isHeld(lane, delivery)) delivery.careful = false;
    if (delivery.careful) this.#careful++;
    if (lane.held && delivery.origin !== undefined) insertReplayed(lane, delivery);
    else append(lane, delivery);
    if (isBlocked(lane)) this.#blocked++;
    if (lane.state === "idle" && !this.#inactive.has(lane)) this.#advance(lane);
    this.pump();
  }

  /** Whether it waits until its key is released. */
  isHeld(delivery: Delivery): boolean {
    const lane = this.#laneOf(delivery.key);
    return lane !== undefined && isHeld(lane, delivery);
  }

  #laneOf(key: string): Lane | undefined {
    // To look up a key takes longer than most else that happens to a delivery, and often there is none.
    return this.#lanes.size === 0 ? undefined : this.#lanes.get(key);
  }

  /** Lets nothing of this key run but what is replayed. */
  hold(key: string): void {
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = newLane(key);
      lane.held = true;
      this.#lanes.set(key, lane);
      return;
    }
    if (lane.held) return;
    if (!isBlocked(lane)) this.#blocked += lane.size;
    lane.held = true;
    // However long it lasts, others do not wait for it.
    for (let one = lane.head; one !== undefined; one = one.next) if (isHeld(lane, one)) this.#fearless(one);
  }

  release(key: string): void {
    const lane = this.#lanes.get(key);
    if (lane?.held !== true) return;
    lane.held = false;
    if (!isBlocked(lane)) this.#blocked -= lane.size;
    if (lane.state === "idle" && !this.#inactive.has(lane)) this.#advance(lane);
    this.pump();
  }

  /** Its handler runs for too long: no other key waits for it any more. Once for each run. */
  overdue(delivery: Delivery): void {
    if (!delivery.isRunning || delivery.isOverdue) return;
    delivery.isOverdue = true;
    this.#overdue++;
    // What waits behind it would be waited for as well.
    const lane = this.#lanes.get(delivery.key);
    for (let one = lane?.head; one !== undefined; one = one.next) this.#fearless(one);
    this.pump();
  }

  /** After a settler has become active. */
  wake(): void {
    for (const lane of this.#inactive) {
      this.#inactive.delete(lane);
      this.#advance(lane);
    }
    this.pump();
  }

  /** Starts no further handler. Resolves when none runs any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const lane of this.#lanes.values()) clearTimeout(lane.timer);
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
  }

  /** Runs what may run. One at a time, however often it is called from inside. */
  pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    while (!this.#stopped && this.#hasRoom()) {
      const lane = this.#careful > 0 ? this.#oldest() : this.#ready.shift();
      if (lane === undefined) break;
      lane.state = "idle";
      const delivery = lane.head;
      if (delivery === undefined || delivery.dropped || isHeld(lane, delivery)) {
        this.#advance(lane);
      } else if (delivery.settler.active) {
        this.#started(lane, delivery, this.#options.work(delivery));
      } else {
        this.#inactive.add(lane);
      }
    }
    this.#pumping = false;
  }

  #hasRoom(): boolean {
    if (this.#careful > 0) return this.#running === this.#overdue;
    return this.#running < this.#options.concurrency;
  }

  /** Whether nothing has to come before it. */
  #mayRun({ careful, settler }: Delivery): boolean {
    if (careful || this.#careful > 0 || this.#stopped || this.#pumping || this.#ready.size > 0) return false;
    return this.#running < this.#options.concurrency && settler.active;
  }

  #started(lane: Lane, delivery: Delivery, next: Next | Promise<Next>): void {
    lane.state = "running";
    delivery.isRunning = true;
    this.#running++;
    if (typeof next !== "object" && !delivery.careful) {
      this.#finish(lane, delivery, next);
      return;
    }
    const finish = (later: Next) => {
      this.#finish(lane, delivery, later);
      this.pump();
    };
    // The next one may be what kills its process: this one's acknowledgement must have left by then.
    const isCareful = delivery.careful;
    void Promise.resolve(next).then((later) => (isCareful ? setImmediate(finish, later) : finish(later)));
  }

  #finish(lane: Lane, delivery: Delivery, next: Next): void {
    this.#running--;
    delivery.isRunning = false;
    if (delivery.isOverdue) this.#overdue--;
    delivery.isOverdue = false;
    this.#fearless(delivery);
    if (typeof next === "number" && !delivery.dropped) {
      // Nothing here is the reason why a process died, and it may take long.
      for (let one = lane.head; one !== undefined; one = one.next) this.#fearless(one);
      if (!isBlocked(lane)) this.#blocked += lane.size;
      lane.state = "waiting";
      if (!this.#stopped) lane.timer = setTimeout(() => this.#waited(lane), next).unref();
    } else {
      lane.state = "idle";
      if (next === "hold") this.hold(lane.key);
      this.#remove(lane, delivery);
      this.#advance(lane);
    }
    this.#options.progressed();
    if (this.#running === 0) this.#idle?.();
  }

  #waited(lane: Lane): void {
    lane.state = "idle";
    if (!isBlocked(lane)) this.#blocked -= lane.size;
    this.#advance(lane);
    this.pump();
  }

  /** What a lane does next, after its head has changed. */
  #advance(lane: Lane): void {
    while (lane.head?.dropped) this.#remove(lane, lane.head);
    if (lane.head === undefined) {
      if (!lane.held) this.#lanes.delete(lane.key);
    } else if (!lane.held || lane.head.origin !== undefined) {
      lane.state = "ready";
      this.#ready.push(lane);
    }
  }

  #remove(lane: Lane, delivery: Delivery): void {
    this.#fearless(delivery);
    if (isBlocked(lane)) this.#blocked--;
    takeOut(lane, delivery);
  }

  #fearless(delivery: Delivery): void {
    if (!delivery.careful) return;
    delivery.careful = false;
    this.#careful--;
  }

  /** The ready lane whose head is the oldest, whatever their order: as few as a recovery has. */
  #oldest(): Lane | undefined {
    const all: Lane[] = [];
    for (let lane = this.#ready.shift(); lane !== undefined; lane = this.#ready.shift()) all.push(lane);
    const sequence = (lane: Lane) => lane.head?.sequence ?? 0;
    const oldest = all.reduce<Lane | undefined>(
      (least, lane) => (least === undefined || sequence(lane) < sequence(least) ? lane : least),
      undefined,
    );
    for (const lane of all) if (lane !== oldest) this.#ready.push(lane);
    return oldest;
  }
}
