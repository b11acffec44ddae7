import type { NatsConnection } from "@nats-io/nats-core";
import { Slab } from "../connect/slab.ts";

/** A character of a subject has at most so many bytes. */
const WIDEST = 3;

/**
 * Sends the acknowledgements of one turn of the event loop in one piece: a write to the socket costs more than all that
 * is done for some dozen events.
 */
export class AckWriter {
  readonly #slab: Slab;

  constructor(nc: NatsConnection) {
    this.#slab = new Slab(nc, setImmediate);
  }

  acknowledge(reply: string): void {
    const command = `PUB ${reply} 4\r\n+ACK\r\n`;
    const bytes = this.#slab.room(command.length * WIDEST);
    this.#slab.wrote(bytes.write(command, this.#slab.at));
  }

  /** Sends what waits. */
  flush(): void {
    this.#slab.handOver();
  }
}
