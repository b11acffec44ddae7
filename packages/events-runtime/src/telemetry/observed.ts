import { type Observed, observeGauge } from "./meters.ts";
import * as names from "./names.ts";

/** What a relay knows of its outbox. */
export interface OutboxBacklog {
  /** Rows that are not published yet. */
  readonly depth: number;
  /** Age of the oldest of them in milliseconds; 0 if there is none. */
  readonly oldestAgeMs: number;
  /** Rows that can never be sent as they are, and were set aside. */
  readonly dead?: number;
}

/**
 * Reports depth, oldest age and dead rows of an outbox whenever metrics are collected, until the function returned is called.
 * `read` gives undefined when it cannot tell.
 */
export function observeOutbox(
  name: string,
  read: () => OutboxBacklog | undefined | Promise<OutboxBacklog | undefined>,
): () => void {
  const attributes = { [names.OUTBOX]: name };
  const one = (value: (backlog: OutboxBacklog) => number) => async (): Promise<Observed[]> => {
    const backlog = await settled(read);
    return backlog === undefined ? [] : [{ value: value(backlog), attributes }];
  };
  const stopDepth = observeGauge(
    "statehub.outbox.depth",
    one(({ depth }) => depth),
  );
  const stopAge = observeGauge(
    "statehub.outbox.oldest_age",
    one(({ oldestAgeMs }) => oldestAgeMs / 1_000),
  );
  const stopDead = observeGauge(
    "statehub.outbox.dead",
    one(({ dead = 0 }) => dead),
  );
  return () => {
    stopDepth();
    stopAge();
    stopDead();
  };
}

/** What a process knows of its durable consumer. */
export interface ConsumerBacklog {
  /** Messages that are not acknowledged yet, delivered or not; undefined when it cannot tell. */
  readonly lag: number | undefined;
  /** Handlers that have not ended in time. */
  readonly overdue: number;
}

/** Reports lag and overdue handlers of a consumer whenever metrics are collected, until the function returned is called. */
export function observeConsumer(durable: string, stream: string, read: () => ConsumerBacklog): () => void {
  const attributes = { [names.SYSTEM]: names.NATS, [names.CONSUMER_GROUP]: durable, [names.STREAM]: stream };
  const one = (value: (backlog: ConsumerBacklog) => number | undefined) => async (): Promise<Observed[]> => {
    const found = await settled(() => value(read()));
    return found === undefined ? [] : [{ value: found, attributes }];
  };
  const stopLag = observeGauge(
    "statehub.consumer.lag",
    one(({ lag }) => lag),
  );
  const stopOverdue = observeGauge(
    "statehub.consumer.overdue",
    one(({ overdue }) => overdue),
  );
  return () => {
    stopLag();
    stopOverdue();
  };
}

/** A collection of metrics goes on without what cannot be read. */
async function settled<Value>(read: () => Value | undefined | Promise<Value | undefined>): Promise<Value | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}
