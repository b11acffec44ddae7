import { type Commands, runOneOf } from "../commands.ts";

const COMMANDS: Commands = {
  of: "crons",
  usage: "[options] <folder | file | url | ->…",
  about: "Jobs that run by the clock, and what could take their place.",
  commands: {
    scan: {
      summary: "find them in folders, in files, at URLs and in standard input",
      run: async (args) => (await import("./crons/scan.ts")).scan(args),
    },
  },
};

/** The `crons` command. */
export function crons(args: readonly string[]): Promise<number> {
  return runOneOf(COMMANDS, args);
}
