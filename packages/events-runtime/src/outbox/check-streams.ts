import { EventError } from "../event-error.ts";
import { firstLost } from "./lost-events.ts";
import type { OutboxTable } from "./outbox-store.ts";
import type { RelayReport } from "./relay-report.ts";
import type { StreamReader, StreamView } from "./stream-reader.ts";

/**
 * Finds out what the streams have lost, and makes those events pending: being older, they are then sent first. The times
 * of creation of the streams that are there. Throws `EventError` for what the server says.
 */
export async function checkStreams(
  table: OutboxTable,
  reader: StreamReader,
  term: number,
  report: RelayReport,
): Promise<ReadonlyMap<string, string>> {
  const created = new Map<string, string>();
  let life = await table.streamAfter({ stream: "", created: "" });
  for (; life !== undefined; life = await table.streamAfter(life)) {
    const view = await presentView(reader, life.stream, life.type);
    if (view === undefined) continue;
    created.set(life.stream, view.created);
    const from = await firstLost(table, reader, life, view);
    if (from === undefined) continue;
    const ids = await table.unpublish(term, life, from);
    report.lost(life.stream, from, ids);
  }
  return created;
}

/**
 * What is known of a stream; undefined if its events go to another now. A stream that is missing and that none takes the
 * place of may be on its way back: throws `no_stream`, since nothing new may be sent into it before it was looked at.
 */
async function presentView(reader: StreamReader, stream: string, type: string): Promise<StreamView | undefined> {
  const view = await reader.view(stream);
  if (view !== undefined) return view;
  if (!(await reader.isTaken(type))) throw new EventError("no_stream", `${stream}: the stream is missing`);
  // It may have come meanwhile.
  return reader.view(stream);
}
