import type { NatsConnection } from "@nats-io/nats-core";
import type { NatsConnectionImpl } from "@nats-io/nats-core/internal";

const SLAB = 64 * 1024;

/**
 * Bytes on their way to a connection, handed over in one piece. The client's own `publish` makes four pieces of each
 * message and encodes its line into a buffer of its own: as much work as all else that a message takes.
 *
 * What is handed over is never written again, since the socket may still hold it.
 */
export class Outgoing {
  readonly #nc: NatsConnectionImpl;
  readonly #later: (handOver: () => void) => void;
  readonly #handOver = (): void => this.handOver();
  #slab: Buffer = Buffer.allocUnsafeSlow(SLAB);
  /** What lies between is not handed over yet. */
  #from = 0;
  #to = 0;

  /** `later` says when: it is given what is to be called. */
  constructor(nc: NatsConnection, later: (handOver: () => void) => void) {
    this.#nc = nc as NatsConnectionImpl;
    this.#later = later;
  }

  /** Where so many bytes go, which the caller writes at once: at the end of this slab. */
  take(length: number): Buffer {
    if (this.#to + length > this.#slab.length) {
      this.handOver();
      this.#slab = Buffer.allocUnsafeSlow(Math.max(SLAB, length));
      this.#from = 0;
      this.#to = 0;
    }
    if (this.#from === this.#to) this.#later(this.#handOver);
    this.#to += length;
    return this.#slab;
  }

  /** Where what was taken last ends. */
  get end(): number {
    return this.#to;
  }

  /** Does it now. */
  handOver(): void {
    if (this.#from === this.#to) return;
    const part = this.#slab.subarray(this.#from, this.#to);
    this.#from = this.#to;
    if (!this.#nc.isClosed()) this.#nc.protocol.sendCommand(part);
  }
}
