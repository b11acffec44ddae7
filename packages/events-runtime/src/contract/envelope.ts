import { v7 as uuidv7 } from "uuid";
import { violationError } from "../event-error.ts";
import type { EventContract } from "./contract.ts";
import { valueAt } from "./json-pointer.ts";

/**
 * An event as it travels: a CloudEvents 1.0 event in structured JSON mode
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md).
 */
export interface EventEnvelope<Type extends string = string, Data = unknown> {
  readonly specversion: "1.0";
  /** UUIDv7; the same occurrence keeps it through every retry, redelivery and replay. */
  readonly id: string;
  /** Who observed the occurrence, as a URI reference, for example `urn:statehub:hub`. */
  readonly source: string;
  readonly type: Type;
  /** The value of the contract's key: order is promised among events of one subject. */
  readonly subject: string;
  /** When it occurred: RFC 3339, UTC, milliseconds. */
  readonly time: string;
  readonly datacontenttype: "application/json";
  /** The `$id` of the released schema that the data was written to. */
  readonly dataschema: string;
  /** W3C Trace Context. */
  readonly traceparent?: string;
  readonly tracestate?: string;
  /** Common to all events of one business operation. */
  readonly correlationid?: string;
  /** The id of the event that this one is a consequence of. */
  readonly causationid?: string;
  readonly data: Data;
}

/** What the writer of an event may say about it beside its data. */
export interface EnvelopeOptions {
  /** Default: a new UUIDv7. Give the same id again to publish the same occurrence again. */
  readonly id?: string;
  /** When it occurred; default: now. */
  readonly time?: Date;
  readonly traceparent?: string;
  readonly tracestate?: string;
  readonly correlationid?: string;
  readonly causationid?: string;
}

/**
 * Puts data that fits the contract into an envelope. The contract's key becomes the subject. Validates nothing else:
 * throws `EventError` `invalid_event` if there is no string or number where the key should be.
 */
export function createEnvelope<Type extends string, Data>(
  contract: EventContract<Type, Data>,
  data: NoInfer<Data>,
  options: EnvelopeOptions & { readonly source: string },
): EventEnvelope<Type, Data> {
  const envelope: Writable<Omit<EventEnvelope<Type, Data>, "data">> = {
    specversion: "1.0",
    id: options.id ?? newId(),
    source: options.source,
    type: contract.type,
    subject: subjectOf(contract, data),
    time: (options.time ?? new Date()).toISOString(),
    datacontenttype: "application/json",
    dataschema: contract.dataschema,
  };
  for (const name of extensions) if (options[name] !== undefined) envelope[name] = options[name];
  return Object.assign(envelope, { data });
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

const extensions = ["traceparent", "tracestate", "correlationid", "causationid"] as const;

// Sixteen random bytes cost more than all else in an id; four kilobytes cost hardly more than sixteen.
const random = new Uint8Array(4_096);
let used = random.length;

/** A new event id. */
export function newId(): string {
  if (used === random.length) {
    crypto.getRandomValues(random);
    used = 0;
  }
  used += 16;
  return uuidv7({ random: random.subarray(used - 16, used) });
}

/** The CloudEvents subject of data: the value of its contract's key, a number in its decimal form. */
export function subjectOf(contract: EventContract, data: unknown): string {
  const key = valueAt(data, contract.key);
  if (typeof key === "string" && key !== "") return key;
  if (typeof key === "number") return String(key);
  const got = key === undefined ? "nothing" : key === "" ? "an empty string" : typeof key;
  throw violationError("invalid_event", contract.type, [
    { pointer: contract.key, got, want: "a string or number, which is the event's subject" },
  ]);
}
