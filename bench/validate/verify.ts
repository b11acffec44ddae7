import type { Check } from "../measure/functions.ts";
import { INVALID } from "./invalid.ts";
import { VALID } from "./payloads.ts";

/** Throws unless every check accepts all valid payloads of the event and refuses all invalid ones. */
export function verify(event: keyof typeof VALID, checks: readonly Check[]): void {
  for (const { name, accepts } of checks) {
    for (const [i, value] of VALID[event].entries()) {
      if (!accepts(value)) throw new Error(`${event}: ${name} refuses valid payload ${i}`);
    }
    for (const { why, value } of INVALID[event]) {
      if (accepts(value)) throw new Error(`${event}: ${name} accepts ${why}`);
    }
  }
}
