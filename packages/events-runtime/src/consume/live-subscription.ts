import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type Deferred, deferred } from "@nats-io/nats-core";
import { Connection } from "../connect/connection.ts";
import type { NatsOptions } from "../connect/connection-options.ts";
import { LONGEST_MS, timerMs } from "../connect/timer.ts";
import type { EventContract } from "../contract/contract.ts";
import { readingOf } from "../contract/upcasters.ts";
import { EventError } from "../event-error.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { type Logger, unfailing } from "../logger.ts";
import { replayFilter } from "../quarantine/origin.ts";
import { observeConsumer } from "../telemetry/index.ts";
import { STATEHUB_EVENTS, STATEHUB_REPLAY } from "../topology/topology.ts";
import type { Delivery } from "./delivery.ts";
import { EventRunner } from "./event-runner.ts";
import { Feed, type FeedOptions } from "./feed.ts";
import { Lanes } from "./lanes.ts";
import { Quarantining } from "./quarantining.ts";
import { RETRY } from "./retry.ts";
import type { ConsumerOptions, EventHandler, EventSubscription, SubscriptionStatus } from "./subscription.ts";

export type Handlers = Readonly<Record<string, EventHandler<never, never>>>;

/** As `consumeEvents` takes them, with handlers and inbox as they are seen in here. */
export type LiveOptions = Omit<ConsumerOptions<readonly EventContract[]>, "handlers" | "inbox"> & {
  readonly handlers: Handlers;
  readonly inbox: Inbox<unknown> | undefined;
};

const RETRY_MS = 1_000;
const NO_REPLAYS_MS = 5_000;
const PRUNE_MS = 3_600_000;
const HANDLER_TIMEOUT_MS = 300_000;
// Events behind one that failed or is held do not count against the prefetch: so many of them may wait at most.
const MOST_BLOCKED = 10_000;

/** A subscription from when it begins to connect until it is closed. */
export class LiveSubscription implements EventSubscription {
  readonly #options: LiveOptions;
  readonly #logger: Logger;
  readonly #stopping = new AbortController();
  readonly #runner: EventRunner;
  readonly #lanes: Lanes;
  readonly #quarantining: Quarantining;
  readonly #events: Feed;
  readonly #replays: Feed;
  readonly #connection: Connection;
  readonly #end: Deferred<Error | undefined> = deferred();
  readonly #prefetch: number;
  readonly #stopObserving: () => void;
  readonly #pruning: NodeJS.Timeout | undefined;
  #ready: Deferred<void> = deferred();
  #isReady = false;
  #isStopping = false;
  #closing: Promise<void> | undefined;

  constructor(options: LiveOptions, nats: NatsOptions) {
    const { durable, inbox, stream = STATEHUB_EVENTS.name } = options;
    const logger = options.logger ?? console;
    this.#options = options;
    this.#logger = unfailing(logger);
    this.#prefetch = options.prefetch ?? 1_000;
    const reading = readingOf(options.contracts, options.upcasters ?? {});
    const contracts = Object.fromEntries(reading.contracts.map((contract) => [contract.type, contract]));
    this.#quarantining = new Quarantining({
      durable,
      stream,
      streams: options.quarantine ?? {},
      onQuarantine: options.onQuarantine ?? "continue",
      connection: () => this.#connection.nc,
      createdOf: ({ settler }) => (settler === this.#replays ? this.#replays : this.#events).streamCreated,
      lanes: () => this.#lanes,
    });
    this.#runner = new EventRunner({
      durable,
      stream,
      contracts: {
        envelope: options.envelope,
        contracts,
        ...(Object.keys(reading.upcasters).length > 0 && { upcasters: reading.upcasters }),
      },
      handlers: options.handlers,
      retry: { ...RETRY, ...options.retry },
      timeoutMs: options.handlerTimeoutMs ?? HANDLER_TIMEOUT_MS,
      overdue: (delivery) => this.#lanes.overdue(delivery),
      quarantine: this.#quarantining,
      inbox,
      logger,
      successLevel: options.successLevel,
    });
    this.#lanes = new Lanes({
      concurrency: options.concurrency ?? 16,
      work: (delivery) => this.#runner.run(delivery),
      progressed: () => this.#events.ask(),
    });
    const common = this.#common(nats);
    const types = reading.contracts.map((contract) => contract.type);
    this.#events = new Feed({
      ...common,
      stream,
      name: durable,
      subjects: types,
      from: options.from ?? "all",
      maxAckPending: this.#prefetch + MOST_BLOCKED,
      room: () => (this.#isStopping ? 0 : this.#prefetch + this.#lanes.blocked - this.#events.awake),
      marks: async () => (inbox ? await inbox.marks(durable) : []),
      unmark: async ({ after, storedUpTo }) => inbox?.unmark(durable, after, storedUpTo),
    });
    this.#replays = new Feed({
      ...common,
      stream: options.quarantine?.replay ?? STATEHUB_REPLAY.name,
      name: `${durable}_replay`,
      subjects: [replayFilter(durable)],
      from: "all",
      maxAckPending: this.#prefetch,
      room: () => (this.#isStopping ? 0 : Math.min(this.#prefetch, 100) - this.#replays.awake),
      marks: async () => [],
      unmark: async () => {},
    });
    this.#connection = new Connection(nats, this.#logger, {
      down: () => {
        this.#events.down();
        this.#replays.down();
      },
    });
    this.#stopObserving = observeConsumer(durable, stream, () => ({
      lag: this.#events.active ? this.#events.lag : undefined,
      overdue: this.#runner.overdue,
    }));
    if (inbox) this.#pruning = setInterval(() => void this.#prune(inbox), PRUNE_MS).unref();
    void this.#pullEvents();
    void this.#pullReplays();
  }

  get closed(): Promise<Error | undefined> {
    return this.#end;
  }

  async ready({ timeoutMs = LONGEST_MS }: { readonly timeoutMs?: number } = {}): Promise<void> {
    const waiting = new AbortController();
    const late = delay(timerMs(timeoutMs), "late" as const, { signal: waiting.signal, ref: false }).catch(
      () => "late" as const,
    );
    const first = await Promise.race([this.#ready, this.#end, late]);
    waiting.abort();
    if (first instanceof Error) throw first;
    if (this.#closing) throw new EventError("closed", "the subscription is closed");
    if (first !== "late") return;
    const cause = this.#connection.status().error;
    throw new EventError("unavailable", `no events are pulled after ${timeoutMs} ms`, { cause });
  }

  status(): SubscriptionStatus {
    return {
      ...this.#connection.status(),
      consuming: this.#isReady && !this.#stopping.signal.aborted,
      active: this.#events.active,
      pending: this.#events.size + this.#replays.size,
      lag: this.#events.lag + this.#replays.size,
      blocked: this.#lanes.blocked,
      overdue: this.#runner.overdue,
      ...this.#runner.counts,
    };
  }

  close({ timeoutMs = 10_000 }: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#stop(timeoutMs).then(() => this.#end.resolve(undefined));
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #common(nats: NatsOptions): Pick<FeedOptions, CommonOption> {
    const { durable, ackWaitMs = 5_000, takeOverMs = 5_000, inbox, retry } = this.#options;
    return {
      durable,
      ackWaitMs,
      pinMs: takeOverMs,
      maxDeliveries: retry?.deliveries ?? RETRY.deliveries,
      holder: randomUUID(),
      inboxPrefix: nats.inboxPrefix,
      logger: this.#logger,
      accept: (delivery, suspect) => this.#accept(delivery, suspect),
      changed: () => this.#lanes.wake(),
      claim: async (name) => {
        const { nc } = this.#connection;
        if (nc) await this.#quarantining.load(nc);
        return inbox ? inbox.claim(name) : 0;
      },
    };
  }

  #accept(delivery: Delivery, suspect: boolean): boolean {
    if (!this.#runner.prepare(delivery)) {
      delivery.settler.acknowledge(delivery);
      return false;
    }
    const isHeld = this.#lanes.isHeld(delivery);
    delivery.suspect = suspect && !isHeld;
    this.#lanes.add(delivery);
    return !isHeld;
  }

  async #stop(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    this.#stopObserving();
    clearInterval(this.#pruning);
    const waiting = new AbortController();
    // The right to consume is kept meanwhile, so that nobody handles the same events.
    await Promise.race([
      this.#lanes.stop(),
      delay(timerMs(timeoutMs), undefined, { signal: waiting.signal }).catch(() => undefined),
    ]);
    waiting.abort();
    const { nc } = this.#connection;
    await Promise.all([this.#events.release(nc), this.#replays.release(nc)]);
    this.#stopping.abort();
    this.#quarantining.stop();
    this.#runner.stop();
    // A hung server must not hold up the end: what it does not take is delivered again.
    if (nc) await Promise.race([nc.flush(), delay(1_000, undefined, { ref: false })]).catch(() => undefined);
    await this.#connection.close();
  }

  /** Session after session, until it is stopped or no retrying would help. */
  async #pullEvents(): Promise<void> {
    const { signal } = this.#stopping;
    let told: string | undefined;
    while (!signal.aborted) {
      try {
        await this.#events.session(await this.#connection.connected(), signal, () => {
          told = undefined;
          this.#isReady = true;
          this.#ready.resolve();
        });
      } catch (thrown) {
        if (signal.aborted) return;
        const error = EventError.from(thrown);
        if (!error.retryable) return this.#fail(error);
        const isNews = told !== error.code;
        told = error.code;
        const fields = { ...this.#events.names, code: error.code, cause: error.message };
        this.#logger[isNews ? "warn" : "debug"](fields, "cannot consume, trying on");
        await delay(isNews ? RETRY_MS / 4 : RETRY_MS, undefined, { signal }).catch(() => undefined);
      } finally {
        if (this.#isReady) {
          this.#isReady = false;
          this.#ready = deferred();
        }
      }
    }
  }

  /** Without their stream nothing is replayed. Whatever else is wrong with it, events are handled meanwhile. */
  async #pullReplays(): Promise<void> {
    const { signal } = this.#stopping;
    let told: string | undefined;
    while (!signal.aborted) {
      try {
        await this.#replays.session(await this.#connection.connected(), signal, () => {
          told = undefined;
        });
      } catch (thrown) {
        if (signal.aborted) return;
        const error = EventError.from(thrown);
        const fields = { ...this.#replays.names, code: error.code, cause: error.message };
        if (!error.retryable && told !== error.code) this.#logger.warn(fields, "cannot read replays, trying on");
        told = error.code;
        const pause = error.code === "unavailable" ? RETRY_MS : NO_REPLAYS_MS;
        await delay(pause, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  async #prune(inbox: Inbox<unknown>): Promise<void> {
    if (!this.#events.active) return;
    try {
      const removed = await inbox.prune(this.#options.durable);
      this.#logger.debug({ durable: this.#options.durable, removed }, "inbox pruned");
    } catch (error) {
      const { code, message: cause } = EventError.from(error);
      this.#logger.warn({ durable: this.#options.durable, code, cause }, "inbox not pruned, trying again later");
    }
  }

  async #fail(error: EventError): Promise<void> {
    const { durable } = this.#options;
    this.#logger.error({ durable, code: error.code, cause: error.message }, "consuming ended");
    this.#closing ??= this.#stop(0);
    await this.#closing;
    this.#end.resolve(error);
  }
}

type CommonOption =
  | ("durable" | "ackWaitMs" | "pinMs" | "maxDeliveries" | "holder" | "inboxPrefix" | "logger")
  | ("accept" | "changed" | "claim");
