/** The longest time that a timer takes, in milliseconds: almost 25 days. Beyond it, Node.js fires after 1 ms. */
export const LONGEST_MS: number = 2 ** 31 - 1;

/** A time that a caller gave, `Infinity` included, as a timer takes it. */
export function timerMs(ms: number): number {
  return Math.min(ms, LONGEST_MS);
}
