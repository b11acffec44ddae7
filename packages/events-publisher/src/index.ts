export {
  type Enqueued,
  EventError,
  type EventErrorCode,
  type Logger,
  type OutboxStore,
  type OutboxTable,
  type Published,
  type Relay,
  type RelayOptions,
  type RelayStatus,
  startRelay,
  type Violation,
} from "@statehub/events-runtime";
export type { Events } from "./gen/events.ts";
export { createOutbox, type Enqueue, type EventsOutbox, type OutboxEvents, type OutboxOptions } from "./outbox.ts";
export type { NewEvent, Publish, PublishOptions } from "./publish.ts";
export { connectPublisher, type EventsPublisher, type PublisherOptions } from "./publisher.ts";
