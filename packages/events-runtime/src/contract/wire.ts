import type { MsgHdrs } from "@nats-io/nats-core";
import { violationError } from "../event-error.ts";
import type { EventEnvelope } from "./envelope.ts";

/** An event as the NATS client sends it. */
export interface WireMessage {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly headers: Uint8Array;
}

export const CONTENT_TYPE = "application/cloudevents+json";

/**
 * The bytes of an event. The subject is its type; `Nats-Msg-Id` is its id, by which the stream recognises a copy.
 * Throws `invalid_envelope` for what a header or subject cannot carry: a line break would forge a header, and the
 * server stores what is published on a wildcard subject. Throws `invalid_event` for an object with a `toJSON` method at
 * any depth: it would be sent as something else than what was validated.
 */
export function toWire(envelope: EventEnvelope): WireMessage {
  const { id, type, traceparent } = envelope;
  if (convertsItself(envelope)) {
    // Where it is does not show: the name of a property may be personal.
    const violation = { pointer: "", got: "an object with a toJSON method in it", want: "plain data" };
    throw violationError("invalid_event", JSON.stringify(type), [violation]);
  }
  check(envelope, "id", id, printable);
  check(envelope, "type", type, subjectTokens);
  let headers = `NATS/1.0\r\nNats-Msg-Id: ${id}\r\nContent-Type: ${CONTENT_TYPE}\r\n`;
  if (traceparent !== undefined) {
    check(envelope, "traceparent", traceparent, printable);
    headers += `traceparent: ${traceparent}\r\n`;
  }
  return {
    subject: type,
    // Twice as fast as TextEncoder.
    payload: Buffer.from(JSON.stringify(envelope)),
    headers: Buffer.from(`${headers}\r\n`, "latin1"),
  };
}

/**
 * A header block that is already encoded, where the client takes headers. Of these, a publish only calls `encode()`;
 * building its own header object costs more than the rest of the publish.
 */
export function encodedHeaders(block: Uint8Array): MsgHdrs {
  return { encode: () => block } as unknown as MsgHdrs;
}

// Half a microsecond for an event of common size.
function convertsItself(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if ("toJSON" in value && typeof value.toJSON === "function") return true;
  return Object.values(value).some(convertsItself);
}

const printable = /^[\x21-\x7e]+$/;
const subjectTokens = /^[\w-]+(?:\.[\w-]+)*$/;

function check(envelope: EventEnvelope, name: string, value: string, pattern: RegExp): void {
  if (pattern.test(value)) return;
  throw violationError("invalid_envelope", JSON.stringify(envelope.type), [
    { pointer: `/${name}`, got: JSON.stringify(value), want: `a string that matches ${pattern}` },
  ]);
}
