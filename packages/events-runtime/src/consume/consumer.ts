import { checkPositive, natsOptions } from "../connect/connection-options.ts";
import type { EventContract } from "../contract/contract.ts";
import { EventError } from "../event-error.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { type Handlers, LiveSubscription } from "./live-subscription.ts";
import type { ConsumerOptions, EventSubscription } from "./subscription.ts";

/**
 * Consumes the event types of the given contracts by one durable pull consumer, which is created, or adapted to these
 * types, when there is a connection. Events of one subject are handled one after the other in the order of the stream,
 * others side by side; each at least once, and with an inbox once in effect. It connects in the background and for
 * ever; a consumer that was deleted is created again where it was.
 *
 * A handler that throws is tried again. An event that stays without success, or that cannot be decoded or validated, is
 * quarantined, and never lost. Throws `invalid_options`, also when there is no server to connect to.
 */
export async function consumeEvents<const Contracts extends readonly EventContract[], Tx = undefined>(
  options: ConsumerOptions<Contracts, Tx>,
): Promise<EventSubscription> {
  // Which handler belongs to which type, and to which inbox, is checked above, by the compiler, and not again in here.
  const handlers = (options.handlers ?? {}) as unknown as Handlers;
  const { prefetch, concurrency, handlerTimeoutMs, ackWaitMs, takeOverMs, retry } = options;
  checkPositive({ prefetch, concurrency, handlerTimeoutMs, ackWaitMs, takeOverMs });
  checkPositive({
    "retry.attempts": retry?.attempts,
    "retry.firstMs": retry?.firstMs,
    "retry.longestMs": retry?.longestMs,
    "retry.deliveries": retry?.deliveries,
  });
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
  const { inbox, ...rest } = options;
  return new LiveSubscription({ ...rest, handlers, inbox: inbox as Inbox<unknown> | undefined }, nats);
}
