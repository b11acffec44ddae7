import { didYouMean, type SchemaObject, SUBJECT_PREFIX } from "@statehub/contract-tools";
import { contractSet, readSchema } from "@statehub/events-contracts";
import type { ContractSet } from "@statehub/events-runtime";
import { UsageError } from "../usage-error.ts";

/** The contracts that events are judged by. */
export interface KnownContracts {
  readonly set: ContractSet;
  /** The self-contained schema that a `dataschema` names; undefined for a version that was not released. */
  readonly schemaOf: (dataschema: string) => Promise<SchemaObject | undefined>;
}

/** Those that the packages were generated from. */
export const knownContracts: KnownContracts = {
  set: contractSet,
  schemaOf: (dataschema) => readSchema(dataschema) as Promise<SchemaObject | undefined>,
};

/** The schema of each type, in the version that its contract has. */
export async function schemasByType({ set, schemaOf }: KnownContracts): Promise<ReadonlyMap<string, SchemaObject>> {
  const schemas = new Map<string, SchemaObject>();
  for (const { type, dataschema } of Object.values(set.contracts)) {
    const schema = await schemaOf(dataschema);
    if (schema !== undefined) schemas.set(type, schema);
  }
  return schemas;
}

/** The event type that was named, with or without its prefix. */
export function typeNamed(name: string, { set }: KnownContracts = knownContracts): string {
  const types = Object.keys(set.contracts);
  const type = types.find((one) => one === name || one === `${SUBJECT_PREFIX}.${name}`);
  if (type !== undefined) return type;
  const near = didYouMean(name, [...types, ...types.map((one) => one.slice(SUBJECT_PREFIX.length + 1))]);
  const meant = near === undefined ? `want one of ${types.join(", ")}` : `did you mean ${near}?`;
  throw new UsageError(`unknown event type ${JSON.stringify(name)}: ${meant}`);
}
