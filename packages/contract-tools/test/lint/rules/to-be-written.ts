import type { Case } from "../support/case.ts";
import { contract, event, field } from "../support/inputs.ts";

export const cases: readonly Case[] = [
  {
    name: "a description and an example",
    contracts: [field({ type: "string", maxLength: 99, description: "TODO: what it is", examples: ["TODO: one"] })],
    finds: ["/properties/field/description", "/properties/field/examples/0"],
  },
  {
    name: "when the event is emitted",
    contracts: [event({ emittedWhen: "TODO: when" })],
    finds: ["/x-event/emittedWhen"],
  },
  { name: "a text that speaks of a TODO list", contracts: [contract({ description: "A TODO was added." })], finds: [] },
];
