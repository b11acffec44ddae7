import { EventError } from "../event-error.ts";
import type { Outgoing } from "./outgoing.ts";

/** No stream takes the message's subject. */
export function noStream({ message }: Outgoing): EventError {
  return new EventError(
    "no_stream",
    `${message.subject}: no stream takes this subject; create it with ensureStream(), or check its subjects`,
  );
}

/** The stream compares what was expected before it looks for copies: what stands in the way may be the first sending. */
export function ownCopy({ message, attempts }: Outgoing, cause: EventError): EventError {
  const text = `${message.subject}: sent ${attempts} times, and the stream is not where it was expected to be any more`;
  return new EventError("unknown_outcome", `${text}: an earlier sending may be stored`, { cause });
}

/** Its time is over. */
export function tooLate(entry: Outgoing): EventError {
  const { attempts, refusals, message } = entry;
  const text = `${message.subject}: no acknowledgement in time`;
  if (attempts > refusals) return new EventError("unknown_outcome", `${text}, it was sent`);
  return attempts > 0 ? noStream(entry) : new EventError("unavailable", `${text}, it was never sent`);
}
