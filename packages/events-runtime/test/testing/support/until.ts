import { setTimeout as delay } from "node:timers/promises";

/** Waits until the condition holds; throws, naming it, if it does not within ten seconds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within 10 s: ${what}`);
    await delay(10);
  }
}
