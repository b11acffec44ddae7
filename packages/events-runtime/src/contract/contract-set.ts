import type { EventContract, Validator } from "./contract.ts";
import type { EventEnvelope } from "./envelope.ts";
import type { UpcastersByType } from "./upcasters.ts";

/** The validators of the EventEnvelope itself; `data` is left to the contract of the envelope's type. */
export interface EnvelopeValidators {
  /** What a publisher may send: no attribute that the envelope's schema does not declare. */
  readonly strict: Validator<EventEnvelope>;
  /** What a consumer accepts: attributes that it does not know are ignored. */
  readonly tolerant: Validator<EventEnvelope>;
}

/** The envelope and the contracts of the event types that a program knows, by type. */
export interface ContractSet<Contracts extends ContractsByType = ContractsByType> {
  readonly envelope: EnvelopeValidators;
  readonly contracts: Contracts;
  /** How events of older majors are read: see `parseEvent`. */
  readonly upcasters?: UpcastersByType | undefined;
}

/** Contracts by CloudEvents type. */
export type ContractsByType = Readonly<Record<string, EventContract>>;

/** The envelope that carries a contract's data. */
export type EnvelopeOf<Contract extends EventContract> =
  Contract extends EventContract<infer Type, infer Data> ? EventEnvelope<Type, Data> : never;

/** The contract of a type; undefined for a type that is not in the set, also for names such as `constructor`. */
export function contractOf(set: ContractSet, type: string): EventContract | undefined {
  return Object.hasOwn(set.contracts, type) ? set.contracts[type] : undefined;
}
