import type { WireMessage } from "../contract/wire.ts";
import type { EventError } from "../event-error.ts";
import type { PublishAck } from "./publish-ack.ts";

/**
 * A message on its way through a window, and what the window knows of it: one object, as there are a hundred thousand
 * per second. `taken` or `failed` is called once, with what became of it: `unavailable`, `unknown_outcome`,
 * `no_stream`, `stream_full`, `too_large` …
 */
export abstract class Outgoing {
  readonly message: WireMessage;
  /** When its time is over, as `performance.now()` tells it. */
  readonly deadline: number;
  /** Whether it is sent, and neither settled nor about to be sent again. */
  isUnderWay = false;
  isSettled = false;
  /** The window's tick at which it was sent last. */
  tick = 0;
  attempts = 0;
  /** How many of its attempts nobody took: those were certainly not stored. */
  refusals = 0;

  constructor(message: WireMessage, deadline: number) {
    this.message = message;
    this.deadline = deadline;
  }

  abstract taken(ack: PublishAck, attempts: number): void;
  abstract failed(error: EventError): void;
}
