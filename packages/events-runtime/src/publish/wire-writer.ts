import type { NatsConnection } from "@nats-io/nats-core";
import { Slab } from "../connect/slab.ts";
import type { WireMessage } from "../contract/wire.ts";

/** At least the bytes of a line without its subjects, and of the line break behind the message. */
const FRAME = 40;
const CRLF = Buffer.from("\r\n");

/** Writes messages to a connection, those of one turn in one piece. */
export class WireWriter {
  readonly #slab: Slab;

  constructor(nc: NatsConnection) {
    this.#slab = new Slab(nc, queueMicrotask);
  }

  /** Writes one message. `reply` is where its acknowledgement goes. */
  write(message: WireMessage, reply: string): void {
    const { subject, headers, content } = message;
    const bytes = this.#slab.room(FRAME + subject.length + reply.length + message.sizeBound);
    const { at } = this.#slab;
    const size = headers.length + content.length;
    // Two blanks: the protocol takes them for one, and a size that has one more digit fits in as well.
    const line = `HPUB ${subject} ${reply} ${headers.length}  ${size}\r\n`;
    const isText = typeof headers === "string" && typeof content === "string";
    this.#slab.wrote(
      isText ? writeText(bytes, at, line, `${headers}${content}`, size) : writeBytes(bytes, at, line, message),
    );
  }
}

/** All in one piece: three calls into the runtime cost more than all else that is done here. */
function writeText(bytes: Buffer, at: number, line: string, text: string, size: number): number {
  const written = bytes.write(`${line}${text}\r\n`, at);
  const added = written - line.length - size - 2;
  // Not all of it was ASCII.
  if (added > 0) {
    const digits = String(size).length + 1;
    bytes.write(String(size + added).padStart(digits), at + line.length - 2 - digits, "latin1");
  }
  return written;
}

function writeBytes(bytes: Buffer, at: number, line: string, message: WireMessage): number {
  let to = at;
  for (const part of [Buffer.from(line), message.encode(), message.payload, CRLF]) {
    bytes.set(part, to);
    to += part.length;
  }
  return to - at;
}
