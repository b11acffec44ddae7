import type { NatsConnection } from "@nats-io/nats-core";
import type { NatsConnectionImpl } from "@nats-io/nats-core/internal";
import type { WireMessage } from "../contract/wire.ts";

const SLAB = 64 * 1024;

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
    const { subject, headerSize, size } = message;
    const line = `HPUB ${subject} ${reply} ${headerSize} ${size}\r\n`;
    const length = line.length + size + 2;
    if (this.#to + length > this.#slab.length) {
      this.#handOver();
      this.#slab = Buffer.allocUnsafeSlow(Math.max(SLAB, length));
      this.#from = 0;
      this.#to = 0;
    }
    if (this.#from === this.#to) queueMicrotask(() => this.#handOver());
    this.#slab.write(line, this.#to, "latin1");
    message.writeTo(this.#slab, this.#to + line.length);
    this.#to += length;
    this.#slab[this.#to - 2] = 13;
    this.#slab[this.#to - 1] = 10;
  }

  #handOver(): void {
    if (this.#from === this.#to) return;
    const part = this.#slab.subarray(this.#from, this.#to);
    this.#from = this.#to;
    if (!this.#nc.isClosed()) this.#nc.protocol.sendCommand(part);
  }
}
