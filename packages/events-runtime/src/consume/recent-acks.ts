/** A server syncs its files every two minutes by default: after a loss of power it knows nothing newer. */
const FORGETS_MS = 120_000;
const MOST = 10_000;

/**
 * The acknowledgements of the last minutes. A server that is killed may have forgotten some: it then waits for them
 * again, or delivers the messages again.
 */
export class RecentAcks {
  /** Stream sequence → where it was acknowledged, and when; the oldest first. */
  readonly #acks = new Map<number, { readonly reply: string; readonly at: number }>();

  add(sequence: number, reply: string): void {
    this.#acks.delete(sequence);
    this.#acks.set(sequence, { reply, at: performance.now() });
    if (this.#acks.size <= MOST) return;
    for (const oldest of this.#acks.keys()) {
      this.#acks.delete(oldest);
      return;
    }
  }

  has(sequence: number): boolean {
    this.#expire();
    return this.#acks.has(sequence);
  }

  replies(): string[] {
    this.#expire();
    return [...this.#acks.values()].map(({ reply }) => reply);
  }

  clear(): void {
    this.#acks.clear();
  }

  #expire(): void {
    const limit = performance.now() - FORGETS_MS;
    for (const [sequence, { at }] of this.#acks) {
      if (at > limit) return;
      this.#acks.delete(sequence);
    }
  }
}
