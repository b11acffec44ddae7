import { Fifo } from "../fifo.ts";
import type { Outgoing } from "./outgoing.ts";

// More than a second answer can be late, at a hundred thousand messages per second.
const RESTING = 500_000;

/**
 * The sendings that have no answer yet, by the numbers that their answers come back with. A number that was answered is
 * used again: a server keeps what it has found out about 512 subjects, and an acknowledgement to one that it does not
 * know costs it a seventh of all that it does for a message.
 */
export class Sendings {
  #of: (Outgoing | undefined)[] = [];
  #free = new Fifo<number>();
  #areReused: boolean;

  constructor(areReused: boolean) {
    this.#areReused = areReused;
  }

  /** Whether numbers are used again soon. */
  get areReused(): boolean {
    return this.#areReused;
  }

  /** From now on, a number rests for a long time before it is used again. */
  stopReusing(): void {
    this.#areReused = false;
  }

  /** The number of a new sending of the message. */
  begin(message: Outgoing): number {
    const rests = this.#areReused ? 0 : RESTING;
    const number = (this.#free.size > rests ? this.#free.shift() : undefined) ?? this.#of.length;
    this.#of[number] = message;
    return number;
  }

  /** Whose sending was answered; undefined if it was none, or had an answer before. */
  end(number: number): Outgoing | undefined {
    const message = this.#of[number];
    if (message === undefined) return undefined;
    this.#of[number] = undefined;
    this.#free.push(number);
    return message;
  }

  /** None of them will be answered any more. */
  forget(): void {
    this.#of = [];
    this.#free = new Fifo();
  }
}
