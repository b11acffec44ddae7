/** How a failed handler is tried again. */
export interface RetryOptions {
  /** How often a handler runs for an event before that is quarantined. Default: 8. */
  readonly attempts?: number;
  /** The pause after the first failure, in milliseconds; it doubles with each further one. Default: 500. */
  readonly firstMs?: number;
  /** The longest pause, in milliseconds. Default: 60,000. */
  readonly longestMs?: number;
  /**
   * How often a message may end its process before it is quarantined without a further attempt. With an inbox, that is
   * how often its handling began, after its first delivery, and never ended; without one, how often it was delivered to
   * processes that all ended before it was settled, where only the oldest of such messages is judged. Default: 10.
   */
  readonly deliveries?: number;
}

export const RETRY: Required<RetryOptions> = { attempts: 8, firstMs: 500, longestMs: 60_000, deliveries: 10 };

type Pauses = Pick<Required<RetryOptions>, "firstMs" | "longestMs">;

/** The pause after so many failures, cut by up to half at random, so that what failed together is not retried together. */
export function pauseAfter(failures: number, { firstMs, longestMs }: Pauses): number {
  return Math.min(longestMs, firstMs * 2 ** (failures - 1)) * (1 - Math.random() / 2);
}
