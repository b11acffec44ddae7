import type { NatsConnection } from "@nats-io/nats-core";
import { Outgoing } from "../connect/outgoing.ts";
import type { WireMessage } from "../contract/wire.ts";

/** Writes messages to a connection, those of one turn in one piece. */
export class WireWriter {
  readonly #out: Outgoing;

  constructor(nc: NatsConnection) {
    this.#out = new Outgoing(nc, queueMicrotask);
  }

  /** Writes one message. `reply` is where its acknowledgement goes. */
  write(message: WireMessage, reply: string): void {
    const { subject, headerSize, size } = message;
    const line = `HPUB ${subject} ${reply} ${headerSize} ${size}\r\n`;
    const slab = this.#out.take(line.length + size + 2);
    const { end } = this.#out;
    slab.write(line, end - size - 2 - line.length, "latin1");
    message.writeTo(slab, end - size - 2);
    slab[end - 2] = 13;
    slab[end - 1] = 10;
  }
}
