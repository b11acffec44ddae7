import { setTimeout as delay } from "node:timers/promises";
import { type Deferred, deferred, type NatsConnection } from "@nats-io/nats-core";
import type { NodeConnectionOptions } from "@nats-io/transport-node";
import { EventError } from "../event-error.ts";
import type { Logger } from "../logger.ts";
import { dial } from "./dial.ts";
import { LONGEST_MS, timerMs } from "./timer.ts";

/** What the user of a connection is told. Calls come in turn: `up`, then `down`, then `up` with another connection … */
export interface ConnectionListener {
  up?(nc: NatsConnection): void;
  down?(): void;
  /** What the server reports outside of any answer: a missing permission. */
  refused?(error: Error): void;
}

/** The state of a connection, for a liveness or readiness endpoint. */
export interface ConnectionStatus {
  readonly state: "connecting" | "connected" | "disconnected" | "closed";
  /** host:port of the connected server. */
  readonly server: string | undefined;
  /** Why there is no connection at the moment. */
  readonly error: EventError | undefined;
}

/**
 * Keeps one NATS connection alive for ever: it dials until a server answers, and again when the connection is lost.
 *
 * The client's own reconnecting is off. It would keep what is written while it dials and send that before anybody
 * learns that it is connected again, which puts newer messages before older ones; it hides why a first connect fails;
 * it gives up for good in some cases (credentials refused twice); and it waits for ever for a hung server to take
 * the last bytes. A new connection each time has none of this: what was not acknowledged is sent again.
 */
export class Connection implements AsyncDisposable {
  readonly #options: NodeConnectionOptions;
  readonly #logger: Logger;
  readonly #listener: ConnectionListener;
  readonly #closing = new AbortController();
  #nc: NatsConnection | undefined;
  #up: Deferred<NatsConnection> = deferred();
  #error: EventError | undefined;
  #connects = 0;

  constructor(options: NodeConnectionOptions, logger: Logger, listener: ConnectionListener) {
    this.#options = options;
    this.#logger = logger;
    this.#listener = listener;
    void this.#keepConnected();
  }

  /** The live connection, if there is one. */
  get nc(): NatsConnection | undefined {
    return this.#nc;
  }

  status(): ConnectionStatus {
    const { aborted } = this.#closing.signal;
    const lost = this.#connects === 0 ? "connecting" : "disconnected";
    const state = aborted ? "closed" : this.#nc ? "connected" : lost;
    return { state, server: this.#nc?.getServer(), error: this.#error };
  }

  /** The live connection, as soon as there is one. Throws `closed` or, after the time given, `unavailable`. */
  async connected(timeoutMs?: number): Promise<NatsConnection> {
    const waiting = new AbortController();
    const signal = AbortSignal.any([waiting.signal, this.#closing.signal]);
    try {
      const late = delay(timerMs(timeoutMs ?? LONGEST_MS), undefined, { signal, ref: false }).catch(() => undefined);
      const nc = this.#closing.signal.aborted ? undefined : await Promise.race([this.#up, late]);
      if (nc !== undefined) return nc;
      if (this.#closing.signal.aborted) throw new EventError("closed", "the connection is closed");
      throw new EventError("unavailable", `no connection after ${timeoutMs} ms`, { cause: this.#error });
    } finally {
      waiting.abort();
    }
  }

  /** Closes it for good. What is still to be sent must have been flushed before. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#nc?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #keepConnected(): Promise<void> {
    const { signal } = this.#closing;
    const gossiped = new Set<string>();
    for (let failures = 0; !signal.aborted; ) {
      try {
        const servers = [...(this.#options.servers ?? []), ...gossiped];
        const nc = await dial({ ...this.#options, servers }, signal);
        if (signal.aborted) return await nc.close();
        failures = 0;
        const lost = this.#watch(nc);
        this.#isUp(nc);
        const error = await lost;
        for (const server of nc.getServers()) gossiped.add(server.listen);
        this.#isDown(error);
      } catch (error) {
        failures++;
        this.#failed(EventError.from(error));
      }
      await delay(pause(failures), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Resolves when the connection is gone. */
  async #watch(nc: NatsConnection): Promise<Error | undefined> {
    void (async () => {
      for await (const status of nc.status()) {
        // The client would first wait for the hung server to take what is already written.
        if (status.type === "staleConnection") void nc.close();
        if (status.type === "error") this.#listener.refused?.(status.error);
      }
    })();
    return (await nc.closed()) ?? undefined;
  }

  #isUp(nc: NatsConnection): void {
    this.#nc = nc;
    this.#error = undefined;
    const fields = { server: nc.getServer(), version: nc.info?.version, connects: ++this.#connects };
    this.#logger.info(fields, "connected to nats");
    this.#listener.up?.(nc);
    this.#up.resolve(nc);
  }

  #isDown(error: Error | undefined): void {
    this.#nc = undefined;
    this.#up = deferred();
    this.#listener.down?.();
    if (this.#closing.signal.aborted) return;
    this.#error = error ? EventError.from(error) : new EventError("unavailable", "the server hung up or hangs");
    this.#logger.warn({ code: this.#error.code, cause: this.#error.message }, "connection to nats lost");
  }

  #failed(error: EventError): void {
    // One line per kind of failure, not one per attempt.
    const level = this.#error?.code === error.code ? "debug" : error.retryable ? "warn" : "error";
    this.#error = error;
    const fields = { code: error.code, cause: error.message, servers: this.#options.servers };
    this.#logger[level](fields, "cannot connect to nats, trying on");
  }
}

/** Milliseconds before the next attempt: 50 after a loss, doubling up to 2 s, each cut by up to half at random. */
function pause(failures: number): number {
  return Math.min(2_000, 50 * 2 ** failures) * (1 - Math.random() / 2);
}
