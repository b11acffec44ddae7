import { type Commands, runOneOf } from "../commands.ts";

const COMMANDS: Commands = {
  of: "quarantine",
  usage: "[options]",
  about: "What consumers could not handle. It stays until somebody replays or discards it.",
  commands: {
    list: {
      summary: "list the entries, or count them",
      run: async (args) => (await import("./quarantine/list.ts")).list(args),
    },
    show: {
      summary: "show one entry: the event, why it is here, and what the contracts say of it now",
      run: async (args) => (await import("./quarantine/show.ts")).show(args),
    },
    replay: {
      summary: "send entries to the consumer that could not handle them again, and to no other one",
      run: async (args) => (await import("./quarantine/replay.ts")).replay(args),
    },
    discard: {
      summary: "remove entries for good",
      run: async (args) => (await import("./quarantine/discard.ts")).discard(args),
    },
  },
};

/** The `quarantine` command. */
export function quarantine(args: readonly string[]): Promise<number> {
  return runOneOf(COMMANDS, args);
}
