import type { Case } from "../support/case.ts";
import { common, field } from "../support/inputs.ts";

const slug = common("slug", { type: "string", maxLength: 64, examples: ["a"] });
const refer = ($ref: string): Case["contracts"] => [field({ $ref, description: "The short name." }), slug];

export const cases: readonly Case[] = [
  {
    name: "an absolute URI",
    contracts: refer("https://schemas.statehub.org/common/slug.json"),
    finds: ["/properties/field/$ref"],
    says: 'write "../common/slug.json"',
  },
  {
    name: "an absolute path",
    contracts: refer("/common/slug.json"),
    finds: ["/properties/field/$ref"],
    says: 'write "../common/slug.json"',
  },
  { name: "a relative path", contracts: refer("../common/slug.json"), finds: [] },
  { name: "a place in the file itself", contracts: [field({ $ref: "#", description: "The one before." })], finds: [] },
];
