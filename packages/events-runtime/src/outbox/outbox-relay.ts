import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Connection } from "../connect/connection.ts";
import type { NatsOptions } from "../connect/connection-options.ts";
import { timerMs } from "../connect/timer.ts";
import { EventError } from "../event-error.ts";
import type { Logger } from "../logger.ts";
import { observeOutbox } from "../telemetry/index.ts";
import { checkStreams } from "./check-streams.ts";
import { Lease } from "./lease.ts";
import { type OutboxTable, type SettledEvent, TermOver } from "./outbox-store.ts";
import { Patience } from "./patience.ts";
import type { Relay, RelayOptions, RelayStatus } from "./relay.ts";
import { type BatchResult, relayBatch } from "./relay-batch.ts";
import { RelayReport } from "./relay-report.ts";
import { RelaySession } from "./relay-session.ts";
import { isUnrouted } from "./unrouted.ts";
import { Wake } from "./wake.ts";

const PRUNE_EVERY_MS = 10_000;
const PRUNE_ROWS = 5_000;
/** For what is left to be marked, once nothing more is waited for from the server. */
const GRACE_MS = 1_000;

/** What `startRelay` starts: takes the lease, and then does one thing after the other that has to be done. */
export class OutboxRelay implements Relay {
  readonly #options: RelayOptions;
  readonly #report: RelayReport;
  readonly #logger: Logger;
  readonly #table: OutboxTable;
  readonly #lease: Lease;
  readonly #patience: Patience;
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
    this.#patience = new Patience(this.#logger, options.retryMs ?? 5_000);
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
    return { state: this.#state, error: this.#patience.error, connection, ...(await this.#table.depth()) };
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
        this.#patience.stepped();
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
      await this.#check(session, term);
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

  async #check(session: RelaySession, term: number): Promise<void> {
    if (session.checkedAt === undefined && this.#state !== "held") this.#state = "checking";
    try {
      session.checked(await checkStreams(this.#table, session.reader, term, this.#report));
    } catch (error) {
      // What the server says; anything else is the database's.
      if (!(error instanceof EventError)) throw error;
      await this.#hold(session, error);
    }
  }

  async #relayNext(session: RelaySession, term: number): Promise<void> {
    const { batch: size = 1_000, pollMs = 1_000, onPoison } = this.#options;
    const holdKeys = onPoison === "hold-key";
    // While nothing could be sent, one event tries whether that is over.
    const limit = this.#state === "held" ? 1 : size;
    const events = await this.#table.pending(limit, holdKeys);
    if (events.length > 0 && !(await session.isUnchanged())) {
      session.checkedAt = undefined;
      return;
    }
    const batch = await relayBatch(events, {
      publish: (event) => this.#report.publish(event, () => session.publish(event)),
      mayPublish: () => !this.#stopping && this.#lease.term === term,
      holdKeys,
    });
    if (!session.goesOn(batch.acked.map(({ ack }) => ack))) {
      session.checkedAt = undefined;
      return;
    }
    const wasSetAside = await isUnrouted(session, batch);
    if (wasSetAside && batch.held !== undefined) batch.refused.push(batch.held);
    await this.#settle(session, term, batch);
    if (batch.held !== undefined && !wasSetAside) return this.#hold(session, batch.held.error);
    this.#state = "relaying";
    this.#patience.published();
    // After this process was frozen, the stream is looked at first.
    const mayPrune = performance.now() - this.#prunedAt > PRUNE_EVERY_MS && this.#isChecked(session);
    if (mayPrune) await this.#prune(term);
    if (events.length < limit && !wasSetAside) await this.#wake.sleep(pollMs);
  }

  async #settle(session: RelaySession, term: number, batch: BatchResult): Promise<void> {
    const { acked, refused } = batch;
    const settled: SettledEvent[] = refused.map(({ event, error }) => ({ seq: event.seq, reason: error.message }));
    for (const { event, ack } of acked) {
      const { stream, sequence } = ack;
      settled.push({ seq: event.seq, stream, sequence, created: await session.createdOf(stream) });
    }
    if (settled.length === 0) return;
    await this.#persist(() => this.#table.settle(term, settled, this.#lease.uptime));
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
    this.#state = "held";
    session.checkedAt = undefined;
    await this.#stop.sleep(this.#patience.held(error));
  }

  async #prune(term: number): Promise<void> {
    const before = this.#lease.uptime - (this.#options.keepMs ?? 600_000);
    const removed = await this.#table.prune(term, before, PRUNE_ROWS);
    if (removed < PRUNE_ROWS) this.#prunedAt = performance.now();
  }

  async #failed(error: unknown): Promise<void> {
    if (error instanceof TermOver) this.#lease.lose();
    else await this.#stop.sleep(this.#patience.failed(error));
  }
}
