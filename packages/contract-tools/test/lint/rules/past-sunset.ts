import type { Case } from "../support/case.ts";
import { event, TODAY } from "../support/inputs.ts";

export const cases: readonly Case[] = [
  {
    name: "a day that has passed",
    contracts: [event({ lifecycle: "deprecated", sunset: "2026-05-31" })],
    finds: ["/x-event/sunset"],
    says: `today is ${TODAY}`,
  },
  {
    name: "the day itself",
    contracts: [event({ lifecycle: "deprecated", sunset: TODAY })],
    finds: ["/x-event/sunset"],
  },
  { name: "the day before", contracts: [event({ lifecycle: "deprecated", sunset: "2026-06-02" })], finds: [] },
  { name: "a retired event", contracts: [event({ lifecycle: "retired", sunset: "2026-05-31" })], finds: [] },
];
