import type { Delivery } from "./delivery.ts";

/** What a log line says of a delivery. */
export type DeliveryFields = {
  readonly id: string | undefined;
  readonly type: string;
  readonly stream: string;
  readonly sequence: number;
  readonly deliveryCount: number;
  readonly replayed?: boolean;
};

/** What is known of a delivery out of this stream, for a line that can be found by the event's id. */
export function fieldsOf(delivery: Delivery, stream: string): DeliveryFields {
  const { event, message, origin, type, sequence, deliveryCount } = delivery;
  return {
    // The id as the header has it, where the envelope cannot be read.
    id: event?.id ?? (message.headers?.get("Nats-Msg-Id") || undefined),
    type,
    stream: origin?.stream ?? stream,
    sequence: origin?.sequence ?? sequence,
    deliveryCount,
    ...(origin && { replayed: true }),
  };
}
