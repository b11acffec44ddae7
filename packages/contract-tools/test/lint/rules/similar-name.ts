import type { Case } from "../support/case.ts";
import { contract, event, type Json } from "../support/inputs.ts";

const fields = (...names: string[]): Json => ({
  properties: Object.fromEntries(names.map((name) => [name, { type: "integer", description: "A." }])),
});
const among = (...names: string[]): Case["contracts"] => [contract(fields(...names))];

export const cases: readonly Case[] = [
  {
    name: "a letter less",
    contracts: among("registered_at", "registred_at"),
    finds: ["/properties/registred_at"],
    says: 'nearly called like "registered_at"',
  },
  {
    name: "two letters that changed places",
    contracts: among("threshold", "thershold"),
    finds: ["/properties/thershold"],
  },
  { name: "another letter", contracts: among("visibility", "visibilety"), finds: ["/properties/visibilety"] },
  { name: "underscores elsewhere", contracts: among("repo_id", "repoid"), finds: ["/properties/repoid"] },
  {
    name: "the rarer of two names, in whichever file",
    contracts: [
      contract(fields("registred_at"), "org.statehub.a.moved"),
      contract(fields("registered_at"), "org.statehub.b.moved"),
      contract(fields("registered_at"), "org.statehub.c.moved"),
    ],
    finds: ["/properties/registred_at"],
  },
  {
    name: "an event of one and one of many",
    contracts: [event({}, "org.statehub.repo.moved"), event({}, "org.statehub.repos.moved")],
    finds: ["/x-event/type"],
  },
  {
    name: "an event with a slip of the pen",
    contracts: [event({}, "org.statehub.repo.archived"), event({}, "org.statehub.repo.achived")],
    finds: ["/x-event/type"],
  },
  { name: "one and many of a field", contracts: among("deliverable", "deliverables"), finds: [] },
  { name: "numbers", contracts: among("address_line_1", "address_line_2"), finds: [] },
  { name: "short names", contracts: among("open", "opens", "min", "max", "from", "form"), finds: [] },
  {
    name: "the same name in two events",
    contracts: [
      contract(fields("checked_at"), "org.statehub.a.moved"),
      contract(fields("checked_at"), "org.statehub.b.moved"),
    ],
    finds: [],
  },
  {
    name: "a second major of an event",
    contracts: [event({}, "org.statehub.repo.archived"), event({}, "org.statehub.repo.archived.v2")],
    finds: [],
  },
];
