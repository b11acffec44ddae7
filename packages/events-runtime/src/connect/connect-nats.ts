import type { NatsConnection } from "@nats-io/nats-core";
import { EventError } from "../event-error.ts";
import { type ConnectOptions, natsOptions } from "./connection-options.ts";
import { dial } from "./dial.ts";

/**
 * A plain connection of the NATS client for administration, for example for `ensureStream`, with the same options and
 * environment as publishers and consumers. It does not wait for a server and does not reconnect; close it after use.
 * Throws `EventError`: `invalid_options`, also when there is no server to connect to, `unavailable`, `unauthorized`.
 */
export async function connectNats(options: ConnectOptions = {}): Promise<NatsConnection> {
  const nats = natsOptions(options);
  if (nats === undefined) throw new EventError("invalid_options", "NATS_URL is not set and servers is not given");
  try {
    return await dial(nats, new AbortController().signal);
  } catch (error) {
    throw EventError.from(error);
  }
}
