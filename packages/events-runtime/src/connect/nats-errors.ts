import { JetStreamApiError } from "@nats-io/jetstream";
import { errors } from "@nats-io/nats-core";
import type { EventErrorCode } from "../event-error.ts";

// Numbers from nats-server's errors.json. The texts beside them vary between versions, the numbers do not.
const apiCodes: Readonly<Record<number, EventErrorCode>> = {
  10002: "storage", // resource limits exceeded for account
  10008: "unavailable", // JetStream system temporarily unavailable
  10009: "unavailable", // the answering server is not the leader
  10014: "no_stream", // consumer not found: it is created again on the next attempt
  10023: "storage", // insufficient resources
  10028: "storage", // insufficient memory resources: like 10047, no answer to a publish but to a reservation
  10035: "no_stream", // account not found
  10039: "no_stream", // JetStream not enabled for the account
  10047: "storage", // insufficient storage resources, for what a stream that is made or changed reserves
  10054: "too_large", // message larger than the stream's max_msg_size
  10059: "no_stream", // stream not found
  10060: "expected_sequence", // another stream than the expected one
  10063: "expected_sequence",
  10070: "expected_sequence", // wrong last message id
  10071: "expected_sequence",
  10076: "no_stream", // JetStream not enabled
  10077: "stream_full", // the store refused: max_bytes, max_msgs or a failing disk, the number does not say which
  10097: "too_large", // headers over 64 KiB
  10118: "unavailable", // stream is offline
  10119: "unavailable", // consumer is offline
  10163: "unavailable", // expected last sequence temporarily unavailable
  10164: "expected_sequence",
  10167: "unavailable", // too many requests
};

export function codeOfApi(apiCode: number): EventErrorCode {
  return apiCodes[apiCode] ?? "rejected";
}

/** The code of an answer of the JetStream API; undefined for any other error. */
export function codeOfApiError(error: unknown): { code: EventErrorCode; apiCode: number } | undefined {
  // The client wraps "JetStream is off" in an error without a number.
  const api = error instanceof Error && error.cause instanceof JetStreamApiError ? error.cause : error;
  return api instanceof JetStreamApiError ? { code: codeOfApi(api.code), apiCode: api.code } : undefined;
}

/** The code of an error of the NATS client or of the operating system, by class or `code`, never by its text. */
export function codeOfNatsError(error: unknown): EventErrorCode | undefined {
  if (!(error instanceof Error)) return undefined;
  if (
    error instanceof errors.AuthorizationError ||
    error instanceof errors.UserAuthenticationExpiredError ||
    error instanceof errors.PermissionViolationError ||
    error.cause instanceof errors.PermissionViolationError
  ) {
    return "unauthorized";
  }
  if (error instanceof errors.InvalidArgumentError) return "invalid_options";
  if (error instanceof errors.NoRespondersError || error.cause instanceof errors.NoRespondersError) return "no_stream";
  if (error instanceof errors.RequestError && error.isNoResponders()) return "no_stream";
  if (error.cause instanceof errors.RequestError && error.cause.isNoResponders()) return "no_stream";
  if (connectionErrors.some((kind) => error instanceof kind)) return "unavailable";
  // A system error: ECONNREFUSED, ENOTFOUND, a certificate that is not accepted …
  return "code" in error && typeof error.code === "string" ? "unavailable" : undefined;
}

const connectionErrors = [
  errors.ClosedConnectionError,
  errors.ConnectionError,
  errors.DrainingConnectionError,
  errors.ProtocolError,
  errors.RequestError,
  errors.TimeoutError,
];
