import { contractSet, type StateHubEvent } from "@statehub/events-contracts";
import {
  connectPublisher as connect,
  EventError,
  type EventToPublish,
  type Published,
  type Publisher,
  type PublisherOptions as RuntimeOptions,
  type SendOptions,
} from "@statehub/events-runtime";
import { eventMethods } from "./events.ts";
import type { Events } from "./gen/events.ts";
import type { NewEvent } from "./publish.ts";

/** Options of `connectPublisher`, none of them needed. */
export interface PublisherOptions extends Omit<RuntimeOptions, "contracts" | "source"> {
  /** CloudEvents source of the events. Default: `urn:statehub:hub`. */
  readonly source?: string;
}

/** Publishes the state hub's events. */
export interface EventsPublisher extends Omit<Publisher, "publish" | "publishEvent" | "publishMany" | "publishEach"> {
  /** One method per event type: `events.repo.registered(data)`. */
  readonly events: Events;
  /** Publishes a ready envelope, for example one that was stored, under the same rules. */
  publishEvent(event: StateHubEvent, options?: SendOptions): Promise<Published>;
  /**
   * Publishes events in their order, as many at once as the window holds. The first failure ends it: it rejects with
   * that `EventError`, whose `batch` has what became of the events before it and of those behind it that were sent
   * already. What is in neither was not sent.
   */
  publishMany(events: readonly (NewEvent | StateHubEvent)[]): Promise<Published[]>;
  /**
   * The same for a source of any length: takes an event when the window has room for it, yields the results in order.
   * The first failure ends the source and is thrown, with those of later events that were sent already in `batch`.
   */
  publishEach(
    events: Iterable<NewEvent | StateHubEvent> | AsyncIterable<NewEvent | StateHubEvent>,
  ): AsyncGenerator<Published, void, undefined>;
}

/**
 * A publisher for the hub's start: it resolves at once, connects in the background and stays connected, so the server
 * may start later. Without `servers` and `NATS_URL` it validates and sends nothing, and says so once.
 * Throws `EventError` with the code `invalid_options`.
 */
export async function connectPublisher(options: PublisherOptions = {}): Promise<EventsPublisher> {
  const publisher = await connect({ source: "urn:statehub:hub", ...options, contracts: contractSet });
  return {
    events: eventMethods(publisher),
    publishEvent: (event, send) => publisher.publishEvent(event, send),
    publishMany: async (all) => publisher.publishMany(all.map(withContract)),
    publishEach: (all) => publisher.publishEach(eachWithContract(all)),
    ready: (wait) => publisher.ready(wait),
    status: () => publisher.status(),
    close: (wait) => publisher.close(wait),
    [Symbol.asyncDispose]: () => publisher[Symbol.asyncDispose](),
  };
}

function withContract(event: NewEvent | StateHubEvent): EventToPublish {
  if ("specversion" in event) return event;
  const { type, data, options = {} } = event;
  const contract = Object.hasOwn(contractSet.contracts, type) ? contractSet.contracts[type] : undefined;
  if (contract !== undefined) return { contract, data, options };
  throw new EventError("unknown_type", `no contract is known for type ${JSON.stringify(type)}`);
}

async function* eachWithContract(
  events: Iterable<NewEvent | StateHubEvent> | AsyncIterable<NewEvent | StateHubEvent>,
): AsyncGenerator<EventToPublish, void, undefined> {
  for await (const event of events) yield withContract(event);
}
