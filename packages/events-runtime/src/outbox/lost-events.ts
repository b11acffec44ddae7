import type { OutboxTable, StreamLife } from "./outbox-store.ts";
import type { StreamReader, StreamView } from "./stream-reader.ts";

/** How many neighbours of a removed message are asked for: in a stream whose messages are removed one by one, all are. */
const TRIES = 100;

/**
 * The sequence from which on a stream no longer has what it acknowledged; undefined if it has all of it. A server
 * acknowledges before its disk has the message, so a loss of power takes a stream's tail, and new messages may have its
 * sequences since. What is lost is therefore everything from some place on, and that place is found by halving. A stream
 * that was made anew has lost everything.
 *
 * A message that is not there though the stream is past it was removed on purpose, by its age, a limit or a person: it
 * is not lost, and says nothing about its neighbours.
 */
export async function firstLost(
  table: Pick<OutboxTable, "ackedUpTo">,
  reader: Pick<StreamReader, "idAt">,
  life: StreamLife,
  view: StreamView,
): Promise<number | undefined> {
  if (view.created !== life.created) return 0;

  /** Whether the rows up to there are in the stream, as far as the nearest of them that can be told shows. */
  const isIntact = async (sequence: number): Promise<boolean> => {
    let row = await table.ackedUpTo(life, sequence);
    for (let tries = 0; row !== undefined && row.sequence >= view.firstSequence && tries < TRIES; tries++) {
      if (row.sequence > view.lastSequence) return false;
      const id = await reader.idAt(life.stream, row.sequence);
      if (id !== undefined) return id === row.id;
      row = await table.ackedUpTo(life, row.sequence - 1);
    }
    return true;
  };

  if (await isIntact(Number.MAX_SAFE_INTEGER)) return undefined;
  let intact = 0;
  let lost = view.lastSequence + 1;
  while (lost - intact > 1) {
    const middle = Math.floor((intact + lost) / 2);
    if (await isIntact(middle)) intact = middle;
    else lost = middle;
  }
  return lost;
}
