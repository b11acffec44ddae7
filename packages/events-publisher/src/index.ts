export { EventError, type EventErrorCode, type Logger, type Published, type Violation } from "@statehub/events-runtime";
export type { Events } from "./gen/events.ts";
export type { NewEvent, Publish, PublishOptions } from "./publish.ts";
export { connectPublisher, type EventsPublisher, type PublisherOptions } from "./publisher.ts";
