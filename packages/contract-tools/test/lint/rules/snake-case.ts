import type { Case } from "../support/case.ts";
import { contract } from "../support/inputs.ts";

const called = (name: string): Case["contracts"] => [
  contract({ properties: { [name]: { type: "integer", description: "A." } } }),
];

export const cases: readonly Case[] = [
  {
    name: "camelCase",
    contracts: called("defaultBranch"),
    finds: ["/properties/defaultBranch"],
    says: 'call it "default_branch"',
  },
  {
    name: "PascalCase with an abbreviation",
    contracts: called("URLPath"),
    finds: ["/properties/URLPath"],
    says: 'call it "url_path"',
  },
  { name: "hyphens", contracts: called("due-on"), finds: ["/properties/due-on"], says: 'call it "due_on"' },
  { name: "two underscores", contracts: called("due__on"), finds: ["/properties/due__on"] },
  { name: "a digit in front", contracts: called("2nd"), finds: ["/properties/2nd"] },
  { name: "snake_case", contracts: called("due_on_2"), finds: [] },
];
