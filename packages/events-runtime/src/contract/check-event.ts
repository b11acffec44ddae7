import { EventError, violationError } from "../event-error.ts";
import { explain, isSensitive } from "../validation/index.ts";
import type { EventContract } from "./contract.ts";
import { type ContractSet, contractOf } from "./contract-set.ts";
import { type EventEnvelope, subjectOf } from "./envelope.ts";

/** Which promise is checked: the writer's (`strict`) or what a reader relies on (`tolerant`). */
export type Side = "strict" | "tolerant";

/** Throws `invalid_event`, with a violation for each reason, unless the data fits the contract. */
export function checkData(contract: EventContract, data: unknown, side: Side): void {
  const validate = contract[side];
  if (!validate(data)) {
    throw violationError("invalid_event", contract.type, explain(validate.errors, data, contract.sensitive));
  }
}

/**
 * Throws unless the value is an envelope: `invalid_envelope` for its attributes, `unknown_type` for a type that is not
 * in the set, `invalid_event` for its data. A `dataschema` of another minor version of the same contract is accepted.
 */
export function checkEvent(set: ContractSet, value: unknown, side: Side): EventContract {
  const envelope = checkAttributes(set, value, side);
  const contract = contractOf(set, envelope.type);
  if (contract === undefined) {
    throw new EventError("unknown_type", `no contract is known for type ${JSON.stringify(envelope.type)}`);
  }
  if (!sameMajor(envelope.dataschema, contract.dataschema)) {
    throw violationError("invalid_envelope", envelope.type, [
      {
        pointer: "/dataschema",
        got: JSON.stringify(envelope.dataschema),
        want: `${contract.dataschema} or another minor version of it`,
      },
    ]);
  }
  checkData(contract, envelope.data, side);
  if (side === "strict") checkSubject(contract, envelope);
  return contract;
}

/** Throws `invalid_envelope` unless the value has the attributes of an envelope; says nothing about its data. */
export function checkAttributes(set: ContractSet, value: unknown, side: Side): EventEnvelope {
  const validate = set.envelope[side];
  if (validate(value)) return value;
  const type = typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
  // The data is not judged here, and what it holds must not show.
  const violations = explain(validate.errors, value, ["/data"]);
  throw violationError("invalid_envelope", typeof type === "string" ? type : "an event without a type", violations);
}

function checkSubject(contract: EventContract, envelope: EventEnvelope): void {
  const want = subjectOf(contract, envelope.data);
  if (envelope.subject === want) return;
  const masked = isSensitive(contract.key, contract.sensitive);
  throw violationError("invalid_envelope", envelope.type, [
    {
      pointer: "/subject",
      got: masked ? "another value" : JSON.stringify(envelope.subject),
      want: `the value at ${contract.key} of the data`,
    },
  ]);
}

function sameMajor(got: string, known: string): boolean {
  if (got === known) return true;
  const family = familyOf(got);
  return family !== undefined && family === familyOf(known);
}

/** `https://…/repo/registered/1.2.0` → `https://…/repo/registered/1`. */
function familyOf(dataschema: string): string | undefined {
  return /^(.*\/\d+)\.\d+\.\d+$/.exec(dataschema)?.[1];
}
