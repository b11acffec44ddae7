import { createEnvelope, type EnvelopeOptions } from "@statehub/events-runtime";
import type { EventOf, EventType } from "./event.ts";
import { contracts, type EventDataByType } from "./gen/events.ts";
import { examples } from "./gen/examples.ts";

export { examples };

/** Data of an event type for a test: its first example, a copy, with `overrides` in place of whole properties. */
export function dataOf<Type extends EventType>(
  type: Type,
  overrides?: Partial<EventDataByType[Type]>,
): EventDataByType[Type] {
  const [first] = examples[type];
  return { ...structuredClone(first), ...overrides } as EventDataByType[Type];
}

/**
 * An event for a test, as a consumer gets it: the first example, with `overrides` in place of whole properties of its
 * data. Not checked: a test may want an event that no publisher would send.
 */
export function eventOf<Type extends EventType>(
  type: Type,
  overrides?: Partial<EventDataByType[Type]>,
  options?: Partial<EnvelopeOptions>,
): EventOf<Type> {
  return createEnvelope(contracts[type], dataOf(type, overrides), {
    source: "urn:statehub:test",
    ...options,
  }) as EventOf<Type>;
}
