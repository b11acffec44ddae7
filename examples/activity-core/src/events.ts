import type { DatabaseSync } from "node:sqlite";
import { type ActivityEvent, eventTriggers } from "@statehub/activities";
import { consume, type EventContext, type EventSubscription } from "@statehub/events-contracts";
import { sqliteInbox } from "@statehub/events-runtime/sqlite";
import type { Definitions } from "./definitions/definitions.ts";
import { takeIn } from "./store/occurrences.ts";

/**
 * Takes events in: a row for each definition that an event concerns, in the transaction of the inbox. The work is done
 * by the worker, so that a definition that fails keeps no other from its events.
 */
export function takeInEvents(
  connection: DatabaseSync,
  definitions: Definitions,
  durable: string,
  tookIn: () => void,
): Promise<EventSubscription> {
  const take = (event: ActivityEvent & { readonly subject: string }, { tx }: EventContext<DatabaseSync>): void => {
    for (const { definition } of definitions.activities) {
      if (definition.mode === "disabled" || !eventTriggers(definition).some((one) => one.event === event.type))
        continue;
      takeIn(tx, definition.id, { event }, event.subject);
    }
    // The commit comes right behind.
    setImmediate(tookIn);
  };
  return consume({
    durable,
    types: [
      "org.statehub.repo.registered",
      "org.statehub.workstream.completed",
      "org.statehub.domain.goal.activated",
      "org.statehub.task.stale",
    ],
    inbox: sqliteInbox(connection),
    successLevel: "debug",
    handlers: {
      "org.statehub.repo.registered": take,
      "org.statehub.workstream.completed": take,
      "org.statehub.domain.goal.activated": take,
      "org.statehub.task.stale": take,
    },
  });
}
