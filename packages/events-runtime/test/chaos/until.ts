import { setTimeout as delay } from "node:timers/promises";

/** Waits until the condition holds; throws, saying what did not happen, if it does not within the seconds given. */
export async function until(
  what: string | (() => string | Promise<string>),
  holds: () => boolean | Promise<boolean>,
  seconds: number,
): Promise<void> {
  const deadline = performance.now() + seconds * 1_000;
  while (!(await holds())) {
    if (performance.now() > deadline) {
      throw new Error(`not within ${seconds} s: ${typeof what === "string" ? what : await what()}`);
    }
    await delay(25);
  }
}
