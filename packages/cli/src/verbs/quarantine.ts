import { UsageError } from "../usage-error.ts";

interface Step {
  readonly summary: string;
  readonly run: (args: readonly string[]) => Promise<number>;
}

const STEPS: Readonly<Record<string, Step>> = {
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
};

const HELP = `usage: statehub-events quarantine <command> [options]

What consumers could not handle. It stays until somebody replays or discards it.

commands:
${Object.entries(STEPS)
  .map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`)
  .join("\n")}

Run "statehub-events quarantine <command> --help" for a command's options.
`;

/** The `quarantine` command. */
export async function quarantine([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || name === "--help" || name === "-h") {
    process.stdout.write(HELP);
    return name === undefined ? 2 : 0;
  }
  const step = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
  if (step === undefined) {
    throw new UsageError(
      `quarantine: unknown command ${JSON.stringify(name)}, want one of ${Object.keys(STEPS).join(", ")}`,
    );
  }
  return step.run(rest);
}
