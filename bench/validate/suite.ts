import { measureChecks } from "../measure/functions.ts";
import { sampleOf, timesOf } from "../measure/statistics.ts";
import { atLeast, atMost } from "../report/result.ts";
import { tableOf } from "../report/table.ts";
import type { Suite } from "../suite.ts";
import { AJV, contestants, HAND, OURS } from "./contestants.ts";
import { VALID } from "./payloads.ts";
import { verify } from "./verify.ts";

/** Validation of payloads of about 0.3, 1 and 10 KB beside ajv, zod and checks written by hand. */
export const validateSuite: Suite = {
  name: "validate",
  summary: "the strict validators beside ajv, zod and hand-written checks, at 0.3, 1 and 10 KB",
  async run({ functions }, note) {
    note("generating the validators");
    const byEvent = await contestants();
    const tables = [];
    const aims = [];
    for (const event of Object.keys(VALID) as (keyof typeof VALID)[]) {
      const checks = byEvent[event];
      verify(event, checks);
      const size = sizeOf(VALID[event]);
      note(`validating payloads of ${size}`);
      const samples = measureChecks(checks, VALID[event], functions);
      const ours = sampleOf(samples, OURS);
      tables.push(tableOf(`A payload of ${size}`, "ns", samples, OURS));
      aims.push(
        atLeast(`${size}: how much faster than ajv`, timesOf(sampleOf(samples, AJV), ours), 2),
        atMost(`${size}: to hand-written`, timesOf(ours, sampleOf(samples, HAND)), 2),
      );
    }
    return { suite: "validate", tables, aims };
  },
};

/** The mean size of payloads as JSON, such as `1.2 KB`. */
function sizeOf(payloads: readonly unknown[]): string {
  const bytes = payloads.reduce<number>((sum, payload) => sum + Buffer.byteLength(JSON.stringify(payload)), 0);
  return `${(bytes / payloads.length / 1000).toFixed(1)} KB`;
}
