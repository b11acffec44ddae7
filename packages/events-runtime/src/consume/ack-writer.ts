import type { NatsConnection } from "@nats-io/nats-core";
import { Outgoing } from "../connect/outgoing.ts";

/**
 * Sends the acknowledgements of one round of the event loop in one piece: a write to the socket costs more than all
 * that is done for some dozen events.
 */
export class AckWriter {
  readonly nc: NatsConnection;
  readonly #out: Outgoing;

  constructor(nc: NatsConnection) {
    this.nc = nc;
    this.#out = new Outgoing(nc, setImmediate);
  }

  acknowledge(reply: string): void {
    const command = `PUB ${reply} 4\r\n+ACK\r\n`;
    const length = Buffer.byteLength(command);
    const slab = this.#out.take(length);
    slab.write(command, this.#out.end - length);
  }

  /** Sends what waits. */
  flush(): void {
    this.#out.handOver();
  }
}
