import {
  type Attributes,
  createNoopMeter,
  type Meter,
  type MeterProvider,
  metrics,
  type ObservableResult,
} from "@opentelemetry/api";
import * as names from "./names.ts";

/** What this library counts. Durations are given in milliseconds. */
export interface Meters {
  /** An event was acknowledged, or its sending failed, with the code of the error. */
  published(type: string, ms: number, failed?: string): void;
  /** An event was refused before anything was sent; `code` says why. */
  refused(type: string, code: string): void;
  /** The stream had an event of that id already. */
  duplicate(type: string): void;
  /** A message was delivered to a consumer. */
  consumed(type: string, durable: string): void;
  /** A handler ran, well or not; each attempt is one. `failed` is the `errorType` of what it threw. */
  processed(type: string, durable: string, ms: number, failed?: string): void;
  /** An event is done with: its handler succeeded, now or (`skipped`) in an earlier delivery. */
  handled(type: string, durable: string, skipped?: boolean): void;
  /** A failed event is going to be tried again. */
  retried(type: string, durable: string): void;
  /** A message went into the quarantine. Its type is `undecodable` if there is none; `reason` is a closed set. */
  quarantined(type: string, durable: string, reason: string): void;
}

/** A value that is read when metrics are collected. */
export interface Observed {
  readonly value: number;
  readonly attributes: Attributes;
}

/** Reads values when metrics are collected; nothing is reported for what it leaves out. Must not throw or reject. */
export type Observe = () => readonly Observed[] | Promise<readonly Observed[]>;

// Bounds that the semantic conventions ask for, in seconds.
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

const GAUGES = {
  "statehub.outbox.depth": { unit: "{event}", description: "Events in the outbox that are not published yet." },
  "statehub.outbox.oldest_age": { unit: "s", description: "Age of the oldest event that is not published yet." },
  "statehub.outbox.dead": { unit: "{event}", description: "Events that can never be sent, and were set aside." },
  "statehub.consumer.lag": { unit: "{message}", description: "Messages that the consumer has not acknowledged yet." },
  "statehub.consumer.overdue": { unit: "{handler}", description: "Handlers that have not ended in time." },
} as const;

export type GaugeName = keyof typeof GAUGES;

const observers = new Map<Observe, GaugeName>();
let known: { readonly provider: MeterProvider; readonly meters: Meters | undefined; readonly meter: Meter } | undefined;

/**
 * The counters, on the OpenTelemetry SDK that the program has at the moment; undefined, at the cost of a comparison,
 * when it has none: `meters()?.duplicate(type)`.
 */
export function meters(): Meters | undefined {
  const provider = metrics.getMeterProvider();
  // A meter made before the SDK was registered would never report anything.
  return known?.provider === provider ? known.meters : take(provider).meters;
}

/** Reports what `observe` reads as a gauge, until the function returned is called. */
export function observeGauge(name: GaugeName, observe: Observe): () => void {
  meters();
  observers.set(observe, name);
  const callback = known?.meters && addObserver(known.meter, name, observe);
  return () => {
    observers.delete(observe);
    callback?.();
  };
}

function take(provider: MeterProvider): { readonly meters: Meters | undefined } {
  const meter = provider.getMeter(names.SCOPE);
  const isNoop = meter === createNoopMeter();
  known = { provider, meter, meters: isNoop ? undefined : createMeters(meter) };
  if (!isNoop) for (const [observe, name] of observers) addObserver(meter, name, observe);
  return known;
}

function addObserver(meter: Meter, name: GaugeName, observe: Observe): () => void {
  const gauge = meter.createObservableGauge(name, GAUGES[name]);
  const callback = async (result: ObservableResult) => {
    if (!observers.has(observe)) return;
    for (const { value, attributes } of await observe()) result.observe(value, attributes);
  };
  gauge.addCallback(callback);
  return () => gauge.removeCallback(callback);
}

function createMeters(meter: Meter): Meters {
  const counter = (name: string, unit: string, description: string) => meter.createCounter(name, { unit, description });
  const histogram = (name: string, description: string) =>
    meter.createHistogram(name, { unit: "s", description, advice: { explicitBucketBoundaries: BOUNDS } });

  const sent = counter("messaging.client.sent.messages", "{message}", "Events that were sent, with the outcome.");
  const sending = histogram("messaging.client.operation.duration", "Time from publish to acknowledgement.");
  const refused = counter("statehub.events.refused", "{event}", "Events that were refused before they were sent.");
  const duplicates = counter("statehub.events.duplicates", "{event}", "Events that the stream had already.");
  const consumed = counter("messaging.client.consumed.messages", "{message}", "Messages that were delivered.");
  const processing = histogram("messaging.process.duration", "Time that a handler took.");
  const handled = counter("statehub.events.handled", "{event}", "Events that are done with.");
  const retried = counter("statehub.events.retried", "{event}", "Failed attempts that are followed by another.");
  const quarantined = counter("statehub.events.quarantined", "{message}", "Messages put into the quarantine.");

  const publish = (type: string, failed?: string) => attributesOf("publish", type, undefined, failed);
  const process = (type: string, durable: string, failed?: string) => attributesOf("process", type, durable, failed);
  return {
    published(type, ms, failed) {
      const attributes = publish(type, failed);
      sent.add(1, attributes);
      sending.record(ms / 1_000, { ...attributes, [names.OPERATION_TYPE]: "send" });
    },
    refused: (type, code) => refused.add(1, publish(type, code)),
    duplicate: (type) => duplicates.add(1, publish(type)),
    consumed: (type, durable) => consumed.add(1, process(type, durable)),
    processed: (type, durable, ms, failed) => processing.record(ms / 1_000, process(type, durable, failed)),
    handled: (type, durable, skipped = false) =>
      handled.add(1, { ...process(type, durable), "statehub.event.skipped": skipped }),
    retried: (type, durable) => retried.add(1, process(type, durable)),
    quarantined: (type, durable, reason) => quarantined.add(1, process(type, durable, reason)),
  };
}

function attributesOf(operation: string, type: string, durable?: string, failed?: string): Attributes {
  return {
    [names.SYSTEM]: names.NATS,
    [names.OPERATION_NAME]: operation,
    [names.DESTINATION]: type,
    ...(durable !== undefined && { [names.CONSUMER_GROUP]: durable }),
    ...(failed !== undefined && { [names.ERROR_TYPE]: failed }),
  };
}
