import { readFileSync } from "node:fs";

/** What time it is, for all that the hub stores and publishes. */
export type Clock = () => Date;

/** The machine's clock; with VIRTUAL_CLOCK, the time that stands in that file, for demonstrations and tests. */
export function clockFrom({ VIRTUAL_CLOCK }: NodeJS.ProcessEnv): Clock {
  if (VIRTUAL_CLOCK === undefined) return () => new Date();
  return () => {
    const text = readFileSync(VIRTUAL_CLOCK, "utf8").trim();
    const time = new Date(text);
    if (Number.isNaN(time.getTime())) throw new TypeError(`VIRTUAL_CLOCK: got ${JSON.stringify(text)}, want a time`);
    return time;
  };
}
