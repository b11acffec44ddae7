import type { NatsConnection } from "@nats-io/nats-core";
import type { NatsConnectionImpl } from "@nats-io/nats-core/internal";

const SIZE = 64 * 1024;

/**
 * Bytes on their way to a connection, handed over in one piece. The client's own `publish` makes four pieces of each
 * message and encodes its line into a buffer of its own: as much work as all else that a message takes.
 *
 * What is handed over is never written again, since the socket may still hold it.
 */
export class Slab {
  readonly #nc: NatsConnectionImpl;
  readonly #later: (handOver: () => void) => void;
  readonly #handOver = (): void => this.handOver();
  #bytes: Buffer = Buffer.allocUnsafeSlow(SIZE);
  /** What lies between is not handed over yet. */
  #from = 0;
  #to = 0;

  /** `later` says when: it calls what it is given. */
  constructor(nc: NatsConnection, later: (handOver: () => void) => void) {
    this.#nc = nc as NatsConnectionImpl;
    this.#later = later;
  }

  /** Where the next bytes go, of the bytes that `room` gives. */
  get at(): number {
    return this.#to;
  }

  /** Has room for so many bytes. */
  room(most: number): Buffer {
    if (this.#to + most > this.#bytes.length) {
      this.handOver();
      this.#bytes = Buffer.allocUnsafeSlow(Math.max(SIZE, most));
      this.#from = 0;
      this.#to = 0;
    }
    return this.#bytes;
  }

  /** So many bytes were written, which are a whole message. */
  wrote(length: number): void {
    if (this.#from === this.#to) this.#later(this.#handOver);
    this.#to += length;
  }

  /** Does it now. */
  handOver(): void {
    if (this.#from === this.#to) return;
    const part = this.#bytes.subarray(this.#from, this.#to);
    this.#from = this.#to;
    if (!this.#nc.isClosed()) this.#nc.protocol.sendCommand(part);
  }
}
