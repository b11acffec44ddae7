import { type Commands, runOneOf } from "../commands.ts";

const COMMANDS: Commands = {
  of: "activities",
  usage: "[options] [files or folders]",
  about: "ActivityDefinitions: what activity-core does when an event arrives or a schedule is due.",
  commands: {
    check: {
      summary: "check definitions against all versions of the events that set them off",
      run: async (args) => (await import("./activities/check.ts")).check(args),
    },
    fields: {
      summary: "list the fields of events that definitions read, as a reader profile",
      run: async (args) => (await import("./activities/fields.ts")).fields(args),
    },
    simulate: {
      summary: "run definitions over recorded events: the tasks that they would have created",
      run: async (args) => (await import("./activities/simulate.ts")).simulate(args),
    },
    shadow: {
      summary: "run definitions on live events, and write down what they want",
      run: async (args) => (await import("./activities/shadow.ts")).shadow(args),
    },
    parity: {
      summary: "compare what definitions wanted with what the crons did that they replace",
      run: async (args) => (await import("./activities/parity.ts")).parity(args),
    },
  },
};

/** The `activities` command. */
export function activities(args: readonly string[]): Promise<number> {
  return runOneOf(COMMANDS, args);
}
