import {
  type ContractSet,
  checkEvent,
  decodeEnvelope,
  type EventContract,
  EventError,
  type EventErrorCode,
  type Side,
  type Violation,
} from "@statehub/events-runtime";

/** What is wrong with a message. */
export interface Problem {
  /** `tolerant`: readers refuse it. `strict`: readers take it, and its writer promised something else. */
  readonly side: Side;
  readonly code: EventErrorCode;
  /** Without personal and secret values. */
  readonly message: string;
  readonly violations: readonly Violation[];
}

/** A message, and what the contracts say of it. */
export interface Judged {
  /** What it holds, as far as it can be decoded; nothing about it is certain. */
  readonly envelope: Readonly<Record<string, unknown>> | undefined;
  readonly contract: EventContract | undefined;
  readonly problem: Problem | undefined;
}

/** Judges a message as readers do, and then as its writer should have. On a stream, its type is also its subject. */
export function judge(bytes: Uint8Array, set: ContractSet, subject?: string): Judged {
  let envelope: Readonly<Record<string, unknown>>;
  try {
    envelope = decodeEnvelope(bytes) as Readonly<Record<string, unknown>>;
  } catch (error) {
    return { envelope: undefined, contract: undefined, problem: problemOf("tolerant", error) };
  }
  const { type } = envelope;
  const contract = typeof type === "string" && Object.hasOwn(set.contracts, type) ? set.contracts[type] : undefined;
  return { envelope, contract, problem: problemIn(envelope, contract, set, subject) };
}

function problemIn(
  envelope: Readonly<Record<string, unknown>>,
  contract: EventContract | undefined,
  set: ContractSet,
  subject: string | undefined,
): Problem | undefined {
  try {
    checkEvent(set, envelope, "tolerant");
  } catch (error) {
    return problemOf("tolerant", error);
  }
  if (subject !== undefined && envelope.type !== subject) {
    const text = `got type ${JSON.stringify(envelope.type)} on subject ${subject}, want the same`;
    return problemOf("tolerant", new EventError("unknown_type", text));
  }
  // What the writer of another version promised is not known here.
  if (envelope.dataschema !== contract?.dataschema) return undefined;
  try {
    checkEvent(set, envelope, "strict");
  } catch (error) {
    return problemOf("strict", error);
  }
  return undefined;
}

function problemOf(side: Side, error: unknown): Problem {
  const { code, message, violations = [] } = EventError.from(error);
  return { side, code, message: message.replace(/^\[\w+\] /, ""), violations };
}
