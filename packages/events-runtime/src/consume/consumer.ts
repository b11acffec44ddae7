import { setTimeout as delay } from "node:timers/promises";
import { type ConsumerMessages, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { type Deferred, deferred, type NatsConnection } from "@nats-io/nats-core";
import { Connection } from "../connect/connection.ts";
import { checkPositive, type NatsOptions, natsOptions } from "../connect/connection-options.ts";
import { LONGEST_MS, timerMs } from "../connect/timer.ts";
import type { EventContract } from "../contract/contract.ts";
import { type Reading, readingOf } from "../contract/upcasters.ts";
import { EventError } from "../event-error.ts";
import { type Logger, unfailing } from "../logger.ts";
import { STATEHUB_EVENTS } from "../topology/topology.ts";
import { Deliveries } from "./deliveries.ts";
import { ensureConsumer } from "./durable-consumer.ts";
import { EventRunner } from "./event-runner.ts";
import type { ConsumerOptions, EventHandler, EventSubscription, SubscriptionStatus } from "./subscription.ts";

/**
 * Consumes the event types of the given contracts by one durable pull consumer, which is created, or adapted to these
 * types, when there is a connection. Events are handled one at a time in the order of the stream, at least once each.
 * It connects in the background and for ever; a consumer that was deleted is created again where it was.
 *
 * An event whose handler throws, or that cannot be decoded or validated, is never lost: it is delivered again after
 * `ackWaitMs`, behind events that came later. Throws `invalid_options`, also when there is no server to connect to.
 */
export async function consumeEvents<const Contracts extends readonly EventContract[]>(
  options: ConsumerOptions<Contracts>,
): Promise<EventSubscription> {
  // Which handler belongs to which type is checked above, by the compiler, and not again in here.
  const handlers = (options.handlers ?? {}) as unknown as Handlers;
  checkPositive({ prefetch: options.prefetch, ackWaitMs: options.ackWaitMs });
  const nats = natsOptions({ ...options, name: options.name ?? options.durable });
  if (nats === undefined) throw new EventError("invalid_options", "NATS_URL is not set and servers is not given");
  if (!/^[\w-]+$/.test(options.durable)) {
    throw new EventError("invalid_options", `durable: got ${JSON.stringify(options.durable)}, want a-z, 0-9, _ and -`);
  }
  const types = (options.contracts ?? []).map((contract) => contract.type);
  const handled = Object.keys(handlers).filter((type) => typeof handlers[type] === "function");
  if (types.length === 0 || [...types].sort().join() !== handled.sort().join()) {
    const got = `contracts for [${types.join()}] and handler functions for [${handled.join()}]`;
    throw new EventError("invalid_options", `got ${got}, want one handler per contract and at least one`);
  }
  return new Subscription({ ...options, handlers }, nats);
}

// The server tells that a consumer is gone at once if a pull waits there, else the client finds out by two missed
// heartbeats.
const IDLE_HEARTBEAT_MS = 5_000;
const PULL_EXPIRES_MS = 30_000;
const RETRY_MS = 1_000;
const GONE: ReadonlySet<string> = new Set(["consumer_deleted", "consumer_not_found", "stream_not_found"]);

type Handlers = Readonly<Record<string, EventHandler>>;

class Subscription implements EventSubscription {
  readonly #options: Omit<ConsumerOptions<readonly EventContract[]>, "handlers">;
  readonly #logger: Logger;
  readonly #giveUp = new AbortController();
  readonly #stopping = new AbortController();
  readonly #runner: EventRunner;
  readonly #deliveries: Deliveries;
  readonly #connection: Connection;
  readonly #end: Deferred<Error | undefined> = deferred();
  readonly #reading: Reading;
  readonly #prefetch: number;
  readonly #ackWaitMs: number;
  #ready: Deferred<void> = deferred();
  #messages: ConsumerMessages | undefined;
  #streamCreated: string | undefined;
  #closing: Promise<void> | undefined;

  constructor(
    options: Omit<ConsumerOptions<readonly EventContract[]>, "handlers"> & { readonly handlers: Handlers },
    nats: NatsOptions,
  ) {
    this.#options = options;
    const logger = options.logger ?? console;
    this.#logger = unfailing(logger);
    this.#prefetch = options.prefetch ?? 1_000;
    this.#ackWaitMs = options.ackWaitMs ?? 30_000;
    this.#reading = readingOf(options.contracts, options.upcasters ?? {});
    const contracts = Object.fromEntries(this.#reading.contracts.map((contract) => [contract.type, contract]));
    this.#runner = new EventRunner({
      contracts: { envelope: options.envelope, contracts, upcasters: this.#reading.upcasters },
      handlers: options.handlers,
      logger,
      successLevel: options.successLevel,
      signal: this.#giveUp.signal,
    });
    this.#deliveries = new Deliveries((message) => this.#runner.run(message), this.#ackWaitMs);
    this.#connection = new Connection(nats, this.#logger, { down: () => this.#deliveries.down() });
    void this.#run();
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
    const status = this.#connection.status();
    const consuming = this.#messages !== undefined;
    return { ...status, consuming, pending: this.#deliveries.size, ...this.#runner.counts };
  }

  close({ timeoutMs = 10_000 }: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#stop(timeoutMs).then(() => this.#end.resolve(undefined));
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #stop(timeoutMs: number): Promise<void> {
    this.#stopping.abort();
    await this.#messages?.close();
    const finished = await this.#deliveries.stop(timerMs(timeoutMs));
    if (!finished) this.#giveUp.abort();
    this.#deliveries.release();
    // A hung server must not hold up the end: what it does not take is delivered again.
    const { nc } = this.#connection;
    if (nc) await Promise.race([nc.flush(), delay(1_000)]).catch(() => undefined);
    await this.#connection.close();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    let told: string | undefined;
    while (!signal.aborted) {
      try {
        await this.#pull(await this.#connection.connected());
        told = undefined;
      } catch (thrown) {
        if (signal.aborted) return;
        const error = EventError.from(thrown);
        if (!error.retryable) return this.#fail(error);
        const level = told === error.code ? "debug" : "warn";
        told = error.code;
        this.#logger[level]({ ...this.#names(), code: error.code, cause: error.message }, "cannot consume, trying on");
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Pulls until the connection, the consumer or the stream is gone, or the subscription is closed. */
  async #pull(nc: NatsConnection): Promise<void> {
    const from = await this.#start(nc);
    const { durable } = this.#options;
    const subjects = this.#reading.contracts.map((contract) => contract.type);
    const { stream } = this.#names();
    const [ackWaitMs, maxAckPending] = [this.#ackWaitMs, this.#prefetch];
    await this.#deliveries.acknowledge(nc);
    const info = await ensureConsumer(nc, { stream, durable, subjects, ackWaitMs, maxAckPending, from });
    if (this.#stopping.signal.aborted) return;
    this.#deliveries.up(nc, info);
    const consumer = await jetstream(nc).consumers.get(stream, durable);
    const messages = await consumer.consume({
      callback: (message) => this.#deliveries.add(message),
      max_messages: this.#prefetch,
      idle_heartbeat: IDLE_HEARTBEAT_MS,
      expires: PULL_EXPIRES_MS,
    });
    if (this.#stopping.signal.aborted) return void (await messages.close());
    this.#messages = messages;
    this.#logger.info({ ...this.#names(), types: subjects }, "consuming events");
    this.#ready.resolve();
    void this.#watch(messages);
    const error = await messages.closed();
    this.#messages = undefined;
    this.#ready = deferred();
    if (error) throw error;
  }

  /** Where a consumer starts if it has to be created: a deleted one where it was, unless the stream is another one. */
  async #start(nc: NatsConnection): Promise<"all" | "new" | number> {
    const jsm = await jetstreamManager(nc, { checkAPI: false });
    const { created } = await jsm.streams.info(this.#names().stream);
    const before = this.#streamCreated;
    this.#streamCreated = created;
    if (before !== undefined && before !== created) {
      this.#logger.warn({ ...this.#names(), created }, "the stream was created anew, starting at its beginning");
      this.#deliveries.forget();
    }
    return this.#deliveries.position ?? this.#options.from ?? "all";
  }

  /** The client goes on pulling from a consumer that is gone. */
  async #watch(messages: ConsumerMessages): Promise<void> {
    for await (const { type } of messages.status()) {
      if (!GONE.has(type)) continue;
      this.#logger.warn({ ...this.#names(), reason: type }, "the consumer is gone, creating it again");
      void messages.close();
    }
  }

  async #fail(error: EventError): Promise<void> {
    this.#logger.error({ ...this.#names(), code: error.code, cause: error.message }, "consuming ended");
    this.#closing ??= this.#stop(0);
    await this.#closing;
    this.#end.resolve(error);
  }

  #names(): { stream: string; durable: string } {
    return { stream: this.#options.stream ?? STATEHUB_EVENTS.name, durable: this.#options.durable };
  }
}
