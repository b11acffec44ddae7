import { headers, type MsgHdrs } from "@nats-io/nats-core";
import type { QuarantinedMessage } from "./format.ts";

/** Where a replayed message comes from. */
export interface Origin {
  /** Its sequence in the quarantine: its entry is removed when the message was handled, and not before. */
  readonly quarantined: number;
  /** Where the stream of events had it. */
  readonly subject: string;
  readonly stream: string;
  readonly sequence: number;
}

const SUBJECT = "replay.statehub";

/** The subject of a message under replay: of one quarantined message there is never more than one. */
export function replaySubject(consumer: string, quarantined: number, subject: string): string {
  return `${SUBJECT}.${consumer}.${quarantined}.${subject}`;
}

export function replayFilter(consumer: string): string {
  return `${SUBJECT}.${consumer}.>`;
}

/** What the original message had, less what a server acts upon (`Nats-Rollup` …), and where it comes from. */
export function replayHeaders(message: QuarantinedMessage, quarantined: number): MsgHdrs {
  const hdrs = headers();
  const lines = Buffer.from(message.headerBlock).toString("utf8").split("\r\n").slice(1);
  for (const line of lines) {
    const [, name, value] = /^([\x21-\x7e]+?):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || /^(?:nats|statehub)-/i.test(name)) continue;
    hdrs.append(name, value);
  }
  hdrs.set("Statehub-Quarantined", String(quarantined));
  hdrs.set("Statehub-Subject", message.subject);
  hdrs.set("Statehub-Stream", message.stream);
  hdrs.set("Statehub-Sequence", String(message.sequence));
  return hdrs;
}

/** Undefined for a message that nobody replayed. */
export function originOf(hdrs: MsgHdrs | undefined): Origin | undefined {
  const quarantined = Number(hdrs?.get("Statehub-Quarantined"));
  if (hdrs === undefined || !Number.isInteger(quarantined) || quarantined < 1) return undefined;
  return {
    quarantined,
    subject: hdrs.get("Statehub-Subject"),
    stream: hdrs.get("Statehub-Stream"),
    sequence: Number(hdrs.get("Statehub-Sequence")) || 0,
  };
}
