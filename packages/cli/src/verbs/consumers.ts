import { type Commands, runOneOf } from "../commands.ts";

const COMMANDS: Commands = {
  of: "consumers",
  usage: "[<dir> | <type>] [options]",
  about: "Reader profiles (consumers/*.json) say who reads which field of which event, at which line.",
  commands: {
    scan: {
      summary:
        "make a consumer's profile from the TypeScript code in <dir>, or check that it is not older than the code",
      run: async (args) => (await import("./consumers/scan.ts")).scanConsumer(args),
    },
    list: {
      summary: "print every event with who reads it and how many of its fields nobody reads",
      run: async (args) => (await import("./consumers/list.ts")).listConsumers(args),
    },
    show: {
      summary: "print the fields of the event <type> with their readers, and the fields that nobody reads",
      run: async (args) => (await import("./consumers/show.ts")).showConsumers(args),
    },
  },
};

/** The `consumers` command. */
export function consumers(args: readonly string[]): Promise<number> {
  return runOneOf(COMMANDS, args);
}
