import type { Case } from "../support/case.ts";
import { event, field } from "../support/inputs.ts";

const OTHER = "org.statehub.test.moved";
const ending = (lifecycle: string): object => ({ lifecycle, sunset: "2026-12-31", replacedBy: OTHER });

export const cases: readonly Case[] = [
  {
    name: "a deprecated event",
    contracts: [event(ending("deprecated") as never), event({ lifecycle: "proposed" }, OTHER)],
    finds: ["/x-event/replacedBy"],
  },
  {
    name: "a retired event",
    contracts: [event(ending("retired") as never), event({ lifecycle: "proposed" }, OTHER)],
    finds: ["/x-event/replacedBy"],
  },
  { name: "a stable replacement", contracts: [event(ending("deprecated") as never), event({}, OTHER)], finds: [] },
  {
    name: "a stable event whose field sends its readers there",
    contracts: [
      field({ type: "integer", deprecated: true, description: `Read \`${OTHER}\` instead.` }),
      event({ lifecycle: "proposed" }, OTHER),
    ],
    finds: ["/properties/field/description"],
  },
  {
    name: "a proposed event that speaks of another",
    contracts: [
      event({ lifecycle: "proposed", emittedWhen: `After \`${OTHER}\`.` }),
      event({ lifecycle: "proposed" }, OTHER),
    ],
    finds: [],
  },
];
