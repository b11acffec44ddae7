import { EventError } from "../event-error.ts";
import { checkEvent } from "./check-event.ts";
import type { ContractSet, ContractsByType, EnvelopeOf } from "./contract-set.ts";
import type { EventEnvelope } from "./envelope.ts";
import { upcastEvent } from "./upcasters.ts";

// Otherwise broken UTF-8 would silently become U+FFFD, and a byte order mark, which JSON has none of, be skipped.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Bytes to an object, unchecked. Throws `undecodable` for what is not UTF-8, not JSON or not an object. */
export function decodeEnvelope(bytes: Uint8Array): object {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new EventError("undecodable", `got ${bytes.length} bytes that are not utf-8, want json`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // V8's message quotes the text, which may hold personal data: it is not passed on.
    throw new EventError("undecodable", `got ${bytes.length} bytes that are not json, want an event envelope`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  const got = value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;
  throw new EventError("undecodable", `got ${got}, want an event envelope`);
}

/**
 * The event that a message carries, as it was sent: envelope and data are checked by the tolerant validators.
 * Throws `EventError`: `undecodable`, `invalid_envelope`, `unknown_type` or `invalid_event`.
 */
export function parseAsSent(bytes: Uint8Array, set: ContractSet): EventEnvelope {
  const envelope = decodeEnvelope(bytes);
  checkEvent(set, envelope, "tolerant");
  return envelope as EventEnvelope;
}

/**
 * The event that a message carries, as a reader may rely on it: envelope and data are checked by the tolerant
 * validators, and an event of an older major is brought to the newest that the set's upcasters lead to.
 * Throws `EventError`: `undecodable`, `invalid_envelope`, `unknown_type`, `invalid_event` or `upcast_failed`.
 */
export function parseEvent<Contracts extends ContractsByType>(
  bytes: Uint8Array,
  set: ContractSet<Contracts>,
): EnvelopeOf<Contracts[keyof Contracts]> {
  const event = parseAsSent(bytes, set);
  return (set.upcasters ? upcastEvent(set.upcasters, event) : event) as EnvelopeOf<Contracts[keyof Contracts]>;
}
