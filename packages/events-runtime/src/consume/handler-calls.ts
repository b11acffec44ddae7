import type { Delivery } from "./delivery.ts";

export interface HandlerCallsOptions {
  readonly timeoutMs: number;
  /** Is told of a call that takes too long, once. */
  readonly overdue: (delivery: Delivery, ms: number) => void;
}

/** A call of a handler. One that has ended in time lends its signal to later ones, since making one takes long. */
export interface HandlerCall {
  readonly tenure: AbortSignal;
  readonly timeout: AbortController;
  /** Aborted by either. */
  readonly signal: AbortSignal;
  startedAt: number;
}

/**
 * Which handlers run, and for how long. One that takes too long is told so by its signal, and no more is done: nobody can
 * end it from outside, and to call it again beside itself would break the order of its key.
 */
export class HandlerCalls {
  readonly #options: HandlerCallsOptions;
  readonly #running = new Map<HandlerCall, Delivery>();
  readonly #ended: HandlerCall[] = [];
  readonly #watch: NodeJS.Timeout;

  constructor(options: HandlerCallsOptions) {
    this.#options = options;
    this.#watch = setInterval(() => this.#look(), Math.ceil(options.timeoutMs / 10)).unref();
  }

  /** How many have taken too long and not ended. */
  get overdue(): number {
    let overdue = 0;
    for (const { timeout } of this.#running.keys()) if (timeout.signal.aborted) overdue++;
    return overdue;
  }

  /** A handler is about to be called, at that time by `performance.now()`. Its signal. */
  begin(delivery: Delivery, startedAt: number): AbortSignal {
    const tenure = delivery.settler.signal;
    let call = this.#ended.pop();
    if (call?.tenure !== tenure) {
      const timeout = new AbortController();
      call = { tenure, timeout, signal: AbortSignal.any([tenure, timeout.signal]), startedAt: 0 };
    }
    call.startedAt = startedAt;
    this.#running.set(call, delivery);
    delivery.call = call;
    return call.signal;
  }

  /** The call has ended, if there was one. */
  end(delivery: Delivery): void {
    const { call } = delivery;
    if (call === undefined) return;
    delivery.call = undefined;
    this.#running.delete(call);
    if (!call.timeout.signal.aborted) this.#ended.push(call);
  }

  stop(): void {
    clearInterval(this.#watch);
  }

  #look(): void {
    const { timeoutMs, overdue } = this.#options;
    const now = performance.now();
    for (const [{ startedAt, timeout }, delivery] of this.#running) {
      if (timeout.signal.aborted || now - startedAt < timeoutMs) continue;
      const why = `the handler has not ended within ${timeoutMs} ms (handlerTimeoutMs)`;
      timeout.abort(new DOMException(why, "TimeoutError"));
      overdue(delivery, Math.round(now - startedAt));
    }
  }
}
