import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Connection, type ConnectionStatus } from "../connect/connection.ts";
import { type ConnectOptions, checkPositive, type NatsOptions, natsOptions } from "../connect/connection-options.ts";
import { timerMs } from "../connect/timer.ts";
import { EventError } from "../event-error.ts";
import type { Logger, SuccessLevel } from "../logger.ts";
import { observeOutbox } from "../telemetry/index.ts";
import { Lease } from "./lease.ts";
import { firstLost } from "./lost-events.ts";
import { type OutboxDepth, type OutboxStore, type OutboxTable, type SettledEvent, TermOver } from "./outbox-store.ts";
import { type BatchResult, relayBatch } from "./relay-batch.ts";
import { RelayReport } from "./relay-report.ts";
import { RelaySession } from "./relay-session.ts";
import type { StreamReader, StreamView } from "./stream-reader.ts";
import { Wake } from "./wake.ts";

/** Options of `startRelay`. Times are in milliseconds. */
export interface RelayOptions extends ConnectOptions {
  readonly store: OutboxStore<never>;
  /** What metrics call the outbox: their attribute `statehub.outbox.name`. Default: `outbox`. */
  readonly name?: string;
  /** Default: `console`. */
  readonly logger?: Logger;
  /** Level of the line that each published event leaves. Default: `info`. */
  readonly successLevel?: SuccessLevel;
  /** How many rows are read, published and marked at a time. Default: 1000. */
  readonly batch?: number;
  /**
   * How soon rows are found of which the database told nothing. Default: 1000. PostgreSQL tells by `NOTIFY`, SQLite is
   * looked at every 20 ms.
   */
  readonly pollMs?: number;
  /** How long a relay may be silent before another takes over. Default: 3000. */
  readonly leaseMs?: number;
  /**
   * How long published rows are kept, for the case that the server loses them. Default: 600,000, ten minutes. Longer than
   * the server's `sync_interval`, which is two minutes unless it is configured.
   */
  readonly keepMs?: number;
  /** How often the stream is asked, while nothing is lost or held, whether it has what it acknowledged. Default: 30,000. */
  readonly checkMs?: number;
  /** Longest pause between attempts while nothing can be sent. Default: 5000. */
  readonly retryMs?: number;
  /** How long an acknowledgement is waited for. Default: 10,000. Below the stream's duplicate window. */
  readonly timeoutMs?: number;
  /**
   * What becomes of the events with the key of one that can never be sent and was set aside: they are published all the
   * same (`continue`, the default), or wait until it is revived or discarded (`hold-key`).
   */
  readonly onPoison?: "continue" | "hold-key";
}

export interface RelayStatus extends OutboxDepth {
  /**
   * `disabled`: no server is configured. `standby`: another relay works. `connecting`: to NATS. `checking`: whether the
   * stream lost anything. `relaying`: all is well. `held`: nothing can be sent at the moment, `error` says why. `closed`.
   */
  readonly state: "disabled" | "standby" | "connecting" | "checking" | "relaying" | "held" | "closed";
  /** Why events, or the outbox's rows, cannot be had or sent at the moment. */
  readonly error: EventError | undefined;
  readonly connection: ConnectionStatus | undefined;
}

/** Publishes what is in an outbox. Make one on a program's start, and close it on its end. */
export interface Relay extends AsyncDisposable {
  /** How relay and outbox stand. Rejects if the database cannot be asked. */
  status(): Promise<RelayStatus>;
  /** Looks for rows at once instead of at the next poll. */
  wake(): void;
  /**
   * Takes no more rows, waits for what is under way, lets another relay take over and disconnects. What is not
   * acknowledged after `timeoutMs` (default 10,000) stays in the outbox. Never throws; may be called again.
   */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/**
 * Starts to publish the events of an outbox: each one that was committed, at least once, those of one subject in the
 * order of their commits. Any number of relays may be started on an outbox: one works, the others stand by.
 * It connects to server and database in the background and for ever. Throws `invalid_options`.
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { batch, pollMs, leaseMs, keepMs, checkMs, retryMs, timeoutMs } = options;
  checkPositive({ batch, pollMs, leaseMs, keepMs, checkMs, retryMs, timeoutMs });
  return new OutboxRelay(options, natsOptions(options));
}

const PRUNE_EVERY_MS = 10_000;
const PRUNE_ROWS = 5_000;
const FIRST_PAUSE_MS = 5;
/** For what is left to be marked, once nothing more is waited for from the server. */
const GRACE_MS = 1_000;
/** Failures in a row before the log says so: a locked database is everyday. */
const QUIET_FAILURES = 6;

class OutboxRelay implements Relay {
  readonly #options: RelayOptions;
  readonly #report: RelayReport;
  readonly #logger: Logger;
  readonly #table: OutboxTable;
  readonly #lease: Lease;
  readonly #leaseMs: number;
  readonly #wake = new Wake();
  readonly #stop = new Wake();
  readonly #beats = new Wake();
  readonly #connection: Connection | undefined;
  readonly #run: Promise<void> | undefined;
  readonly #unwatch: (() => void) | undefined;
  readonly #unobserve: (() => void) | undefined;
  readonly #beating: Promise<void> | undefined;
  #session: RelaySession | undefined;
  /** Why the last sign of life could not be given. */
  #beatFailure: unknown;
  #state: RelayStatus["state"] = "connecting";
  #error: EventError | undefined;
  #failures = 0;
  #pausedMs = FIRST_PAUSE_MS;
  #prunedAt = Number.NEGATIVE_INFINITY;
  /** No more events are taken. */
  #stopping = false;
  /** Nothing is under way. */
  #stopped = false;
  #closing: Promise<void> | undefined;

  constructor(options: RelayOptions, nats: NatsOptions | undefined) {
    this.#options = options;
    this.#report = new RelayReport(options.logger, options.successLevel);
    this.#logger = this.#report.logger;
    this.#leaseMs = options.leaseMs ?? 3_000;
    this.#table = options.store.open();
    this.#lease = new Lease(this.#table, `${process.pid}-${randomUUID()}`, this.#leaseMs);
    if (nats === undefined) {
      this.#state = "disabled";
      this.#logger.warn({}, "NATS_URL is not set: the outbox is not relayed");
      return;
    }
    this.#connection = new Connection(nats, this.#logger, {
      up: (nc) => {
        const { batch = 1_000, timeoutMs = 10_000 } = options;
        this.#session = new RelaySession(nc, { size: batch, timeoutMs, inboxPrefix: nats.inboxPrefix });
        this.#wake.call();
      },
      down: () => {
        this.#session?.end();
        this.#session = undefined;
      },
      refused: (error) => this.#session?.refused(error),
    });
    this.#unwatch = this.#table.watch(() => this.#wake.call());
    this.#unobserve = observeOutbox(options.name ?? "outbox", async () => {
      const { pending: depth, oldestMs: oldestAgeMs, dead } = await this.#table.depth();
      return { depth, oldestAgeMs, dead };
    });
    this.#run = this.#relay();
    this.#beating = this.#beat();
  }

  async status(): Promise<RelayStatus> {
    const connection = this.#connection?.status();
    return { state: this.#state, error: this.#error, connection, ...(await this.#table.depth()) };
  }

  wake(): void {
    this.#wake.call();
  }

  close({ timeoutMs = 10_000 }: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#close(timerMs(timeoutMs));
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(timeoutMs: number): Promise<void> {
    this.#stopping = true;
    this.#wake.call();
    this.#stop.call();
    const late = setTimeout(() => this.#session?.end(), timeoutMs);
    // A database that hangs may never answer.
    await Promise.race([this.#ended(), delay(timerMs(timeoutMs + GRACE_MS), undefined, { ref: false })]);
    clearTimeout(late);
    this.#stopped = true;
    this.#unwatch?.();
    this.#unobserve?.();
    this.#session?.end();
    await this.#connection?.close();
    await this.#table.close().catch(() => undefined);
    this.#state = "closed";
  }

  /** Resolves when nothing is under way any more, and another relay may work. */
  async #ended(): Promise<void> {
    await this.#run;
    this.#stopped = true;
    this.#beats.call();
    await this.#beating;
    await this.#lease.release().catch(() => undefined);
  }

  async #relay(): Promise<void> {
    while (!this.#stopping) {
      try {
        await this.#step();
        if (this.#failures >= QUIET_FAILURES) this.#error = undefined;
        this.#failures = 0;
      } catch (error) {
        await this.#failed(error);
      }
    }
  }

  /** Gives the lease's signs of life, beside whatever the relay waits for. */
  async #beat(): Promise<void> {
    while (!this.#stopped) {
      this.#beatFailure = await this.#lease.renew().catch((error) => error);
      await this.#beats.sleep(this.#leaseMs / (this.#beatFailure === undefined ? 3 : 30));
    }
  }

  /** One thing that has to be done before the next event can be published, or one batch. */
  async #step(): Promise<void> {
    if (!this.#lease.isHeld) return this.#takeOver();
    const { term } = this.#lease;
    const session = this.#session;
    if (session === undefined) {
      this.#state = "connecting";
      await this.#wake.sleep(this.#options.pollMs ?? 1_000);
    } else if (term === undefined) {
      // No sign of life could be given for too long. The next one tells whether another has taken over.
      await this.#stop.sleep(this.#leaseMs / 30);
      if (this.#beatFailure !== undefined) throw this.#beatFailure;
    } else if (!this.#isChecked(session)) {
      await this.#checkOrHold(session, term);
    } else {
      await this.#relayNext(session, term);
    }
  }

  async #takeOver(): Promise<void> {
    if (await this.#lease.tryTake()) {
      this.#logger.info({ term: this.#lease.term }, "relaying the outbox");
      // What another has published meanwhile is not known here.
      if (this.#session !== undefined) this.#session.checkedAt = undefined;
      return;
    }
    this.#state = "standby";
    await this.#stop.sleep(this.#leaseMs / 6);
  }

  #isChecked({ checkedAt }: RelaySession): boolean {
    return checkedAt !== undefined && performance.now() - checkedAt < (this.#options.checkMs ?? 30_000);
  }

  async #checkOrHold(session: RelaySession, term: number): Promise<void> {
    try {
      await this.#check(session, term);
    } catch (error) {
      // What the server says; anything else is the database's.
      if (!(error instanceof EventError)) throw error;
      await this.#hold(session, error);
    }
  }

  /** Finds out what the streams have lost, and makes those events pending: being older, they are then sent first. */
  async #check(session: RelaySession, term: number): Promise<void> {
    if (session.checkedAt === undefined && this.#state !== "held") this.#state = "checking";
    const created = new Map<string, string>();
    let life = await this.#table.streamAfter({ stream: "", created: "" });
    for (; life !== undefined; life = await this.#table.streamAfter(life)) {
      const view = await presentView(session.reader, life.stream, life.type);
      if (view === undefined) continue;
      created.set(life.stream, view.created);
      const from = await firstLost(this.#table, session.reader, life, view);
      if (from === undefined) continue;
      const ids = await this.#table.unpublish(term, life, from);
      this.#report.lost(life.stream, from, ids);
    }
    session.checked(created);
  }

  async #relayNext(session: RelaySession, term: number): Promise<void> {
    const { batch: size = 1_000, pollMs = 1_000, onPoison } = this.#options;
    const holdKeys = onPoison === "hold-key";
    // While nothing could be sent, one event tries whether that is over.
    const limit = this.#state === "held" ? 1 : size;
    const events = await this.#table.pending(limit, holdKeys);
    const batch = await relayBatch(events, {
      publish: (event) => this.#report.publish(event, () => session.publish(event)),
      mayPublish: () => !this.#stopping && this.#lease.term === term,
      holdKeys,
    });
    if (!session.goesOn(batch.acked.map(({ ack }) => ack))) {
      session.checkedAt = undefined;
      return;
    }
    const wasSetAside = await this.#setAside(session, batch);
    await this.#settle(session, term, batch);
    if (batch.held !== undefined && !wasSetAside) return this.#hold(session, batch.held.error);
    this.#state = "relaying";
    this.#error = undefined;
    this.#pausedMs = FIRST_PAUSE_MS;
    if (performance.now() - this.#prunedAt > PRUNE_EVERY_MS) await this.#prune(term);
    if (events.length < limit && !wasSetAside) await this.#wake.sleep(pollMs);
  }

  /**
   * Sets the event that held the batch aside, if no stream is configured for its subject while there is one for others.
   * Whether it did.
   */
  async #setAside(session: RelaySession, { held, acked, refused }: BatchResult): Promise<boolean> {
    if (held?.error.code !== "no_stream") return false;
    try {
      if (await session.reader.isTaken(held.event.type)) return false;
      if (acked.length === 0 && !(await session.hasStream())) return false;
    } catch {
      // Nobody answers, as while a cluster has no leader.
      return false;
    }
    refused.push(held);
    return true;
  }

  async #settle(session: RelaySession, term: number, batch: BatchResult): Promise<void> {
    const { acked, refused } = batch;
    const settled: SettledEvent[] = refused.map(({ event, error }) => ({ seq: event.seq, reason: error.message }));
    for (const { event, ack } of acked) {
      const { stream, sequence } = ack;
      settled.push({ seq: event.seq, stream, sequence, created: await session.createdOf(stream) });
    }
    if (settled.length === 0) return;
    await this.#persist(() => this.#table.settle(term, settled));
    this.#report.settled(batch);
  }

  /** What the stream has must not be forgotten because the database is locked or away for a moment. */
  async #persist(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (error instanceof TermOver || this.#stopping) throw error;
        await this.#failed(error);
      }
    }
  }

  /** The server or the stream takes nothing: waits, and looks at the stream again before the next attempt. */
  async #hold(session: RelaySession, error: EventError): Promise<void> {
    if (session.isOver || this.#stopping) return;
    const { code, message: cause } = error;
    if (this.#error?.code !== code) this.#logger.warn({ code, cause }, "the outbox is held back, trying on");
    this.#state = "held";
    this.#error = error;
    session.checkedAt = undefined;
    await this.#pause(200);
  }

  async #prune(term: number): Promise<void> {
    const removed = await this.#table.prune(term, this.#options.keepMs ?? 600_000, PRUNE_ROWS);
    if (removed < PRUNE_ROWS) this.#prunedAt = performance.now();
  }

  async #failed(error: unknown): Promise<void> {
    if (error instanceof TermOver) {
      this.#lease.lose();
      return;
    }
    this.#failures++;
    if (this.#failures >= QUIET_FAILURES) {
      this.#error = EventError.from(error);
      const { code, message: cause } = this.#error;
      if (this.#failures === QUIET_FAILURES) this.#logger.warn({ code, cause }, "cannot relay the outbox, trying on");
    }
    await this.#pause(FIRST_PAUSE_MS);
  }

  /** Twice as long each time, with a random part. */
  async #pause(leastMs: number): Promise<void> {
    const ms = Math.min(this.#options.retryMs ?? 5_000, Math.max(leastMs, this.#pausedMs));
    this.#pausedMs = ms * 2;
    await this.#stop.sleep(ms * (1 - Math.random() / 2));
  }
}

/**
 * What is known of a stream; undefined if its events go to another now. A stream that is missing and that none takes the
 * place of may be on its way back: throws `no_stream`, since nothing new may be sent into it before it was looked at.
 */
async function presentView(reader: StreamReader, stream: string, type: string): Promise<StreamView | undefined> {
  const view = await reader.view(stream);
  if (view !== undefined) return view;
  if (!(await reader.isTaken(type))) throw new EventError("no_stream", `${stream}: the stream is missing`);
  // It may have come meanwhile.
  return reader.view(stream);
}
