import type { EnvelopeOptions, Published } from "@statehub/events-runtime";

/** What may be said of an event beside its data; the source is the publisher's. */
export type PublishOptions = Omit<EnvelopeOptions, "source">;

/**
 * Publishes an event of one type. Nothing is sent unless the data is valid. Resolves when the stream has the event;
 * rejects with `EventError`, whose `retryable` says whether the same event may succeed later (give its `id` again).
 */
export type Publish<Data> = (data: Data, options?: PublishOptions) => Promise<Published>;
