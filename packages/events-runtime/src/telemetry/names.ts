// OpenTelemetry semantic conventions for messaging, 1.45:
// https://opentelemetry.io/docs/specs/semconv/messaging/. NATS has no page of its own there, so what only NATS knows is
// under `messaging.nats`, and what only this library knows, under `statehub`.

export const SCOPE = "@statehub/events-runtime";

export const SYSTEM = "messaging.system";
export const NATS = "nats";
export const OPERATION_NAME = "messaging.operation.name";
export const OPERATION_TYPE = "messaging.operation.type";
export const DESTINATION = "messaging.destination.name";
export const MESSAGE_ID = "messaging.message.id";
export const CONVERSATION_ID = "messaging.message.conversation_id";
export const CONSUMER_GROUP = "messaging.consumer.group.name";
export const ERROR_TYPE = "error.type";
export const STREAM = "messaging.nats.stream";
export const SEQUENCE = "messaging.nats.sequence";
export const DELIVERY = "messaging.nats.delivery_count";
export const OUTBOX = "statehub.outbox.name";
