export { type Meters, meters } from "./meters.ts";
export { type OutboxBacklog, observeConsumer, observeOutbox } from "./observed.ts";
export {
  consumerSpan,
  type Delivery,
  type EventSpan,
  errorType,
  isTracing,
  producerSpan,
  type StreamPosition,
  type TracedEvent,
} from "./spans.ts";
export type { TraceContext } from "./trace-context.ts";
