import { UsageError } from "../usage-error.ts";

interface Step {
  readonly summary: string;
  readonly run: (args: readonly string[]) => Promise<number>;
}

const STEPS: Readonly<Record<string, Step>> = {
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
};

const HELP = `usage: statehub-events activities <command> [options] [files or folders]

ActivityDefinitions: what activity-core does when an event arrives or a schedule is due.

commands:
${Object.entries(STEPS)
  .map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`)
  .join("\n")}

Run "statehub-events activities <command> --help" for a command's options.
`;

/** The `activities` command. */
export async function activities([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || name === "--help" || name === "-h") {
    process.stdout.write(HELP);
    return name === undefined ? 2 : 0;
  }
  const step = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
  if (step === undefined) {
    throw new UsageError(
      `activities: unknown command ${JSON.stringify(name)}, want one of ${Object.keys(STEPS).join(", ")}`,
    );
  }
  return step.run(rest);
}
