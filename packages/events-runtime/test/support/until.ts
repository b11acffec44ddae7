import { setTimeout as delay } from "node:timers/promises";

/** Far more than anything takes on the slowest machine: this ends what would never happen, and measures nothing. */
const SECONDS = 120;

/** Waits until the condition holds; throws, naming it, if it never does. */
export async function until(
  what: string,
  holds: () => boolean | undefined | Promise<boolean | undefined>,
): Promise<void> {
  const deadline = performance.now() + SECONDS * 1_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${SECONDS} s: ${what}`);
    await delay(10);
  }
}
