import { violationError } from "../event-error.ts";
import type { EventEnvelope } from "./envelope.ts";

/**
 * An event as it travels: its subject, a header block and a payload. Both are kept as they were given, as text or as
 * bytes: text costs less to keep, and is encoded where it is sent.
 */
export class WireMessage {
  readonly subject: string;
  /** The header block, which is ASCII. */
  readonly headers: string | Uint8Array;
  readonly content: string | Uint8Array;

  constructor(subject: string, content: string | Uint8Array, headers: string | Uint8Array) {
    this.subject = subject;
    this.content = content;
    this.headers = headers;
  }

  /** Bytes that count against the server's `max_payload`. */
  get size(): number {
    const { content } = this;
    return this.headers.length + (typeof content === "string" ? Buffer.byteLength(content) : content.length);
  }

  /** At least `size`, without counting: no character of UTF-16 takes more than three bytes. */
  get sizeBound(): number {
    const { content } = this;
    return this.headers.length + (typeof content === "string" ? 3 : 1) * content.length;
  }

  get payload(): Uint8Array {
    return typeof this.content === "string" ? Buffer.from(this.content) : this.content;
  }

  /** The header block's bytes. */
  encode(): Uint8Array {
    return typeof this.headers === "string" ? Buffer.from(this.headers, "latin1") : this.headers;
  }
}

/** Where the stream has to stand, else it refuses the event with `expected_sequence`. */
export interface Expectation {
  /** The name of the stream. */
  readonly stream?: string;
  /** The sequence of the stream's last message; 0 if it never had one. */
  readonly lastSequence?: number;
  /** The sequence of the last event of the same type; 0 if there is none. */
  readonly lastSubjectSequence?: number;
  /** The id of the stream's last event. */
  readonly lastId?: string;
}

export const CONTENT_TYPE = "application/cloudevents+json";

/**
 * The bytes of an event. The subject is its type; `Nats-Msg-Id` is its id, by which the stream recognises a copy.
 * Throws `invalid_envelope` for what a header or subject cannot carry: a line break would forge a header, and the
 * server stores what is published on a wildcard subject. Throws `invalid_event` for an object with a `toJSON` method at
 * any depth: it would be sent as something else than what was validated.
 */
export function toWire(envelope: EventEnvelope, expect?: Expectation): WireMessage {
  const { id, type, traceparent } = envelope;
  check(type, "id", id, printable);
  check(type, "type", type, subjectTokens);
  if (traceparent !== undefined) check(type, "traceparent", traceparent, printable);
  refuseConverting(type, envelope);
  return assemble(type, id, traceHeader(traceparent), JSON.stringify(envelope), expect);
}

/** Throws `invalid_event` for an object with a `toJSON` method in it. */
export function refuseConverting(type: string, value: unknown): void {
  if (!convertsItself(value)) return;
  // Where it is does not show: the name of a property may be personal.
  const violation = { pointer: "", got: "an object with a toJSON method in it", want: "plain data" };
  throw violationError("invalid_event", JSON.stringify(type), [violation]);
}

/** The header of a `traceparent`; "" without one. */
export function traceHeader(traceparent: string | undefined): string {
  return traceparent === undefined ? "" : `traceparent: ${traceparent}\r\n`;
}

// Few pieces: each that a string is put together from costs time and memory.
const BEFORE_ID = "NATS/1.0\r\nNats-Msg-Id: ";
const AFTER_ID = `\r\nContent-Type: ${CONTENT_TYPE}\r\n`;

/** A message of attributes that are known to fit into headers, and of the JSON of their envelope. */
export function assemble(
  type: string,
  id: string,
  trace: string,
  json: string,
  expect: Expectation | undefined,
): WireMessage {
  const expected = expect === undefined ? "" : expectationOf(type, expect);
  return new WireMessage(type, json, `${BEFORE_ID}${id}${AFTER_ID}${trace}${expected}\r\n`);
}

function expectationOf(type: string, { stream, lastSequence, lastSubjectSequence, lastId }: Expectation): string {
  const fields = {
    "Nats-Expected-Stream": stream,
    "Nats-Expected-Last-Sequence": lastSequence,
    "Nats-Expected-Last-Subject-Sequence": lastSubjectSequence,
    "Nats-Expected-Last-Msg-Id": lastId,
  };
  let lines = "";
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    check(type, name, String(value), printable);
    lines += `${name}: ${value}\r\n`;
  }
  return lines;
}

function convertsItself(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (typeof (value as { readonly toJSON?: unknown }).toJSON === "function") return true;
  for (const name in value) {
    const inner = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof inner === "object" && convertsItself(inner)) return true;
  }
  return false;
}

const printable = /^[\x21-\x7e]+$/;
const subjectTokens = /^[\w-]+(?:\.[\w-]+)*$/;

function check(type: string, name: string, value: string, pattern: RegExp): void {
  if (pattern.test(value)) return;
  throw violationError("invalid_envelope", JSON.stringify(type), [
    { pointer: `/${name}`, got: JSON.stringify(value), want: `a string that matches ${pattern}` },
  ]);
}
