import { replayQuarantined } from "@statehub/events-runtime";
import { eachSelected } from "../../quarantine/each-selected.ts";
import { entries } from "../../quarantine/entry-text.ts";

/** The `quarantine replay` command. */
export function replay(args: readonly string[]): Promise<number> {
  return eachSelected(args, {
    verb: "replay",
    help: `Sends entries to the consumer that could not handle them again, and to no other one. The event keeps its id: a
consumer with an inbox skips what it has handled after all. An entry stays until its consumer has handled the event; if
that fails again, a new entry takes its place. What is replayed already and still waits is not sent twice.`,
    question: (number) => `Replay ${entries(number)}?`,
    run: replayQuarantined,
    outcomes: {
      replayed: (number) => `${entries(number)} replayed: each stays here until its consumer has handled it`,
      waiting: (number) => `${entries(number)} under replay already, waiting for the consumer`,
    },
  });
}
