import type { LeaseState, OutboxTable } from "./outbox-store.ts";

/**
 * The right to relay, which one process has at a time. The holder gives a sign of life three times in `leaseMs`; another
 * takes over when it has seen none for as long. Each measures time by its own steady clock, so no clock has to be right.
 *
 * A holder that was stopped or cut off finds that its time is over before it publishes on. What it had under way by
 * then may reach the stream beside what the next holder sends: each sends the same events in the same order, and of two
 * copies the stream takes the first, so the order stays.
 */
export class Lease {
  readonly #table: OutboxTable;
  readonly #holder: string;
  readonly #leaseMs: number;
  #term: number | undefined;
  #seen: { readonly state: LeaseState; readonly at: number } | undefined;
  #validUntil = 0;
  /** What the uptime would have been when this process started. */
  #uptimeAtStart = 0;

  constructor(table: OutboxTable, holder: string, leaseMs: number) {
    this.#table = table;
    this.#holder = holder;
    this.#leaseMs = leaseMs;
  }

  /** The term, while this process may publish. */
  get term(): number | undefined {
    return performance.now() < this.#validUntil ? this.#term : undefined;
  }

  /** Whether nobody is known to have taken over. */
  get isHeld(): boolean {
    return this.#term !== undefined;
  }

  /** Who had the lease when it was looked at last. */
  get holder(): string | undefined {
    return this.#seen?.state.holder;
  }

  /**
   * For how many milliseconds relays have worked on this outbox in all, this one included, by their steady clocks; the
   * time that a process is frozen counts. A relay that was killed may leave it a little behind, which keeps rows for
   * longer.
   */
  get uptime(): number {
    return Math.floor(this.#uptimeAtStart + performance.now());
  }

  /** Takes the lease if it is free or its holder has been silent for too long; whether this process has it now. */
  async tryTake(): Promise<boolean> {
    const now = performance.now();
    const state = await this.#table.lease();
    const same = this.#seen?.state.term === state.term && this.#seen.state.beat === state.beat;
    if (!same) this.#seen = { state, at: now };
    const silentMs = now - (this.#seen?.at ?? now);
    if (state.holder !== undefined && silentMs < this.#leaseMs) return false;
    const term = await this.#table.claim(this.#holder, state);
    if (term === undefined) return false;
    this.#term = term;
    this.#validUntil = now + this.#leaseMs;
    this.#uptimeAtStart = state.uptime - now;
    return true;
  }

  /** Gives the sign of life. If another has taken over, the lease is lost. Throws what the database does. */
  async renew(): Promise<void> {
    const term = this.#term;
    if (term === undefined) return;
    const now = performance.now();
    const isHolder = await this.#table.beat(term, this.uptime);
    // The answer may be late, and this process have another term by now.
    if (this.#term !== term) return;
    if (isHolder) this.#validUntil = now + this.#leaseMs;
    else this.lose();
  }

  lose(): void {
    this.#term = undefined;
    this.#seen = undefined;
  }

  /** Lets another take over at once. */
  async release(): Promise<void> {
    const term = this.#term;
    this.lose();
    if (term !== undefined) await this.#table.release(term, this.uptime);
  }
}
