import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { headers, type Msg, type MsgHdrs } from "@nats-io/nats-core";
import type { EventErrorCode } from "../event-error.ts";

/** Why a message was quarantined: it cannot be read as an event, its handler failed, or its process died of it. */
export type QuarantineReason =
  | Extract<EventErrorCode, "undecodable" | "invalid_envelope" | "invalid_event" | "unknown_type" | "upcast_failed">
  | "handler_failed"
  | "process_died";

/** A message that a consumer could not handle, and what is known of it. */
export interface QuarantinedMessage {
  /** The durable consumer. */
  readonly consumer: string;
  /** The type that the message was published under; undefined if its bytes could not be decoded. */
  readonly type: string | undefined;
  readonly reason: QuarantineReason;
  /** What the handler threw or what is wrong with the message, without personal and secret values. */
  readonly error: string;
  /** Where the stream had it: subject, stream, sequence. */
  readonly subject: string;
  readonly stream: string;
  readonly sequence: number;
  /** When the stream stored it. */
  readonly storedAt: Date;
  /** How often its handler ran in the process that gave it up; 0 for a message that no handler saw. */
  readonly attempts: number;
  /** How often the server had delivered it. */
  readonly deliveries: number;
  /** The event's id, as far as it can be read. */
  readonly eventId: string | undefined;
  /** The key that is held until this message is replayed or discarded; undefined if nothing is held. */
  readonly heldKey: string | undefined;
  /** The header block of the original message as it was, `NATS/1.0` and line ends included; empty if it had none. */
  readonly headerBlock: Uint8Array;
  /** The original bytes. */
  readonly body: Uint8Array;
}

/** As it is published to the quarantine. */
export interface QuarantineWire {
  readonly subject: string;
  readonly headers: MsgHdrs;
  readonly payload: Uint8Array;
}

const UNDECODABLE = "undecodable";
const SUBJECT = "quarantine.statehub";
// A stream refuses headers of more than 64 KiB.
const MOST_HEADERS = 48 * 1024;
const MOST_ERROR = 2_000;

/** `msgId`: of the same message and consumer it is the same, so that a retry is recognised. */
export function quarantineId(consumer: string, streamCreated: string, sequence: number): string {
  return createHash("sha256").update(`${consumer}\n${streamCreated}\n${sequence}`).digest("hex").slice(0, 32);
}

/**
 * The original body is the body, so that tools show it as it is; the original headers are one header. If that is more
 * than the server takes (`maxBytes`, its max_payload), both are compressed into the body.
 */
export function encodeQuarantined(message: QuarantinedMessage, msgId: string, maxBytes: number): QuarantineWire {
  const hdrs = headers();
  const set = (name: string, value: string | number | undefined) => {
    if (value !== undefined) hdrs.set(name, clean(String(value)));
  };
  set("Nats-Msg-Id", msgId);
  set("Statehub-Consumer", message.consumer);
  set("Statehub-Reason", message.reason);
  set("Statehub-Error", message.error.slice(0, MOST_ERROR));
  set("Statehub-Subject", message.subject);
  set("Statehub-Stream", message.stream);
  set("Statehub-Sequence", message.sequence);
  set("Statehub-Stored-At", message.storedAt.toISOString());
  set("Statehub-Attempts", message.attempts);
  set("Statehub-Deliveries", message.deliveries);
  set("Statehub-Event-Id", message.eventId?.slice(0, 200));
  set("Statehub-Held-Key", message.heldKey === undefined ? undefined : encodeURIComponent(message.heldKey));
  const { headerBlock, body, consumer } = message;
  const block = Buffer.from(headerBlock).toString("base64");
  const subject = `${SUBJECT}.${consumer}.${message.type ?? UNDECODABLE}`;
  if (block.length <= MOST_HEADERS && sizeOf(hdrs) + block.length + body.length <= maxBytes) {
    if (block !== "") hdrs.set("Statehub-Original-Headers", block);
    return { subject, headers: hdrs, payload: body };
  }
  hdrs.set("Statehub-Header-Bytes", String(headerBlock.length));
  hdrs.set("Content-Encoding", "gzip");
  return { subject, headers: hdrs, payload: gzipSync(Buffer.concat([headerBlock, body])) };
}

/** Undefined for a message that is none of ours. */
export function decodeQuarantined(subject: string, hdrs: MsgHdrs, payload: Uint8Array): QuarantinedMessage | undefined {
  const [, , consumer, ...type] = subject.split(".");
  if (!subject.startsWith(`${SUBJECT}.`) || consumer === undefined || !hdrs.has("Statehub-Reason")) return undefined;
  const text = (name: string) => hdrs.get(name) || undefined;
  const number = (name: string) => Number(hdrs.get(name)) || 0;
  const heldKey = text("Statehub-Held-Key");
  return {
    consumer,
    type: type.join(".") === UNDECODABLE ? undefined : type.join("."),
    reason: hdrs.get("Statehub-Reason") as QuarantineReason,
    error: hdrs.get("Statehub-Error"),
    subject: hdrs.get("Statehub-Subject"),
    stream: hdrs.get("Statehub-Stream"),
    sequence: number("Statehub-Sequence"),
    storedAt: new Date(hdrs.get("Statehub-Stored-At") || 0),
    attempts: number("Statehub-Attempts"),
    deliveries: number("Statehub-Deliveries"),
    eventId: text("Statehub-Event-Id"),
    heldKey: heldKey === undefined ? undefined : decodeURIComponent(heldKey),
    ...original(hdrs, payload),
  };
}

function original(hdrs: MsgHdrs, payload: Uint8Array): Pick<QuarantinedMessage, "headerBlock" | "body"> {
  if (hdrs.get("Content-Encoding") !== "gzip" || !hdrs.has("Statehub-Header-Bytes")) {
    return { headerBlock: Buffer.from(hdrs.get("Statehub-Original-Headers"), "base64"), body: payload };
  }
  const both = gunzipSync(payload);
  const length = Number(hdrs.get("Statehub-Header-Bytes"));
  return { headerBlock: both.subarray(0, length), body: both.subarray(length) };
}

/**
 * The header block of a delivered message as it was stored. The client has decoded it by then, but its bytes lie before
 * the body's; without the header that the server adds for a pinned client.
 */
export function headerBlockOf(message: Msg): Uint8Array {
  const { data, subject, reply = "" } = message;
  // Not in the client's types: subject, reply, headers and body together.
  const { size } = message as unknown as { size(this: Msg): number };
  const length = size.call(message) - Buffer.byteLength(subject) - Buffer.byteLength(reply) - data.length;
  if (length <= 0 || length > data.byteOffset) return new Uint8Array();
  const block = Buffer.from(data.buffer, data.byteOffset - length, length).toString("latin1");
  if (!block.startsWith("NATS/1.0")) return new Uint8Array();
  const stored = block.replace(/\r\nNats-Pin-Id:[^\r\n]*/, "");
  return stored === "NATS/1.0\r\n\r\n" ? new Uint8Array() : Buffer.from(stored, "latin1");
}

/** Rather more bytes than the header block will have, with the names of the two that are added. */
function sizeOf(hdrs: MsgHdrs): number {
  const lines = [...hdrs].flatMap(([name, values]) => values.map((value) => `${name}: ${value}\r\n`));
  return Buffer.byteLength(lines.join("")) + 200;
}

/** Without what would end a header line. */
function clean(value: string): string {
  return value.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
