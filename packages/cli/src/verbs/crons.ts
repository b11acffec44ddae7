import { type Commands, runOneOf } from "../commands.ts";

const COMMANDS: Commands = {
  of: "crons",
  usage: "[options]",
  about: "Jobs that run by the clock, and what could take their place.",
  commands: {
    scan: {
      summary: "find them in a folder, a file or an archive",
      run: async (args) => (await import("./crons/scan.ts")).scan(args),
    },
  },
};

/** The `crons` command. */
export function crons(args: readonly string[]): Promise<number> {
  return runOneOf(COMMANDS, args);
}
