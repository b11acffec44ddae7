import { contractSet, type StateHubEvent } from "@statehub/events-contracts";
import {
  connectPublisher as connect,
  type Published,
  type Publisher,
  type PublisherOptions as RuntimeOptions,
} from "@statehub/events-runtime";
import { eventMethods } from "./events.ts";
import type { Events } from "./gen/events.ts";

/** Options of `connectPublisher`, none of them needed. */
export interface PublisherOptions extends Omit<RuntimeOptions, "contracts" | "source"> {
  /** CloudEvents source of the events. Default: `urn:statehub:hub`. */
  readonly source?: string;
}

/** Publishes the state hub's events. */
export interface EventsPublisher extends Omit<Publisher, "publish" | "publishEvent"> {
  /** One method per event type: `events.repo.registered(data)`. */
  readonly events: Events;
  /** Publishes a ready envelope, for example one that was stored, under the same rules. */
  publishEvent(event: StateHubEvent): Promise<Published>;
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
    publishEvent: (event) => publisher.publishEvent(event),
    ready: (wait) => publisher.ready(wait),
    status: () => publisher.status(),
    close: (wait) => publisher.close(wait),
    [Symbol.asyncDispose]: () => publisher[Symbol.asyncDispose](),
  };
}
