import type { Case } from "../support/case.ts";
import { common, contract, field } from "../support/inputs.ts";

const text = { type: "string", maxLength: 99, description: "A." };
const called = (name: string, schema: object = text): Case["contracts"] => [
  contract({ properties: { [name]: schema } }),
];
const inside = (name: string, inner: string): Case["contracts"] =>
  called(name, { type: "object", properties: { [inner]: text }, description: "A." });
const email = common("email", { ...text, "x-classification": "personal", examples: ["a"] });

export const cases: readonly Case[] = [
  ...["email", "owner_email", "phone_number", "display_name", "ip_address", "date_of_birth"].map(
    (name): Case => ({ name, contracts: called(name), finds: [`/properties/${name}`], says: '"personal"' }),
  ),
  ...["password", "api_key", "access_token"].map(
    (name): Case => ({ name, contracts: called(name), finds: [`/properties/${name}`], says: '"secret"' }),
  ),
  {
    name: "the format email, whatever it is called",
    contracts: [field({ ...text, format: "email" })],
    finds: ["/properties/field"],
  },
  {
    name: "a list of addresses",
    contracts: called("emails", { type: "array", maxItems: 9, items: text, description: "A." }),
    finds: ["/properties/emails"],
  },
  {
    name: "the name of a person",
    contracts: inside("assignee", "name"),
    finds: ["/properties/assignee/properties/name"],
    says: 'belongs to \\"assignee\\"'.replaceAll("\\", ""),
  },
  { name: "the name of a thing", contracts: inside("repo", "name"), finds: [] },
  {
    name: "a flag and a count",
    contracts: [
      contract({
        properties: {
          has_email: { type: "boolean", description: "A." },
          token_count: { type: "integer", description: "A." },
        },
      }),
    ],
    finds: [],
  },
  {
    name: "a value of a list",
    contracts: called("login", { type: "string", enum: ["sso", "local"], description: "A." }),
    finds: [],
  },
  { name: "classified, as whatever", contracts: called("email", { ...text, "x-classification": "public" }), finds: [] },
  {
    name: "classified by what is around it",
    contracts: called("user", {
      type: "object",
      "x-classification": "personal",
      properties: { email: text },
      description: "A.",
    }),
    finds: [],
  },
  {
    name: "classified by what it refers to",
    contracts: [
      field(
        { type: "integer", description: "A." },
        { properties: { email: { $ref: "../common/email.json", description: "A." } } },
      ),
      email,
    ],
    finds: [],
  },
];
