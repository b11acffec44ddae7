import { type ContractSet, type EventEnvelope, parseEvent as parseWith } from "@statehub/events-runtime";
import { envelope } from "./gen/envelope.ts";
import { contracts, type EventDataByType } from "./gen/events.ts";
import { type NextMajor, upcasters } from "./gen/upcasters.ts";

/** Every event type that these contracts know. */
export type EventType = keyof EventDataByType;

/** The event of a type: its envelope with its data. */
export type EventOf<Type extends EventType> = EventEnvelope<Type, EventDataByType[Type]>;

/** Any event; comparing its `type` narrows its `data`. */
export type StateHubEvent = { [Type in EventType]: EventOf<Type> }[EventType];

/** Any event in the newest major that there is of it, which is how `parseEvent` and `consume` read older ones. */
export type NewestEvent = Exclude<StateHubEvent, { readonly type: keyof NextMajor }>;

/** All contracts, the upcasters between them, and the envelope's validators, as the runtime takes them. */
export const contractSet: ContractSet<typeof contracts> = { envelope, contracts, upcasters };

/**
 * The event that a message carries, checked as a reader may rely on it: what its schema does not declare, and values
 * beyond the writer's promises, are let through. A newer minor version is read as the one known here, an older major as
 * the newest.
 * Throws `EventError` with the code `undecodable`, `invalid_envelope`, `unknown_type`, `invalid_event` or
 * `upcast_failed`.
 */
export function parseEvent(bytes: Uint8Array): NewestEvent {
  return parseWith(bytes, contractSet) as NewestEvent;
}
