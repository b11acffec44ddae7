import type { EventDataByType, EventType } from "@statehub/events-contracts";
import type { EnvelopeOptions, Published, SendOptions } from "@statehub/events-runtime";

/** What may be said of an event beside its data; the source is the publisher's. */
export type PublishOptions = EnvelopeOptions & SendOptions;

/**
 * Publishes an event of one type. Nothing is sent unless the data is valid. Resolves when the stream has the event;
 * rejects with `EventError`, whose `retryable` says whether the same event may succeed later (give its `id` again).
 */
export type Publish<Data> = (data: Data, options?: PublishOptions) => Promise<Published>;

/** An event for `publishMany` and `publishEach`, of any of the types. */
export type NewEvent = {
  [Type in EventType]: {
    readonly type: Type;
    readonly data: EventDataByType[Type];
    readonly options?: PublishOptions;
  };
}[EventType];
