import { errors } from "@nats-io/nats-core";
import { codeOfApiError, codeOfNatsError } from "./connect/nats-errors.ts";
import type { Published } from "./publish/published.ts";
import type { Violation } from "./validation/index.ts";

/**
 * What went wrong, as a closed set. Retryable codes may pass by themselves; a retry keeps the event's id, so that
 * the stream recognises a copy. The others need a change of the event, the program or the server's configuration.
 *
 * | code | meaning | retryable |
 * | --- | --- | --- |
 * | `invalid_event` | the data does not fit its contract; `violations` point into the data | no |
 * | `invalid_envelope` | the envelope does not fit; `violations` point into the envelope | no |
 * | `undecodable` | the bytes are not UTF-8, not JSON or not an object | no |
 * | `unknown_type` | no contract is known for the event's type | no |
 * | `upcast_failed` | an upcaster threw, or gave data that the newer contract refuses; `violations` point into that data | no |
 * | `invalid_options` | an option or environment variable cannot be used | no |
 * | `unauthorized` | the server refused the credentials, or they lack a permission | no |
 * | `unavailable` | no connection, or nobody answered; nothing was stored | yes |
 * | `unknown_outcome` | the event was sent and no acknowledgement came: it may be stored or not | yes |
 * | `no_stream` | no stream takes the subject, it has no leader at the moment, or JetStream is off | yes |
 * | `stream_full` | the stream did not store it: it is full and discards new messages, or its store failed | yes |
 * | `storage` | the server or account has no room left | yes |
 * | `too_large` | more bytes than the server or the stream accepts | no |
 * | `expected_sequence` | the stream is not where the publisher expected it to be | no |
 * | `consumer_conflict` | a durable consumer of that name exists and cannot be changed in place | no |
 * | `rejected` | the server refused for another reason; `apiCode` says which | no |
 * | `closed` | the publisher or subscription is closed | no |
 * | `unexpected` | anything else; see `cause` | no |
 */
export type EventErrorCode =
  | "invalid_event"
  | "invalid_envelope"
  | "undecodable"
  | "unknown_type"
  | "upcast_failed"
  | "invalid_options"
  | "unauthorized"
  | "unavailable"
  | "unknown_outcome"
  | "no_stream"
  | "stream_full"
  | "storage"
  | "too_large"
  | "expected_sequence"
  | "consumer_conflict"
  | "rejected"
  | "closed"
  | "unexpected";

const retryable: ReadonlySet<EventErrorCode> = new Set<EventErrorCode>([
  "unavailable",
  "unknown_outcome",
  "no_stream",
  "stream_full",
  "storage",
]);

export interface EventErrorOptions extends ErrorOptions {
  readonly violations?: readonly Violation[];
  readonly apiCode?: number;
}

/** The events beside the first one that failed; whatever is in neither list was not sent. */
export interface BatchOutcome {
  /** Those before it. Empty where they have been given out already. */
  readonly published: readonly Published[];
  /** Those behind it that were sent already, in their order. */
  readonly later: readonly (Published | EventError)[];
}

/** Every failure of this library. The message starts with its code, and shows no personal or secret value. */
export class EventError extends Error {
  override readonly name = "EventError";
  readonly code: EventErrorCode;
  /** Why the data or the envelope was refused. */
  readonly violations: readonly Violation[] | undefined;
  /** The JetStream API error code behind it (errors.json of nats-server), where there is one. */
  readonly apiCode: number | undefined;
  /** The id of the event that could not be published; publish it again under the same id. */
  eventId: string | undefined;
  /** What became of the others when several events were published together. */
  batch: BatchOutcome | undefined;

  constructor(code: EventErrorCode, message: string, options: EventErrorOptions = {}) {
    super(`[${code}] ${message}`, options);
    this.code = code;
    this.violations = options.violations;
    this.apiCode = options.apiCode;
  }

  /** Whether trying again later, with the same event id, may succeed without any change. */
  get retryable(): boolean {
    return retryable.has(this.code);
  }

  /** The error as an EventError: itself if it is one, else by its class and numeric code, else `unexpected`. */
  static from(error: unknown): EventError {
    if (error instanceof EventError) return error;
    const api = codeOfApiError(error);
    if (api !== undefined) {
      return new EventError(api.code, messageOf(error), { cause: error, apiCode: api.apiCode });
    }
    return new EventError(codeOfNatsError(error) ?? "unexpected", messageOf(error), { cause: error });
  }
}

/** The refusal of data or of an envelope: the first reason in the message, all of them in `violations`. */
export function violationError(
  code: "invalid_event" | "invalid_envelope" | "upcast_failed",
  type: string,
  violations: readonly Violation[],
): EventError {
  const [first] = violations;
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : "";
  const why =
    first === undefined
      ? "refused without a reason"
      : `${first.pointer || "the value"}: got ${first.got}, want ${first.want}`;
  return new EventError(code, `${type}: ${why}${more}`, { violations });
}

function messageOf(error: unknown): string {
  if (error instanceof errors.RequestError && error.isNoResponders()) return "nobody answers on that subject";
  return error instanceof Error ? error.message : `something that is no error was thrown: ${typeof error}`;
}
