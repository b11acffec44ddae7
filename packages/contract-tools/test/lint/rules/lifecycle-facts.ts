import type { Case } from "../support/case.ts";
import { contract, event, TRIED } from "../support/inputs.ts";

const OTHER = "org.statehub.test.moved";
const ended = { lifecycle: "retired", sunset: "2026-01-31" };

export const cases: readonly Case[] = [
  {
    name: "retired before its sunset",
    contracts: [event({ ...ended, sunset: "2026-06-02" })],
    finds: ["/x-event/lifecycle"],
    says: "yet to come",
  },
  {
    name: "replaced by itself",
    contracts: [event({ ...ended, replacedBy: TRIED })],
    finds: ["/x-event/replacedBy"],
    says: "by itself",
  },
  {
    name: "replaced by one that has ended too",
    contracts: [event({ ...ended, replacedBy: OTHER }), event(ended, OTHER)],
    finds: ["/x-event/replacedBy"],
    says: "retired itself",
  },
  { name: "a stable event that says deprecated", contracts: [contract({ deprecated: true })], finds: ["/deprecated"] },
  {
    name: "an event that has ended as it should",
    contracts: [event({ ...ended, replacedBy: OTHER }), event({}, OTHER)],
    finds: [],
  },
];
