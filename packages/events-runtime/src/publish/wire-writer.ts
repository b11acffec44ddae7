import type { NatsConnection } from "@nats-io/nats-core";
import type { NatsConnectionImpl } from "@nats-io/nats-core/internal";
import type { WireMessage } from "../contract/wire.ts";

const SLAB = 64 * 1024;
/** At least the bytes of a line without its subjects, and of the line break behind the message. */
const FRAME = 40;
const CRLF = Buffer.from("\r\n");

/**
 * Writes messages to a connection, those of one turn in one piece. The client's own `publish` makes four pieces of each
 * and encodes its line into a buffer of its own: as much work as all else that a publish takes.
 *
 * What is handed over is never written again, since the socket may still hold it.
 */
export class WireWriter {
  readonly #nc: NatsConnectionImpl;
  #slab: Buffer = Buffer.allocUnsafeSlow(SLAB);
  /** What lies between is not handed over yet. */
  #from = 0;
  #to = 0;

  constructor(nc: NatsConnection) {
    this.#nc = nc as NatsConnectionImpl;
  }

  /** Writes one message. `reply` is where its acknowledgement goes. */
  write(message: WireMessage, reply: string): void {
    const { subject, headers, content } = message;
    const most = FRAME + subject.length + reply.length + message.sizeBound;
    if (this.#to + most > this.#slab.length) {
      this.#handOver();
      this.#slab = Buffer.allocUnsafeSlow(Math.max(SLAB, most));
      this.#from = 0;
      this.#to = 0;
    }
    if (this.#from === this.#to) queueMicrotask(() => this.#handOver());
    const size = headers.length + content.length;
    // Two blanks: the protocol takes them for one, and a size that has one more digit fits in as well.
    const line = `HPUB ${subject} ${reply} ${headers.length}  ${size}\r\n`;
    if (typeof headers === "string" && typeof content === "string") this.#writeText(line, headers, content, size);
    else this.#writeBytes(line, message);
  }

  /** All in one piece: three calls into the runtime cost more than all else that is done here. */
  #writeText(line: string, headers: string, content: string, size: number): void {
    const written = this.#slab.write(`${line}${headers}${content}\r\n`, this.#to);
    const added = written - line.length - size - 2;
    // Not all of it was ASCII.
    if (added > 0) {
      const digits = String(size).length + 1;
      this.#slab.write(String(size + added).padStart(digits), this.#to + line.length - 2 - digits, "latin1");
    }
    this.#to += written;
  }

  #writeBytes(line: string, message: WireMessage): void {
    for (const part of [Buffer.from(line), message.encode(), message.payload, CRLF]) {
      this.#slab.set(part, this.#to);
      this.#to += part.length;
    }
  }

  #handOver(): void {
    if (this.#from === this.#to) return;
    const part = this.#slab.subarray(this.#from, this.#to);
    this.#from = this.#to;
    if (!this.#nc.isClosed()) this.#nc.protocol.sendCommand(part);
  }
}
