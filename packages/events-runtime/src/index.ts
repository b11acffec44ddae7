export { checkData } from "./check-event.ts";
export { connectNats } from "./connect-nats.ts";
export type { ConnectionStatus } from "./connection.ts";
export type { ConnectOptions } from "./connection-options.ts";
export { consumeEvents } from "./consumer.ts";
export type { EventContract, RawViolation, Validator } from "./contract.ts";
export type { ContractSet, ContractsByType, EnvelopeOf, EnvelopeValidators } from "./contract-set.ts";
export type { Credentials } from "./credentials.ts";
export { type EnsuredStream, ensureStream, type StreamDifference } from "./ensure-stream.ts";
export { createEnvelope, type EnvelopeOptions, type EventEnvelope } from "./envelope.ts";
export { EventError, type EventErrorCode, type EventErrorOptions } from "./event-error.ts";
export type { LogFields, Logger, SuccessLevel } from "./logger.ts";
export { decodeEnvelope, parseEvent } from "./parse-event.ts";
export {
  connectPublisher,
  type Published,
  type Publisher,
  type PublisherOptions,
  type PublisherStatus,
} from "./publisher.ts";
export type {
  ConsumerOptions,
  EventContext,
  EventHandler,
  EventSubscription,
  HandlersFor,
  SubscriptionStatus,
} from "./subscription.ts";
export { STATEHUB_EVENTS, type StreamDefinition } from "./topology.ts";
export type { Violation } from "./validation/index.ts";
