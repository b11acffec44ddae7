import { checkAttributes, checkData } from "../contract/check-event.ts";
import type { EventContract } from "../contract/contract.ts";
import type { ContractSet } from "../contract/contract-set.ts";
import { createEnvelope, type EnvelopeOptions, type EventEnvelope } from "../contract/envelope.ts";
import { type Expectation, toWire, toWireUnchecked, type WireMessage } from "../contract/wire.ts";

/**
 * Puts data into valid envelopes, as bytes. Most of an envelope is the same for all events of a contract, and what is
 * drawn here has its form by construction: so each contract's first envelope is validated whole, and after it only
 * those in which the caller wrote an attribute.
 */
export class EnvelopeWriter {
  readonly #contracts: ContractSet;
  readonly #source: string;
  readonly #known = new WeakSet<EventContract>();

  constructor(contracts: ContractSet, source: string) {
    this.#contracts = contracts;
    this.#source = source;
  }

  /** Throws `invalid_event` or `invalid_envelope`. */
  write<Type extends string, Data>(
    contract: EventContract<Type, Data>,
    data: NoInfer<Data>,
    id: string,
    options: EnvelopeOptions,
    expect: Expectation | undefined,
  ): WireMessage {
    checkData(contract, data, "strict");
    const envelope = createEnvelope(contract, data, { ...options, id, source: this.#source });
    if (this.#known.has(contract) && isOurs(envelope, options)) return toWireUnchecked(envelope, expect);
    checkAttributes(this.#contracts, envelope, "strict");
    const message = toWire(envelope, expect);
    this.#known.add(contract);
    return message;
  }
}

const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const SUBJECT_LENGTH = 256;

/** Whether only what has its form for certain differs from the contract's other envelopes. */
function isOurs({ subject, traceparent }: EventEnvelope, options: EnvelopeOptions): boolean {
  return (
    options.id === undefined &&
    options.time === undefined &&
    options.tracestate === undefined &&
    options.correlationid === undefined &&
    options.causationid === undefined &&
    subject.length <= SUBJECT_LENGTH &&
    (traceparent === undefined || TRACEPARENT.test(traceparent))
  );
}
