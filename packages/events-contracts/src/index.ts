export {
  type EventContext,
  type EventContract,
  type EventEnvelope,
  EventError,
  type EventErrorCode,
  type EventHandler,
  type EventSubscription,
  type Logger,
  type Upcaster,
  type Violation,
} from "@statehub/events-runtime";
export { type ConsumeOptions, consume } from "./consume.ts";
export {
  contractSet,
  type EventOf,
  type EventType,
  type NewestEvent,
  parseEvent,
  type StateHubEvent,
} from "./event.ts";
export { contracts, type EventDataByType } from "./gen/events.ts";
export * from "./gen/index.ts";
export { subjects } from "./gen/subjects.ts";
export { type NextMajor, upcasters } from "./gen/upcasters.ts";
export { readSchema } from "./schemas.ts";
export { type SubjectGroup, subjectFilter } from "./subjects.ts";
