import { discardQuarantined, withdrawReplay } from "@statehub/events-runtime";
import { eachSelected } from "../../quarantine/each-selected.ts";
import { entries } from "../../quarantine/entry-text.ts";

/** The `quarantine discard` command. */
export function discard(args: readonly string[]): Promise<number> {
  return eachSelected(args, {
    verb: "discard",
    help: `Removes entries for good, and takes back a replay that still waits. A key that is held for an entry is released: the
events that wait for it are handled.`,
    question: (number) => `Discard ${entries(number)} for good?`,
    run: async (nc, entry) => {
      await withdrawReplay(nc, entry);
      return (await discardQuarantined(nc, entry.id)) ? "discarded" : "gone";
    },
    outcomes: {
      discarded: (number) => `${entries(number)} discarded`,
      gone: (number) => `${entries(number)} gone meanwhile`,
    },
  });
}
