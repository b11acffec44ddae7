import { createTraceState, isSpanContextValid, type SpanContext } from "@opentelemetry/api";

/** W3C Trace Context, as an envelope carries it. */
export interface TraceContext {
  readonly traceparent?: string;
  readonly tracestate?: string;
}

// https://www.w3.org/TR/trace-context/#traceparent-header: later versions may append fields, version ff is invalid.
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;

/** The span that a message was made in; undefined if it names none, or not in the W3C form. */
export function spanContextOf({ traceparent, tracestate }: TraceContext): SpanContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const found = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  if (!isSpanContextValid(found)) return undefined;
  return tracestate === undefined ? found : { ...found, traceState: createTraceState(tracestate) };
}

/** What a message carries of the span that it is made in. */
export function traceContextOf({ traceId, spanId, traceFlags, traceState }: SpanContext): TraceContext {
  const traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
  const tracestate = traceState?.serialize();
  return tracestate ? { traceparent, tracestate } : { traceparent };
}
