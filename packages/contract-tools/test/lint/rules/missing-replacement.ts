import type { Case } from "../support/case.ts";
import { event, field } from "../support/inputs.ts";

const OTHER = "org.statehub.test.moved";
const old = (description: string): Case["contracts"] => [field({ type: "integer", deprecated: true, description })];

export const cases: readonly Case[] = [
  {
    name: "an event",
    contracts: [event({ lifecycle: "deprecated", sunset: "2026-12-31" })],
    finds: ["/x-event/lifecycle"],
  },
  { name: "a field", contracts: old("How many there are."), finds: ["/properties/field/deprecated"] },
  {
    name: "a field that names itself",
    contracts: old("`field` is no longer sent."),
    finds: ["/properties/field/deprecated"],
  },
  { name: "a field that names another", contracts: old("Read `id` instead."), finds: [] },
  { name: "a field that names an event", contracts: old("Read `org.statehub.test.moved` instead."), finds: [] },
  {
    name: "an event with its replacement",
    contracts: [event({ lifecycle: "deprecated", sunset: "2026-12-31", replacedBy: OTHER }), event({}, OTHER)],
    finds: [],
  },
];
