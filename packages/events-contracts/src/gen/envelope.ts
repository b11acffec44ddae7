// @generated from schemas/envelope.json

import type { EnvelopeValidators } from "@statehub/events-runtime";
import { strict, tolerant } from "#validators/envelope";

/**
 * What travels on NATS: a CloudEvents 1.0 event in structured JSON mode. CloudEvents allows further extension
 * attributes, so a reader ignores those that it does not know.
 */
export interface EventEnvelope {
  /** The version of CloudEvents. */
  specversion: "1.0";
  /**
   * The event's id, a UUIDv7. It is also the `Nats-Msg-Id`, by which the stream drops a second copy.
   *
   * @format uuid
   * @pattern ^.{14}7
   */
  id: string;
  /**
   * The system that published the event, such as `urn:statehub:hub`.
   *
   * @format uri-reference
   * @pattern ^urn:statehub:[a-z0-9][a-z0-9:-]*$
   * @minLength 14
   * @maxLength 256
   */
  source: string;
  /**
   * The event type. It is also the NATS subject: docs/nats-event-subjects.md has the grammar.
   *
   * @pattern ^org\.statehub(\.(?!(released|common|envelope|v[0-9]+)(\.|$))[a-z][a-z0-9_]*){2,}(\.v([2-9]|[1-9][0-9]+))?$
   * @maxLength 200
   */
  type: string;
  /**
   * The value of the event's key, such as the repository's id. Events with the same subject are ordered.
   *
   * @minLength 1
   * @maxLength 256
   */
  subject: string;
  /**
   * When the event happened (not when it was published), in UTC.
   *
   * @format date-time
   * @pattern Z$
   */
  time: string;
  /** The media type of `data`. */
  datacontenttype: "application/json";
  /**
   * The released contract that `data` was written to, with its full version.
   *
   * @format uri
   * @pattern ^https://schemas\.statehub\.org(/[a-z][a-z0-9_]*){2,}/[1-9][0-9]*\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$
   * @maxLength 256
   */
  dataschema: string;
  /** The payload. What is in it is for the contract of `type` to say. */
  data: Record<string, unknown>;
  /**
   * The trace that the event belongs to (W3C Trace Context, section 3.2; CloudEvents distributed tracing extension).
   *
   * @pattern ^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$
   */
  traceparent?: string;
  /**
   * What tracing systems add to `traceparent` (W3C Trace Context, section 3.3).
   *
   * @minLength 1
   * @maxLength 512
   */
  tracestate?: string;
  /**
   * Groups all that follows from one request or one run (CloudEvents correlation extension).
   *
   * @minLength 1
   * @maxLength 256
   */
  correlationid?: string;
  /**
   * The id of what directly caused this event, such as another event (CloudEvents correlation extension).
   *
   * @minLength 1
   * @maxLength 256
   */
  causationid?: string;
}

/** The validators of the envelope itself; the data is validated by the contract of its type. */
export const envelope: EnvelopeValidators = { strict, tolerant };
