import { DEFS } from "./bundle.ts";
import { ANNOTATIONS, type Schema, type SchemaObject } from "./schema.ts";

/** What the `$ref` of a schema in a bundle leads to. */
export type Step = (schema: SchemaObject) => Schema;

export function stepIn(bundled: SchemaObject): Step {
  return ({ $ref = "#" }) => ($ref === "#" ? bundled : (bundled.$defs?.[$ref.slice(DEFS.length)] as Schema));
}

/** What ajv needs to look at one alternative only. It is no keyword of a contract: it is read off the `const`s. */
export const discriminated = (tag: string): object => ({ discriminator: { propertyName: tag }, type: "object" });

/** The alternatives of a union that stands alone, where no value can match two; with the property that tells them apart. */
export function exclusiveBranches(schema: SchemaObject, step: Step): { readonly tag: string | undefined } | undefined {
  const union = schema.oneOf ?? schema.anyOf;
  const combines = COMBINED_WITH_UNION.some((keyword) => keyword in schema);
  if (union === undefined || combines || (schema.oneOf !== undefined && schema.anyOf !== undefined)) return undefined;
  const branches = union.map((branch) => follow(branch, step)).filter((branch) => typeof branch === "object");
  if (branches.length < union.length) return undefined;
  const [first] = branches;
  const tag = first?.required?.find((name) => areDisjoint(branches.map((branch) => tagValues(branch, name))));
  if (tag !== undefined && union.length > 1)
    return { tag: schema.oneOf !== undefined && canDiscriminate(schema, tag, step) ? tag : undefined };
  const types = branches.map(({ type }) => (type === undefined ? undefined : [type].flat()));
  return areDisjoint(types) && !overlaps(types) ? { tag: undefined } : undefined;
}

function follow(schema: Schema, step: Step): Schema {
  let current = schema;
  while (typeof current === "object" && current.$ref !== undefined) current = step(current);
  return current;
}

/** Keywords that say something of the properties of the value that a union is about. */
const COMBINED_WITH_UNION = [
  "properties",
  "patternProperties",
  "additionalProperties",
  "$ref",
  "allOf",
  "then",
  "else",
] as const;

/** Whether the tag stands where `discriminator` looks for it: in each alternative, or in what it refers to and no more. */
function canDiscriminate({ oneOf = [] }: SchemaObject, tag: string, step: Step): boolean {
  return oneOf.every((branch) => {
    if (typeof branch === "boolean") return false;
    const isReference = branch.$ref !== undefined;
    const saysMore = Object.keys(branch).some((keyword) => keyword !== "$ref" && !ANNOTATIONS.has(keyword));
    const target = isReference ? step(branch) : branch;
    return !(isReference && saysMore) && typeof target === "object" && tagValues(target, tag) !== undefined;
  });
}

/** The values that a branch allows for its required property `name`, where it lists them. */
function tagValues(branch: SchemaObject, name: string): readonly unknown[] | undefined {
  const property = branch.properties?.[name];
  if (typeof property !== "object" || branch.type !== "object" || !branch.required?.includes(name)) return undefined;
  const values = property.const === undefined ? property.enum : [property.const];
  return values?.every((value) => typeof value === "string") ? values : undefined;
}

function areDisjoint(sets: readonly (readonly unknown[] | undefined)[]): boolean {
  const all = sets.flatMap((set) => set ?? []);
  return sets.every((set) => set !== undefined) && new Set(all).size === all.length;
}

/** An integer is a number too. */
function overlaps(types: readonly (readonly unknown[] | undefined)[]): boolean {
  const all = types.flat();
  return all.includes("integer") && all.includes("number");
}
