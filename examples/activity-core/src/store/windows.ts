import type { DatabaseSync } from "node:sqlite";
import { type ActivityDefinition, IntentWindow, type WindowState } from "@statehub/activities";

/** The window of a definition as it was left. */
export function openWindow(db: DatabaseSync, definition: ActivityDefinition): IntentWindow {
  const row = db.prepare("select state from windows where activity = ?").get(definition.id);
  return new IntentWindow(definition, row && (JSON.parse(String(row.state)) as WindowState));
}

/** Keeps what the window remembers, in the transaction of what it let through. */
export function keepWindow(db: DatabaseSync, { id, window }: ActivityDefinition, { state }: IntentWindow): void {
  if (window === undefined) return;
  db.prepare(
    "insert into windows (activity, state) values (?, ?) on conflict (activity) do update set state = excluded.state",
  ).run(id, JSON.stringify(state));
}
