import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { EventError } from "../event-error.ts";
import * as names from "./names.ts";
import { spanContextOf, type TraceContext, traceContextOf } from "./trace-context.ts";

/** The event that a span is about: an envelope has these. */
export interface TracedEvent extends TraceContext {
  readonly id: string;
  readonly type: string;
  readonly correlationid?: string;
}

/** Where a stream keeps the message of an event. */
export interface StreamPosition {
  readonly stream: string;
  readonly sequence: number;
}

/** A span of this library, under way. */
export interface EventSpan {
  /** What the event has to carry: the context it was given, else that of this span. */
  readonly carried: TraceContext;
  /** Runs something inside the span, so that spans made there become its children. */
  run<Result>(inside: () => Result): Result;
  /** Ends the span: well, or with the error that ended its work. */
  end(outcome?: { readonly error?: unknown; readonly position?: StreamPosition }): void;
}

/**
 * Starts the span of an event that is written: `create` where it is stored to be sent later, as in an outbox, and
 * `publish` where it is sent. An event that has a `traceparent` already keeps it: its `publish` span has a link to that
 * context, and no `create` span is made. Undefined, at the cost of a comparison, when the program has no OpenTelemetry
 * SDK.
 */
export function producerSpan(operation: "create" | "publish", event: TracedEvent): EventSpan | undefined {
  const tracer = registeredTracer();
  const isGiven = event.traceparent !== undefined;
  if (tracer === undefined || (isGiven && operation === "create")) return undefined;
  const given = spanContextOf(event);
  const span = tracer.startSpan(`${operation} ${event.type}`, {
    kind: isGiven ? SpanKind.CLIENT : SpanKind.PRODUCER,
    attributes: attributesOf(event, operation, operation === "create" ? "create" : "send"),
    ...(given && { links: [{ context: given }] }),
  });
  const own = span.spanContext();
  return new RunningSpan(span, context.active(), isGiven || !isSpanContextValid(own) ? event : traceContextOf(own));
}

/** What is known of a delivery beside its event. */
export interface Delivery extends StreamPosition {
  /** The durable consumer. */
  readonly durable: string;
  /** How often the server has delivered the message, this time included. */
  readonly deliveryCount: number;
  /**
   * Whether the event is handled as part of the trace it was made in, instead of a trace of its own with a link to it.
   * Default: true. A replay long after is better off with false.
   */
  readonly sameTrace?: boolean;
}

/**
 * Starts the span of one attempt to handle an event; call the handler inside its `run`. It has a link to the context
 * that the event was made in, and is its child. Undefined when the program has no OpenTelemetry SDK.
 */
export function consumerSpan(event: TracedEvent, delivery: Delivery): EventSpan | undefined {
  const tracer = registeredTracer();
  if (tracer === undefined) return undefined;
  const made = spanContextOf(event);
  const isChild = made !== undefined && delivery.sameTrace !== false;
  const parent = isChild ? trace.setSpanContext(ROOT_CONTEXT, made) : ROOT_CONTEXT;
  const attributes = {
    ...attributesOf(event, "process", "process"),
    [names.CONSUMER_GROUP]: delivery.durable,
    [names.STREAM]: delivery.stream,
    [names.SEQUENCE]: delivery.sequence,
    [names.DELIVERY]: delivery.deliveryCount,
  };
  const links = made && { links: [{ context: made }] };
  const span = tracer.startSpan(`process ${event.type}`, { kind: SpanKind.CONSUMER, attributes, ...links }, parent);
  return new RunningSpan(span, parent, event);
}

/** Whether the program has an OpenTelemetry SDK that takes spans. */
export function isTracing(): boolean {
  return registeredTracer() !== undefined;
}

/** The tracer of the program's SDK; undefined if it has none, or none yet. */
function registeredTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegateTracer(names.SCOPE)
    : provider.getTracer(names.SCOPE);
}

function attributesOf(event: TracedEvent, operation: string, type: string): Attributes {
  return {
    [names.SYSTEM]: names.NATS,
    [names.OPERATION_NAME]: operation,
    [names.OPERATION_TYPE]: type,
    [names.DESTINATION]: event.type,
    [names.MESSAGE_ID]: event.id,
    ...(event.correlationid !== undefined && { [names.CONVERSATION_ID]: event.correlationid }),
  };
}

class RunningSpan implements EventSpan {
  readonly carried: TraceContext;
  readonly #span: Span;
  readonly #around: Context;

  constructor(span: Span, around: Context, carried: TraceContext) {
    this.#span = span;
    this.#around = around;
    this.carried = carried;
  }

  run<Result>(inside: () => Result): Result {
    return context.with(trace.setSpan(this.#around, this.#span), inside);
  }

  end({ error, position }: { readonly error?: unknown; readonly position?: StreamPosition } = {}): void {
    if (position) this.#span.setAttributes({ [names.STREAM]: position.stream, [names.SEQUENCE]: position.sequence });
    if (error !== undefined) {
      // The message of any other error may hold personal data.
      const message = error instanceof EventError ? error.message : undefined;
      this.#span.setAttribute(names.ERROR_TYPE, errorType(error));
      this.#span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
    }
    this.#span.end();
  }
}

/** The semantic conventions' `error.type`: the code of an `EventError`, else the name of the error's class. */
export function errorType(error: unknown): string {
  if (error instanceof EventError) return error.code;
  return error instanceof Error ? error.name : "_OTHER";
}
