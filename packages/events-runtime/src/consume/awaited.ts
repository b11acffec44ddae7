export interface AwaitedOptions {
  /** How long they are waited for without asking, in milliseconds. */
  readonly patienceMs: number;
  /** Whether, as far as the server says, none is to come any more. */
  readonly areHere: () => Promise<boolean>;
  /** Is told when they are here, or are waited for no longer. */
  readonly over: () => void;
}

// After that time, what is awaited is waited for as long as the server says that it will come, but not for ever.
const LOOK_AGAIN_MS = 250;
const LOOKS = 400;

/** Older messages that are to come before anything newer is handled: how many, and until when. */
export class Awaited {
  readonly #options: AwaitedOptions;
  // Until `begin`, nobody knows.
  #count = Number.POSITIVE_INFINITY;
  #patience: NodeJS.Timeout | undefined;

  constructor(options: AwaitedOptions) {
    this.#options = options;
  }

  get areNone(): boolean {
    return this.#count === 0;
  }

  begin(count: number): void {
    this.#count = 0;
    if (count > 0) this.add(count);
    else this.#end();
  }

  add(more: number): void {
    this.#count += more;
    if (this.#count === Number.POSITIVE_INFINITY) return;
    this.#patience ??= setTimeout(() => void this.#lookAgain(LOOKS), this.#options.patienceMs).unref();
  }

  /** One of them is here. */
  came(): void {
    this.#count--;
    if (this.#count === 0) this.#end();
  }

  /** Nobody knows any more, until the next `begin`. */
  pause(): void {
    this.stop();
    this.#count = Number.POSITIVE_INFINITY;
  }

  stop(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
  }

  /** The time is over. On a slow machine, or with a server that was stopped, some messages may still be to come. */
  async #lookAgain(looks: number): Promise<void> {
    const timer = this.#patience;
    const areHere = await this.#options.areHere();
    if (timer === undefined || this.#patience !== timer) return;
    if (looks === 0 || areHere) this.#end();
    else this.#patience = setTimeout(() => void this.#lookAgain(looks - 1), LOOK_AGAIN_MS).unref();
  }

  #end(): void {
    this.stop();
    this.#count = 0;
    this.#options.over();
  }
}
