import { EventError } from "../event-error.ts";
import { Fifo } from "../fifo.ts";
import type { Published } from "./published.ts";

/**
 * Publishes what the source gives, up to `size` events at once, and yields what became of them in their order.
 *
 * The first failure ends it: nothing more is taken from the source, what was sent already is waited for, and the
 * failure is thrown with the outcomes of those later events in `batch`.
 */
export async function* publishEach<Event>(
  source: Iterable<Event> | AsyncIterable<Event>,
  publish: (event: Event) => Promise<Published>,
  size: number,
): AsyncGenerator<Published, void, undefined> {
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const underWay = new Fifo<Promise<Published | EventError>>();
  let taking: Promise<"taken"> | undefined;
  let isEnded = false;

  const take = async (): Promise<"taken"> => {
    const { done, value } = await iterator.next();
    taking = undefined;
    if (done) isEnded = true;
    else underWay.push(publish(value).catch(stop));
    return "taken";
  };
  // Without waiting for its turn: later events must not be sent behind a failure that is known.
  const stop = (error: unknown): EventError => {
    isEnded = true;
    return EventError.from(error);
  };

  try {
    for (;;) {
      if (!isEnded && underWay.size < size && taking === undefined) {
        taking = take();
        taking.catch(() => undefined);
      }
      const oldest = underWay.first;
      if (oldest === undefined && taking === undefined) return;
      // A result is yielded as soon as it is there, also while the source has nothing to give.
      const outcome = await Promise.race([oldest, isEnded ? undefined : taking].filter((one) => one !== undefined));
      if (outcome === "taken") continue;
      underWay.shift();
      if (outcome instanceof EventError) {
        outcome.batch = { published: [], later: await Promise.all(underWay.takeAll()) };
        throw outcome;
      }
      yield outcome;
    }
  } finally {
    isEnded = true;
    const closing = Promise.resolve(iterator.return?.()).catch(() => undefined);
    // A source that has nothing to give at the moment would not hear of it until it has.
    if (taking === undefined) await closing;
  }
}

/** The same for events that are all at hand; `batch` then has the outcomes before the failure too. */
export async function publishMany<Event>(
  events: readonly Event[],
  publish: (event: Event) => Promise<Published>,
  size: number,
): Promise<Published[]> {
  const published: Published[] = [];
  try {
    for await (const one of publishEach(events, publish, size)) published.push(one);
    return published;
  } catch (thrown) {
    const error = EventError.from(thrown);
    error.batch = { published, later: error.batch?.later ?? [] };
    throw error;
  }
}
