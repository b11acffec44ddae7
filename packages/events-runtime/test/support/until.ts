import { setTimeout as delay } from "node:timers/promises";

/** Waits until the condition holds; throws, naming it, if it does not within the seconds given. */
export async function until(
  what: string,
  holds: () => boolean | undefined | Promise<boolean | undefined>,
  seconds = 20,
): Promise<void> {
  const deadline = Date.now() + seconds * 1_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`);
    await delay(10);
  }
}
