import { checkAttributes, checkData } from "../contract/check-event.ts";
import type { EventContract } from "../contract/contract.ts";
import type { ContractSet } from "../contract/contract-set.ts";
import { createEnvelope, currentTime, type EnvelopeOptions, subjectOf } from "../contract/envelope.ts";
import { assemble, type Expectation, refuseConverting, toWire, type WireMessage } from "../contract/wire.ts";

/** What all envelopes of a contract have in common, as JSON: between the id and the subject, and after the time. */
interface Frame {
  readonly afterId: string;
  readonly afterTime: string;
}

/**
 * Puts data into valid envelopes, as they are sent. Most of an envelope is the same for all events of a contract, and
 * what is drawn here has its form by construction: so each contract's first envelope is validated whole, and after it
 * only those in which the caller wrote more than a `traceparent`. The others are put together from text.
 */
export class EnvelopeWriter {
  readonly #contracts: ContractSet;
  readonly #source: string;
  readonly #frames = new WeakMap<EventContract, Frame>();
  /** The last one that was found to have its form: the events of one request come one after the other. */
  #traceparent = "";

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
    const { type } = contract;
    const { traceparent } = options;
    const frame = this.#frames.get(contract);
    const subject = subjectOf(contract, data);
    if (frame !== undefined && subject.length <= SUBJECT_LENGTH && this.#isUsual(options)) {
      refuseConverting(type, data);
      const start = `{"specversion":"1.0","id":"${id}${frame.afterId}${JSON.stringify(subject)}`;
      const trace = traceparent === undefined ? "" : `,"traceparent":"${traceparent}"`;
      const json = `${start},"time":"${currentTime()}${frame.afterTime}${JSON.stringify(data)}${trace}}`;
      return assemble({ id, type, traceparent }, json, expect);
    }
    const { dataschema } = contract;
    const source = this.#source;
    const envelope = createEnvelope(contract, data, { ...options, id, source });
    checkAttributes(this.#contracts, envelope, "strict");
    const message = toWire(envelope, expect);
    this.#frames.set(contract, {
      afterId: `","source":${JSON.stringify(source)},"type":${JSON.stringify(type)},"subject":`,
      afterTime: `","datacontenttype":"application/json","dataschema":${JSON.stringify(dataschema)},"data":`,
    });
    return message;
  }

  /** Whether the caller wrote no attribute but a `traceparent`, and that is one. */
  #isUsual({ id, time, traceparent, tracestate, correlationid, causationid }: EnvelopeOptions): boolean {
    if (id !== undefined || time !== undefined || tracestate !== undefined) return false;
    if (correlationid !== undefined || causationid !== undefined) return false;
    if (traceparent === undefined || traceparent === this.#traceparent) return true;
    if (!TRACEPARENT.test(traceparent)) return false;
    this.#traceparent = traceparent;
    return true;
  }
}

const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const SUBJECT_LENGTH = 256;
