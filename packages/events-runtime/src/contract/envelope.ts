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
  const envelope: Writable<EventEnvelope<Type, Data>> = {
    specversion: "1.0",
    id: options.id ?? newId(),
    source: options.source,
    type: contract.type,
    subject: subjectOf(contract, data),
    time: options.time?.toISOString() ?? currentTime(),
    datacontenttype: "application/json",
    dataschema: contract.dataschema,
    data,
  };
  if (options.traceparent !== undefined) envelope.traceparent = options.traceparent;
  if (options.tracestate !== undefined) envelope.tracestate = options.tracestate;
  if (options.correlationid !== undefined) envelope.correlationid = options.correlationid;
  if (options.causationid !== undefined) envelope.causationid = options.causationid;
  return envelope;
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

// Random bytes are cheap by the thousand and dear by the sixteen, and so are strings: one is cut into many ids.
const IDS = 512;
const TAIL = "7xxx-vxxx-xxxxxxxxxxxx";
let tails = "";
let used = 0;

/** A new event id: a UUIDv7 (RFC 9562, section 5.7), random behind its milliseconds. */
export function newId(): string {
  if (used === tails.length) {
    tails = randomTails();
    used = 0;
  }
  const from = used;
  used += TAIL.length;
  return now().idPrefix + tails.slice(from, used);
}

/** What stands behind the milliseconds of many ids: in TAIL, `x` is any digit and `v` the variant, 8 to b. */
function randomTails(): string {
  const random = crypto.getRandomValues(new Uint8Array(IDS * TAIL.length));
  const text = Buffer.from(TAIL.repeat(IDS), "latin1");
  for (let i = 0; i < text.length; i++) {
    const [digit, bits] = [text[i], random[i] as number];
    if (digit === LETTER_X) text[i] = DIGITS.charCodeAt(bits & 15);
    else if (digit === LETTER_V) text[i] = DIGITS.charCodeAt(8 + (bits & 3));
  }
  return text.toString("latin1");
}

const DIGITS = "0123456789abcdef";
const [LETTER_X, LETTER_V] = [120, 118];

/** The present millisecond in the forms that events need; many events share one. */
let moment = { ms: 0, time: "", idPrefix: "" };

function now(): typeof moment {
  const ms = Date.now();
  if (ms !== moment.ms) {
    const hex = ms.toString(16).padStart(12, "0");
    moment = { ms, time: new Date(ms).toISOString(), idPrefix: `${hex.slice(0, 8)}-${hex.slice(8)}-` };
  }
  return moment;
}

/** The present time as an envelope has it. */
export function currentTime(): string {
  return now().time;
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
