import { checkAttributes, checkData } from "../contract/check-event.ts";
import type { EventContract } from "../contract/contract.ts";
import type { ContractSet } from "../contract/contract-set.ts";
import { createEnvelope, currentTime, type EnvelopeOptions, subjectOf } from "../contract/envelope.ts";
import {
  assemble,
  type Expectation,
  refuseConverting,
  toWire,
  traceHeader,
  type WireMessage,
} from "../contract/wire.ts";

/** What all envelopes of a contract have in common, as JSON: between the id and the subject, and after the time. */
interface Frame {
  readonly afterId: string;
  readonly afterTime: string;
  /** What was last between subject and data, with its time: many events share a millisecond. */
  time: string;
  afterSubject: string;
}

/** A `traceparent` that has its form, as a header and behind the data. */
interface Trace {
  readonly traceparent: string | undefined;
  readonly header: string;
  readonly afterData: string;
}

const NO_TRACE: Trace = { traceparent: undefined, header: "", afterData: "}" };

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
  #trace: Trace = NO_TRACE;

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
    const frame = this.#frames.get(contract);
    const subject = subjectOf(contract, data);
    const trace = this.#traceOf(options);
    if (frame !== undefined && subject.length <= SUBJECT_LENGTH && trace !== undefined) {
      refuseConverting(type, data);
      const start = `{"specversion":"1.0","id":"${id}${frame.afterId}${JSON.stringify(subject)}`;
      const json = start + afterSubject(frame) + JSON.stringify(data) + trace.afterData;
      return assemble(type, id, trace.header, json, expect);
    }
    const { dataschema } = contract;
    const source = this.#source;
    const envelope = createEnvelope(contract, data, { ...options, id, source });
    checkAttributes(this.#contracts, envelope, "strict");
    const message = toWire(envelope, expect);
    this.#frames.set(contract, {
      afterId: `","source":${JSON.stringify(source)},"type":${JSON.stringify(type)},"subject":`,
      afterTime: `","datacontenttype":"application/json","dataschema":${JSON.stringify(dataschema)},"data":`,
      time: "",
      afterSubject: "",
    });
    return message;
  }

  /** The trace of an event of which the caller wrote no other attribute; else undefined, or if it is none. */
  #traceOf({ id, time, traceparent, tracestate, correlationid, causationid }: EnvelopeOptions): Trace | undefined {
    if (id !== undefined || time !== undefined || tracestate !== undefined) return undefined;
    if (correlationid !== undefined || causationid !== undefined) return undefined;
    if (traceparent === undefined) return NO_TRACE;
    if (traceparent === this.#trace.traceparent) return this.#trace;
    if (!TRACEPARENT.test(traceparent)) return undefined;
    this.#trace = { traceparent, header: traceHeader(traceparent), afterData: `,"traceparent":"${traceparent}"}` };
    return this.#trace;
  }
}

function afterSubject(frame: Frame): string {
  const time = currentTime();
  if (time !== frame.time) {
    frame.time = time;
    frame.afterSubject = `,"time":"${time}${frame.afterTime}`;
  }
  return frame.afterSubject;
}

const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const SUBJECT_LENGTH = 256;
