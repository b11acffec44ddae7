import { JetStreamApiError } from "@nats-io/jetstream";
import { errors } from "@nats-io/nats-core";
import { expect, test } from "vitest";
import { EventError, type EventErrorCode } from "../src/index.ts";

const api = (err_code: number) => new JetStreamApiError({ code: 400, err_code, description: "Some Prose" });
const system = (code: string) => Object.assign(new Error("connect failed"), { code });

const cases: { name: string; error: unknown; code: EventErrorCode; retryable: boolean; apiCode?: number }[] = [
  { name: "stream full", error: api(10077), code: "stream_full", retryable: true, apiCode: 10077 },
  { name: "insufficient resources", error: api(10023), code: "storage", retryable: true, apiCode: 10023 },
  { name: "insufficient storage", error: api(10047), code: "storage", retryable: true, apiCode: 10047 },
  { name: "wrong last sequence", error: api(10071), code: "expected_sequence", retryable: false, apiCode: 10071 },
  { name: "the same, newer", error: api(10164), code: "expected_sequence", retryable: false, apiCode: 10164 },
  { name: "message too large", error: api(10054), code: "too_large", retryable: false, apiCode: 10054 },
  { name: "stream not found", error: api(10059), code: "no_stream", retryable: true, apiCode: 10059 },
  { name: "a number that is not known", error: api(19999), code: "rejected", retryable: false, apiCode: 19999 },
  { name: "no responders", error: new errors.NoRespondersError("s"), code: "no_stream", retryable: true },
  {
    name: "no responders of a request",
    error: new errors.RequestError("", { cause: new errors.NoRespondersError("s") }),
    code: "no_stream",
    retryable: true,
  },
  { name: "authorization", error: new errors.AuthorizationError("no"), code: "unauthorized", retryable: false },
  { name: "timeout", error: new errors.TimeoutError(), code: "unavailable", retryable: true },
  { name: "a lost connection", error: new errors.ClosedConnectionError(), code: "unavailable", retryable: true },
  { name: "an unreachable host", error: system("ENOTFOUND"), code: "unavailable", retryable: true },
  { name: "a bug", error: new TypeError("x is undefined"), code: "unexpected", retryable: false },
  { name: "something that is no error", error: "oops", code: "unexpected", retryable: false },
];

test.each(cases)("$name becomes $code", ({ error, name: _, ...expected }) => {
  const known = EventError.from(error);
  expect(known).toMatchObject({ name: "EventError", cause: error, ...expected });
  expect(known.message).toMatch(new RegExp(`^\\[${expected.code}\\] `));
  expect(EventError.from(known)).toBe(known);
});

test("the words of another's error stay as they are", () => {
  expect(EventError.from(api(10077)).message).toBe("[stream_full] Some Prose");
});
