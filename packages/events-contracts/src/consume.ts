import {
  type ConsumeSettings,
  consumeEvents,
  type EventContract,
  EventError,
  type EventHandler,
  type EventSubscription,
  type HandlersFor,
} from "@statehub/events-runtime";
import { contractSet, type EventOf, type EventType } from "./event.ts";

/** Options of `consume`. */
export interface ConsumeOptions<Types extends readonly EventType[], Tx = undefined> extends ConsumeSettings<Tx> {
  /**
   * The event types that this consumer wants; it is disturbed by no other, known or new. To name a later major is to
   * get the older ones too, in its shape; a major that is named itself stays as it was sent.
   */
  readonly types: Types;
  /** One handler for each of them. */
  readonly handlers: { readonly [Type in Types[number]]: EventHandler<EventOf<Type>, Tx> };
}

/**
 * Consumes events of the named types with one durable pull consumer: those of one subject one after the other in the
 * order of the stream, others side by side, each at least once, and with an inbox once in effect. An event is
 * acknowledged after its handler returns; a handler that throws is tried again, and in the end the event is quarantined.
 * It connects in the background and stays connected.
 * Throws `EventError` with the code `invalid_options`, for an unknown type too, and when there is no server to connect
 * to.
 */
export async function consume<const Types extends readonly EventType[], Tx = undefined>(
  options: ConsumeOptions<Types, Tx>,
): Promise<EventSubscription> {
  const { types, handlers, ...rest } = options;
  const { envelope, contracts, upcasters = {} } = contractSet;
  if (!Array.isArray(types) || typeof handlers !== "object" || handlers === null) {
    throw new EventError("invalid_options", "types or handlers are missing, want a list of types and their handlers");
  }
  const unknown = types.filter((type) => !Object.hasOwn(contracts, type));
  if (unknown.length > 0) {
    const known = Object.keys(contracts).join(", ");
    throw new EventError("invalid_options", `types: got ${JSON.stringify(unknown)}, want some of ${known}`);
  }
  const wanted: readonly EventContract[] = types.map((type) => contracts[type]);
  return consumeEvents<typeof wanted, Tx>({
    ...rest,
    envelope,
    contracts: wanted,
    upcasters,
    handlers: handlers as unknown as HandlersFor<typeof wanted, Tx>,
  });
}
