import type { Case } from "../support/case.ts";
import { contract, event, field, type Json, TRIED } from "../support/inputs.ts";

const text = { type: "string", maxLength: 9, description: "A." };

/** A version as `release` keeps it; what the lock says of it is another rule's business. */
function released(version: string, value: Json): { file: string; text: string } {
  const path = `test/tried/${version}`;
  const xEvent = { ...(value["x-event"] as object), version, type: TRIED };
  const snapshot = { ...value, $id: `https://schemas.statehub.org/${path}`, "x-event": xEvent };
  return { file: `schemas/released/${path}.json`, text: JSON.stringify(snapshot) };
}

const before = [released("1.0.0", field(text)), released("1.1.0", contract())];

export const cases: readonly Case[] = [
  {
    name: "a name that returns with another type",
    contracts: [field({ type: "integer", description: "A." }), ...before],
    finds: ["/properties/field"],
    says: "was removed in 1.1.0",
  },
  {
    name: "a name that returns as it was, said otherwise",
    contracts: [field({ ...text, description: "B." }), ...before],
    finds: [],
  },
  {
    name: "a name that was never away",
    contracts: [field({ type: "integer", description: "A." }), released("1.0.0", field(text))],
    finds: [],
  },
  { name: "a new name", contracts: [field(text), released("1.0.0", contract())], finds: [] },
  { name: "an event that was never released", contracts: [event({})], finds: [] },
];
