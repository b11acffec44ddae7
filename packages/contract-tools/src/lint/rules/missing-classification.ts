import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SchemaObject } from "../../model/schema.ts";
import { CONTRACT, type LintRun, type Rule } from "../rule.ts";
import { isInTest, type SchemaNode, typesOf } from "../schema/nodes.ts";

type Wanted = "personal" | "secret";

/** The last words of field names that mostly hold something of a person, or nobody's business. */
const LOOKS: Readonly<Record<Wanted, readonly string[]>> = {
  personal: [
    ...["email", "emails", "email_address", "phone", "phones", "phone_number", "mobile_number", "fax"],
    ...["first_name", "last_name", "given_name", "family_name", "middle_name", "surname", "display_name", "nickname"],
    ...["username", "user_name", "login", "avatar", "avatar_url", "birthday", "birth_date", "date_of_birth", "dob"],
    ...["gender", "nationality", "postal_address", "street", "street_address", "home_address", "postcode", "zip_code"],
    ...["ip", "ip_address", "user_agent", "ssn", "passport_number", "iban", "tax_id", "latitude", "longitude"],
  ],
  secret: [
    ...["password", "passphrase", "passcode", "secret", "client_secret", "token", "access_token", "refresh_token"],
    ...["api_key", "private_key", "secret_key", "credential", "credentials", "session_cookie"],
  ],
};
/** Field names that say something of a person where they stand in one. */
const OF_A_PERSON = ["name", "full_name", "initials", "address", "photo"];
const PEOPLE = /(?:^|_)(?:user|person|people|member|assignee|author|reviewer|employee|customer|contact|reporter)s?$/;

export const missingClassification: Rule = {
  id: "missing-classification",
  severity: "error",
  description: "a field that looks personal or secret has an `x-classification`",
  profiles: CONTRACT,
  *check({ nodes, source }, run) {
    for (const node of nodes) {
      if (node.keyword !== "properties" || isInTest(node) || !canHoldText(node.schema)) continue;
      const looks = looksOf(node);
      if (looks === undefined || isClassified(node, run)) continue;
      yield diagnostic("missing-classification", source.place(node.pointer), { name: node.name, ...looks });
    }
  },
};

function looksOf({ name, schema, parent }: SchemaNode): { want: Wanted; because: string } | undefined {
  if (schema.format === "email") return { want: "personal", because: 'its format is "email"' };
  for (const want of ["secret", "personal"] as const) {
    const word = LOOKS[want].find((one) => name === one || name.endsWith(`_${one}`));
    if (word !== undefined) return { want, because: `its name is, or ends in, "${word}"` };
  }
  const holder = parent?.name ?? "";
  if (!OF_A_PERSON.includes(name) || !PEOPLE.test(holder)) return undefined;
  return { want: "personal", because: `it belongs to "${holder}"` };
}

/** A flag or a count of something says nothing of it; an object is made of fields that are looked at by themselves. */
function canHoldText(schema: SchemaNode["schema"]): boolean {
  const types = typesOf(schema);
  if ("enum" in schema || "const" in schema || "x-extensible-enum" in schema) return false;
  return types === undefined || types.some((type) => ["string", "array", "number"].includes(type));
}

/** Whether the field, what it refers to, or anything around it says who may see it. */
function isClassified(node: SchemaNode, { model }: LintRun): boolean {
  for (let one: SchemaNode | undefined = node; one !== undefined; one = one.parent) {
    if (one.schema["x-classification"] !== undefined) return true;
  }
  if (typeof node.schema.$ref !== "string") return false;
  const target = model?.references.follow(node.schema as SchemaObject);
  // An object that it refers to has fields of its own.
  return typeof target === "object" && (target["x-classification"] !== undefined || target.type === "object");
}
