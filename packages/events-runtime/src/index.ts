export { connectNats } from "./connect/connect-nats.ts";
export type { ConnectionStatus } from "./connect/connection.ts";
export type { ConnectOptions } from "./connect/connection-options.ts";
export type { Credentials } from "./connect/credentials.ts";
export { atLeast } from "./connect/server-version.ts";
export { consumeEvents } from "./consume/consumer.ts";
export { STATEHUB_LEASES } from "./consume/lease.ts";
export type { RetryOptions } from "./consume/retry.ts";
export type {
  ConsumerOptions,
  ConsumeSettings,
  EventContext,
  EventHandler,
  EventSubscription,
  HandlersFor,
  SubscriptionStatus,
} from "./consume/subscription.ts";
export { checkData, checkEvent, type Side } from "./contract/check-event.ts";
export type { EventContract, RawViolation, Validator } from "./contract/contract.ts";
export type { ContractSet, ContractsByType, EnvelopeOf, EnvelopeValidators } from "./contract/contract-set.ts";
export { createEnvelope, type EnvelopeOptions, type EventEnvelope } from "./contract/envelope.ts";
export { decodeEnvelope, parseEvent } from "./contract/parse-event.ts";
export type { Upcaster, UpcastersByType } from "./contract/upcasters.ts";
export type { Expectation } from "./contract/wire.ts";
export { type BatchOutcome, EventError, type EventErrorCode, type EventErrorOptions } from "./event-error.ts";
export type { Inbox, InboxEntry, InboxMark, InboxOptions, InboxOutcome } from "./inbox/inbox.ts";
export type { LogFields, Logger, SuccessLevel } from "./logger.ts";
export {
  type Answer,
  createOutbox,
  type Enqueued,
  type NewEvent,
  type Outbox,
  type OutboxOptions,
} from "./outbox/outbox.ts";
export type {
  AsyncOutboxStore,
  DeadEvent,
  OutboxDepth,
  OutboxEvent,
  OutboxStore,
  OutboxTable,
  SyncOutboxStore,
} from "./outbox/outbox-store.ts";
export { type Relay, type RelayOptions, type RelayStatus, startRelay } from "./outbox/relay.ts";
export type { Published } from "./publish/published.ts";
export {
  connectPublisher,
  type EventToPublish,
  type Publisher,
  type PublisherOptions,
  type PublisherStatus,
  type SendOptions,
} from "./publish/publisher.ts";
export type { QuarantinedMessage, QuarantineReason } from "./quarantine/format.ts";
export {
  discardQuarantined,
  listQuarantined,
  type Quarantined,
  type QuarantineFilter,
  type QuarantineStreams,
  replayQuarantined,
  showQuarantined,
} from "./quarantine/quarantine.ts";
export { withdrawReplay } from "./quarantine/withdraw.ts";
export { type Applied, applyPlan, readTopology } from "./topology/apply.ts";
export { type EnsuredStream, ensureStream, type StreamDifference } from "./topology/ensure-stream.ts";
export { parseTopology, type TopologyProblem } from "./topology/parse-topology.ts";
export {
  isConverged,
  planTopology,
  type ResourceChange,
  type SettingChange,
  type TopologyPlan,
  type TopologyState,
} from "./topology/plan.ts";
export {
  type ConsumerDefinition,
  STATEHUB_EVENTS,
  STATEHUB_QUARANTINE,
  STATEHUB_REPLAY,
  STATEHUB_TOPOLOGY,
  type StreamDefinition,
  type StreamSettings,
  type Topology,
} from "./topology/topology.ts";
export type { Violation } from "./validation/index.ts";
