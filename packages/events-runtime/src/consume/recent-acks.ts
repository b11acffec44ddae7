/** A server syncs its files every two minutes by default: after a loss of power it knows nothing newer. */
const FORGETS_MS = 120_000;
const MOST = 8_192;
/** One in so many is remembered for longer, to find out how much of the stream was lost. */
const MILESTONE = 1_000;
const MILESTONES = 1_000;

/** A message as one can tell whether the stream still has it: its sequence, and when it was stored, in nanoseconds. */
export interface Mark {
  readonly sequence: number;
  readonly storedAt: number;
}

/**
 * The acknowledgements of the last minutes. A server that is killed may have forgotten some: it then waits for them
 * again, or delivers the messages again. A ring, since an entry is made for every message.
 */
export class RecentAcks {
  readonly #sequences = new Float64Array(MOST);
  readonly #storedAt = new Float64Array(MOST);
  readonly #at = new Float64Array(MOST);
  readonly #replies: string[] = new Array<string>(MOST).fill("");
  #milestones: Mark[] = [];
  #added = 0;

  add({ sequence, storedAt }: Mark, reply: string, now: number): void {
    const i = this.#added++ % MOST;
    this.#sequences[i] = sequence;
    this.#storedAt[i] = storedAt;
    this.#at[i] = now;
    this.#replies[i] = reply;
    if (this.#added % MILESTONE !== 0) return;
    this.#milestones.push({ sequence, storedAt });
    if (this.#milestones.length > MILESTONES) this.#milestones.shift();
  }

  has({ sequence, storedAt }: Mark): boolean {
    const limit = performance.now() - FORGETS_MS;
    // A linear search, since it is asked only about what is delivered again.
    for (let i = this.#sequences.indexOf(sequence); i >= 0; i = this.#sequences.indexOf(sequence, i + 1)) {
      if (this.#storedAt[i] === storedAt && (this.#at[i] ?? 0) > limit && this.#replies[i] !== "") return true;
    }
    return false;
  }

  replies(): string[] {
    const limit = performance.now() - FORGETS_MS;
    return this.#replies.filter((reply, i) => reply !== "" && (this.#at[i] ?? 0) > limit);
  }

  /** All that is remembered, the newest first. */
  marks(): Mark[] {
    const recent = [...this.#sequences.keys()].filter((i) => this.#replies[i] !== "");
    const marks = recent.map((i) => ({ sequence: this.#sequences[i] ?? 0, storedAt: this.#storedAt[i] ?? 0 }));
    return [...marks, ...this.#milestones].sort((a, b) => b.sequence - a.sequence);
  }

  /** Forgets what came after a sequence: the stream has lost it. */
  forgetAfter(sequence: number): void {
    for (const [i, one] of this.#sequences.entries()) if (one > sequence) this.#replies[i] = "";
    this.#milestones = this.#milestones.filter((mark) => mark.sequence <= sequence);
  }
}
