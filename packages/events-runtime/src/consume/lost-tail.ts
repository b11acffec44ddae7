import type { JetStreamManager, StreamState } from "@nats-io/jetstream";
import { EventError } from "../event-error.ts";
import type { Mark } from "./recent-acks.ts";

const NO_MESSAGE = 10037;
const CLOCK_MS = 2;

/** The end that a stream has lost: what came after that sequence, which it stored up to that time, in nanoseconds. */
export interface LostTail {
  readonly after: number;
  readonly storedUpTo: number;
}

/**
 * What the stream once had and has lost (a server that lost its power forgets what was not on disk yet), or has other
 * messages for now: all after the last one that is as remembered. Undefined if nothing is missing. `marks` are what is
 * remembered, the newest first.
 */
export async function lostAfter(
  jsm: JetStreamManager,
  stream: string,
  state: StreamState,
  marks: readonly Mark[],
): Promise<LostTail | undefined> {
  const intact = async (mark: Mark | undefined): Promise<boolean> => {
    if (mark === undefined) return false;
    // What has expired was there.
    if (mark.sequence < state.first_seq) return true;
    if (mark.sequence > state.last_seq) return false;
    const time = await storedAt(jsm, stream, mark.sequence);
    // A message that was deleted tells nothing: it counts as intact, as it is not another one.
    return time === undefined || Math.abs(time - mark.storedAt / 1e6) < CLOCK_MS;
  };
  if (marks.length === 0 || (await intact(marks[0]))) return undefined;
  // Everything up to some mark is intact, and nothing after it.
  let [lost, kept] = [0, marks.length];
  while (kept - lost > 1) {
    const middle = (lost + kept) >> 1;
    if (await intact(marks[middle])) kept = middle;
    else lost = middle;
  }
  const storedUpTo = marks.slice(0, kept).reduce((latest, { storedAt }) => Math.max(latest, storedAt), 0);
  return { after: marks[kept]?.sequence ?? 0, storedUpTo };
}

/** Milliseconds since 1970; undefined for a message that is not there. */
async function storedAt(jsm: JetStreamManager, stream: string, seq: number): Promise<number | undefined> {
  try {
    return (await jsm.streams.getMessage(stream, { seq }))?.time.getTime();
  } catch (error) {
    const known = EventError.from(error);
    if (known.apiCode === NO_MESSAGE) return undefined;
    throw known;
  }
}
