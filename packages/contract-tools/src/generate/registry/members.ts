import { conjuncts } from "../../model/conjuncts.ts";
import type { Model } from "../../model/model.ts";
import type { Schema } from "../../model/schema.ts";

/** A property that an object may have, with what its schemas are in the alternatives that declare it. */
export interface ObjectMember {
  readonly name: string;
  readonly schemas: readonly Schema[];
  /** Whether it is always there: what only some alternatives require is not. */
  readonly required: boolean;
}

/** The properties of an object, whether it declares them itself, through `$ref` and `allOf`, or in alternatives. */
export function membersOf(schema: Schema, model: Model): ObjectMember[] {
  const schemas = new Map<string, Schema[]>();
  const required = new Set<string>();
  for (const part of conjuncts(schema, model.references)) {
    for (const [name, one] of Object.entries(part.properties ?? {})) add(name, [one]);
    for (const name of part.required ?? []) required.add(name);
    for (const branches of [part.anyOf, part.oneOf, branchesOf(part.then, part.else)]) {
      const alternatives = (branches ?? [])
        .filter((branch) => !isNull(branch, model))
        .map((one) => membersOf(one, model));
      for (const { name, schemas: found } of alternatives.flat()) add(name, found);
      for (const { name } of alternatives[0] ?? []) {
        if (alternatives.every((members) => members.some((one) => one.name === name && one.required)))
          required.add(name);
      }
    }
  }
  return [...schemas].map(([name, found]) => ({ name, schemas: found, required: required.has(name) }));

  function add(name: string, found: readonly Schema[]): void {
    schemas.set(name, [...(schemas.get(name) ?? []), ...found]);
  }
}

/** `then` and `else` as alternatives: without one of them, nothing holds in its case. */
function branchesOf(then: Schema | undefined, otherwise: Schema | undefined): Schema[] | undefined {
  return then === undefined && otherwise === undefined ? undefined : [then ?? true, otherwise ?? true];
}

/** Whether null is all that a schema allows: it has no properties, and takes none from the alternatives beside it. */
export function isNull(schema: Schema, model: Model): boolean {
  return conjuncts(schema, model.references).some(({ type, const: value }) => type === "null" || value === null);
}
